internal import CZlib

/// Reads gzip (RFC 1952) from bytes cut anywhere, a bounded piece at a time.
///
/// Append chunks as they arrive and take pieces until there is none; at the end, ``finish()`` tells whether the file
/// was whole. Pieces before a fault are delivered; from the fault on, every call throws the same error.
///
/// Sendable although it holds a pointer: the struct is the pointer's one owner, it cannot be copied, and every use of
/// the stream is `mutating`, so no two threads are ever in it at once.
@safe
package struct GzipInflater: ~Copyable, @unchecked Sendable {
    /// How much is accepted.
    package let limits: GzipLimits
    /// The bytes that came out so far.
    package private(set) var outputLength = 0
    /// The members begun so far.
    package private(set) var memberCount = 0

    /// On the heap, because zlib keeps the address of the structure inside its own state.
    private let stream: UnsafeMutablePointer<z_stream>
    private var input: [UInt8] = []
    private var position = 0
    private var isInsideMember = false
    /// zlib filled its last piece to the brim, and may hold more without further input.
    private var mayHoldOutput = false
    private var failure: GzipError?

    private static let pieceLength = 64 * 1024

    /// An inflater at the start of a file.
    ///
    /// - Throws: ``GzipError`` of code `unavailable` where memory is short.
    package init(limits: GzipLimits = .init()) throws(GzipError) {
        unsafe stream = try unsafe Self.makeStream()
        self.limits = limits
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    private static func makeStream() throws(GzipError) -> UnsafeMutablePointer<z_stream> {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        guard unsafe czlib_inflate_init_gzip(stream) == Z_OK else {
            unsafe stream.deallocate()
            throw GzipError(.unavailable, "zlib has no memory to inflate with")
        }
        return unsafe stream
    }

    /// Takes the next bytes of the file, any number of them.
    package mutating func append(_ chunk: [UInt8]) {
        guard failure == nil, !chunk.isEmpty else { return }
        if position == input.count {
            input = chunk
        } else {
            input.removeFirst(position)
            input.append(contentsOf: chunk)
        }
        position = 0
    }

    /// The next bytes that come out, at most 64 KiB; `nil` until more have been appended.
    ///
    /// - Throws: ``GzipError`` where the bytes are no gzip or exceed the limits, and again on each later call.
    package mutating func next() throws(GzipError) -> [UInt8]? {
        if let failure { throw failure }
        do throws(GzipError) {
            while position < input.count || mayHoldOutput {
                try beginMember()
                let piece = try inflatePiece()
                guard piece.isEmpty else { return piece }
            }
            return nil
        } catch {
            failure = error
            input = []
            position = 0
            throw error
        }
    }

    /// Ends the file. All pieces must have been taken.
    ///
    /// - Throws: ``GzipError`` of code `truncated` where a member has not ended or there was none, or the error that
    ///   ``next()`` has thrown before.
    package mutating func finish() throws(GzipError) {
        if let failure { throw failure }
        guard memberCount > 0 else { throw GzipError(.truncated, "no bytes, where a gzip header must stand") }
        guard !isInsideMember else {
            throw GzipError(.truncated, "the file ends inside member \(memberCount), after \(outputLength) bytes")
        }
    }

    private mutating func beginMember() throws(GzipError) {
        guard !isInsideMember else { return }
        guard memberCount < limits.memberCount else {
            throw GzipError(.tooManyMembers, "more than \(limits.memberCount) gzip members in one file")
        }
        if memberCount > 0 { unsafe inflateReset(stream) }
        memberCount += 1
        isInsideMember = true
    }

    private mutating func inflatePiece() throws(GzipError) -> [UInt8] {
        let stream = unsafe self.stream
        // zlib counts in 32 bits.
        let available = min(input.count - position, Int(UInt32.max))
        let start = position
        var status = Z_OK
        let piece = unsafe input.withUnsafeBufferPointer { source in
            unsafe [UInt8](unsafeUninitializedCapacity: Self.pieceLength) { target, count in
                unsafe stream.pointee.next_in = unsafe source.baseAddress.map { unsafe $0 + start }
                unsafe stream.pointee.avail_in = UInt32(available)
                unsafe stream.pointee.next_out = target.baseAddress
                unsafe stream.pointee.avail_out = UInt32(target.count)
                status = unsafe inflate(stream, Z_NO_FLUSH)
                count = unsafe target.count - Int(stream.pointee.avail_out)
            }
        }
        position += unsafe available - Int(stream.pointee.avail_in)
        outputLength += piece.count
        mayHoldOutput = unsafe stream.pointee.avail_out == 0
        guard outputLength <= limits.outputLength else {
            throw GzipError(.tooLarge, "inflates to more than \(limits.outputLength) bytes")
        }
        switch status {
        case Z_OK: break
        // Neither input nor room was left to go on with; more input mends it.
        case Z_BUF_ERROR: mayHoldOutput = false
        case Z_STREAM_END:
            isInsideMember = false
            mayHoldOutput = false
        case Z_MEM_ERROR: throw GzipError(.unavailable, "zlib has no memory to inflate with")
        default:
            let reason = unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "zlib's status \(status)"
            throw GzipError(.corrupt, "member \(memberCount) is no valid gzip: \(reason)")
        }
        return piece
    }
}
