import HTTPTypes

/// How the suite's peer answers one request, whichever way the request comes.
struct PeerScript: Sendable {
    enum Framing: Sendable {
        /// A `Content-Length` of the steps' bytes, or of the number given.
        case length(Int?)
        case chunked
        /// The body ends where the connection does.
        case untilClose
        /// No body, and no field that announces one.
        case none
    }

    enum Step: Sendable {
        case bytes([UInt8])
        /// So many bytes of ``LoopbackConnection/pattern``.
        case flood(Int)
        case wait(Signal)
        /// Waits until so many bytes of the request's body are there, and reads no more than it must.
        case awaitBody(Int)
        /// Waits for the end of the request's body.
        case awaitEnd
        /// Ends the connection here, whatever was promised.
        case breakOff
    }

    var interim: [HTTPResponse] = []
    var head = HTTPResponse(status: .ok)
    var framing = Framing.length(nil)
    var steps: [Step] = []
    /// Holds the head back until the signal has fired.
    var headWaits: Signal?
    /// Ends the connection instead of answering.
    var refuses = false
    var trailers: [String] = []

    /// Whether the steps say when the request's body is read; else it is read before the reply.
    var readsBody: Bool {
        steps.contains { step in
            switch step {
            case .awaitBody, .awaitEnd: true
            default: false
            }
        }
    }

    /// The steps as raw bytes of HTTP/1.1.
    var wireSteps: [LoopbackReply.Step] {
        var wire: [LoopbackReply.Step] = []
        if let headWaits { wire.append(.wait(headWaits)) }
        if refuses { return wire + [.reset] }
        for response in interim { wire.append(.text(Self.text(response, framing: []))) }
        switch framing {
        case .length(let length):
            wire.append(.text(Self.text(head, framing: ["Content-Length: \(length ?? byteCount)"])))
        case .chunked: wire.append(.text(Self.text(head, framing: ["Transfer-Encoding: chunked"])))
        case .untilClose: wire.append(.text(Self.text(head, framing: ["Connection: close"])))
        case .none: wire.append(.text(Self.text(head, framing: [])))
        }
        for step in steps {
            switch step {
            case .bytes(let bytes): wire += chunk(bytes.count, .bytes(bytes))
            case .flood(let count): wire += chunk(count, .flood(count: count))
            case .wait(let signal): wire.append(.wait(signal))
            case .awaitBody(let count): wire.append(.awaitBody(count: count))
            case .awaitEnd: wire.append(.awaitEnd)
            case .breakOff: return wire + [.close]
            }
        }
        switch framing {
        case .chunked: wire.append(.text("0\r\n" + trailers.map { $0 + "\r\n" }.joined() + "\r\n"))
        case .untilClose: wire.append(.close)
        case .length, .none: break
        }
        return wire
    }

    private var byteCount: Int {
        steps.reduce(0) { sum, step in
            switch step {
            case .bytes(let bytes): sum + bytes.count
            case .flood(let count): sum + count
            case .wait, .awaitBody, .awaitEnd, .breakOff: sum
            }
        }
    }

    private func chunk(_ count: Int, _ step: LoopbackReply.Step) -> [LoopbackReply.Step] {
        guard case .chunked = framing else { return [step] }
        // A chunk of no bytes ends the body, and would be followed by the end once more.
        guard count > 0 else { return [] }
        return [.text(String(count, radix: 16) + "\r\n"), step, .text("\r\n")]
    }

    private static func text(_ response: HTTPResponse, framing: [String]) -> String {
        let status = "HTTP/1.1 \(response.status.code) \(response.status.reasonPhrase)"
        let fields = response.headerFields.map { "\($0.name.rawName): \($0.value)" }
        return ([status] + fields + framing).joined(separator: "\r\n") + "\r\n\r\n"
    }
}
