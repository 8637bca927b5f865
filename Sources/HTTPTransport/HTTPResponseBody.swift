/// The body of a response while it arrives: a lent, single-pass source of byte chunks.
///
/// Chunks come in the sizes the network gave them. The body belongs to the closure it was lent to; once that closure has
/// ended, ``next()`` throws ``TransportError/Code/cancelled``.
public struct HTTPResponseBody: Sendable {
    private let pull: @Sendable () async throws(TransportError) -> [UInt8]?

    /// A body that asks `next` for each chunk, until it answers `nil`.
    public init(next: @escaping @Sendable () async throws(TransportError) -> [UInt8]?) {
        self.pull = next
    }

    /// The next chunk, never empty; `nil` at the end of the body.
    ///
    /// - Throws: ``TransportError`` once all bytes received before it have been delivered.
    public func next() async throws(TransportError) -> [UInt8]? {
        try await pull()
    }

    /// All remaining bytes.
    ///
    /// - Parameter limit: The most bytes to accept.
    /// - Throws: ``TransportError`` of the transfer, or ``TransportError/Code/responseTooLarge`` past `limit`.
    public func collect(upTo limit: Int) async throws(TransportError) -> [UInt8] {
        var collected: [UInt8] = []
        while let chunk = try await pull() {
            guard chunk.count <= limit - collected.count else {
                throw TransportError(.responseTooLarge, "the response body exceeds \(limit) bytes")
            }
            // Most bodies arrive in one chunk, which then needs no copy.
            if collected.isEmpty { collected = chunk } else { collected += chunk }
        }
        return collected
    }
}
