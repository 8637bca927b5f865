import CCurl
import HTTPTransport
import HTTPTypes

/// A validated request in the form that libcurl reads it: C strings, a header list and the body, in one block of memory.
///
/// libcurl copies neither header lists nor bodies, so the block lives until the transfer has left the multi handle.
///
/// `@unchecked Sendable`: written in `init` only; libcurl and this module read it, and `deinit` frees it.
@safe
final class WireRequest: @unchecked Sendable {
    /// How libcurl is told the method.
    enum Method {
        /// `CURLOPT_HTTPGET`: no body, no `Content-Length`.
        case bodyless
        /// `CURLOPT_NOBODY`: neither side sends a body.
        case head
        /// `CURLOPT_POST`: a `Content-Length`, be it zero.
        case withBody
        /// `CURLOPT_POST` with a body of unknown length, which libcurl asks for piece by piece.
        case streamed

        /// Whether libcurl takes it for a POST, to which it adds a `Content-Type` unless told not to.
        var hasBody: Bool {
            switch self {
            case .bodyless, .head: false
            case .withBody, .streamed: true
            }
        }
    }

    let method: Method
    /// Whether the method is idempotent by HTTP's own definition, so that sending it twice means sending it once.
    let isIdempotent: Bool
    let isSecure: Bool
    /// The authority, for messages.
    let host: String
    let bodyLength: Int
    private let block: UnsafeMutableRawBufferPointer
    private let nodeCount: Int
    private let urlOffset: Int
    private let methodNameOffset: Int?
    private let bodyOffset: Int

    /// A request whose body is there.
    convenience init(_ request: HTTPRequest, body: [UInt8]) throws(TransportError) {
        try self.init(request, body: body, isStreamed: false)
    }

    /// A request whose body is written while it is sent.
    convenience init(streaming request: HTTPRequest) throws(TransportError) {
        try self.init(request, body: [], isStreamed: true)
    }

    private init(_ request: HTTPRequest, body: [UInt8], isStreamed: Bool) throws(TransportError) {
        try request.validateForSending(bodyLength: isStreamed ? nil : body.count)
        // Both are there: validation demands them.
        let scheme = request.scheme ?? "https"
        let host = request.authority ?? ""
        let path = request.path ?? "/"
        let name = request.method

        self.host = host
        self.isSecure = scheme == "https"
        self.bodyLength = body.count
        switch name {
        case .get, .head, .put, .delete, .options, .trace: self.isIdempotent = true
        default: self.isIdempotent = false
        }
        switch name {
        case .connect:
            throw TransportError(
                .invalidRequest, "CONNECT is the transport's to send", requestMayHaveBeenProcessed: false)
        case .head where !body.isEmpty:
            throw TransportError(
                .invalidRequest, "a HEAD request has no body", requestMayHaveBeenProcessed: false)
        case .post, .put, .patch: self.method = isStreamed ? .streamed : .withBody
        case _ where isStreamed:
            throw TransportError(
                .invalidRequest, "a body that is written as it comes needs POST, PUT or PATCH",
                requestMayHaveBeenProcessed: false)
        case .head: self.method = .head
        default: self.method = body.isEmpty ? .bodyless : .withBody
        }
        // libcurl knows the names of these three by the option that chooses them.
        let needsName =
            switch (self.method, name) {
            case (.bodyless, .get), (.head, .head), (.withBody, .post), (.streamed, .post): false
            default: true
            }

        // "Name:" without a value keeps libcurl from adding a header of its own.
        let suppressed: (StaticString?, StaticString?, StaticString?) = (
            request.headerFields.contains(.expect) ? nil : "Expect:",
            request.headerFields.contains(.accept) ? nil : "Accept:",
            !self.method.hasBody || request.headerFields.contains(.contentType) ? nil : "Content-Type:"
        )
        let fields = request.headerFields.lazy.filter { $0.name != .contentLength }
        var nodeCount = 0
        var size = scheme.utf8.count + 3 + host.utf8.count + path.utf8.count + 1
        func account(for text: StaticString?) {
            guard let text else { return }
            nodeCount += 1
            size += text.utf8CodeUnitCount + 1
        }
        account(for: suppressed.0)
        account(for: suppressed.1)
        account(for: suppressed.2)
        for field in fields {
            nodeCount += 1
            size += field.name.rawName.utf8.count + 3
            size += unsafe field.withUnsafeBytesOfValue { $0.count }
        }
        if needsName { size += name.rawValue.utf8.count + 1 }
        let nodeBytes = unsafe nodeCount * MemoryLayout<curl_slist>.stride
        size += nodeBytes + body.count

        var writer = unsafe BlockWriter(
            UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: MemoryLayout<curl_slist>.alignment),
            nodeCount: nodeCount, textOffset: nodeBytes)
        self.urlOffset = writer.offset
        writer.write(scheme)
        writer.write("://")
        writer.write(host)
        writer.write(path)
        writer.endString()
        if needsName {
            self.methodNameOffset = writer.offset
            writer.write(name.rawValue)
            writer.endString()
        } else {
            self.methodNameOffset = nil
        }
        for field in fields { writer.writeHeader(field) }
        if let text = suppressed.0 { writer.writeHeader(text) }
        if let text = suppressed.1 { writer.writeHeader(text) }
        if let text = suppressed.2 { writer.writeHeader(text) }
        self.bodyOffset = writer.offset
        writer.write(body)
        unsafe self.block = writer.block
        self.nodeCount = nodeCount
    }

    deinit { unsafe block.deallocate() }

    /// The URL, NUL-terminated.
    var url: UnsafePointer<CChar>? { unsafe string(at: urlOffset) }

    /// The method's name where ``method`` does not imply it.
    var methodName: UnsafePointer<CChar>? {
        guard let methodNameOffset else { return nil }
        return unsafe string(at: methodNameOffset)
    }

    /// The first node of the header list.
    var headers: UnsafeMutablePointer<curl_slist>? {
        unsafe block.baseAddress?.assumingMemoryBound(to: curl_slist.self)
    }

    /// The first byte of the body.
    var body: UnsafeRawPointer? {
        guard let base = unsafe block.baseAddress else { return nil }
        return unsafe UnsafeRawPointer(base + bodyOffset)
    }

    private func string(at offset: Int) -> UnsafePointer<CChar>? {
        guard let base = unsafe block.baseAddress else { return nil }
        return unsafe UnsafePointer((base + offset).assumingMemoryBound(to: CChar.self))
    }
}

/// Fills the block of a ``WireRequest`` from front to back: list nodes first, then strings, then the body.
@safe
private struct BlockWriter {
    let block: UnsafeMutableRawBufferPointer
    private(set) var offset: Int
    private var node = 0
    private let nodeCount: Int

    init(_ block: UnsafeMutableRawBufferPointer, nodeCount: Int, textOffset: Int) {
        unsafe self.block = block
        self.nodeCount = nodeCount
        self.offset = textOffset
        unsafe block.bindMemory(to: UInt8.self)
    }

    mutating func write(_ text: String) {
        var text = text
        text.withUTF8 { unsafe write(UnsafeRawBufferPointer($0)) }
    }

    mutating func write(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { unsafe write($0) }
    }

    private mutating func write(_ bytes: UnsafeRawBufferPointer) {
        unsafe UnsafeMutableRawBufferPointer(rebasing: block[offset...]).copyMemory(from: bytes)
        offset += bytes.count
    }

    mutating func endString() {
        unsafe block[offset] = 0
        offset += 1
    }

    mutating func writeHeader(_ field: HTTPField) {
        beginNode()
        write(field.name.rawName)
        let isEmpty = unsafe field.withUnsafeBytesOfValue { value in
            guard !value.isEmpty else { return true }
            write(":")
            unsafe write(UnsafeRawBufferPointer(value))
            return false
        }
        // "Name;" is how libcurl spells a header with an empty value.
        if isEmpty { write(";") }
        endString()
    }

    mutating func writeHeader(_ text: StaticString) {
        beginNode()
        text.withUTF8Buffer { unsafe write(UnsafeRawBufferPointer($0)) }
        endString()
    }

    private mutating func beginNode() {
        guard let base = unsafe block.baseAddress else { return }
        let nodes = unsafe base.assumingMemoryBound(to: curl_slist.self)
        let text = unsafe (base + offset).assumingMemoryBound(to: CChar.self)
        let next = node + 1 < nodeCount ? unsafe nodes + node + 1 : nil
        unsafe (nodes + node).initialize(to: curl_slist(data: text, next: next))
        node += 1
    }
}
