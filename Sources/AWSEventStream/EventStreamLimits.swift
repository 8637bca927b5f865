/// The largest frame that is read or written.
public struct EventStreamLimits: Sendable, Hashable {
    /// The most bytes of a frame's header block. 128 KiB by default, the limit of the format.
    public var headersLength = 128 * 1024
    /// The most bytes of a frame's payload. 24 MiB by default, the limit of the format.
    public var payloadLength = 24 * 1024 * 1024

    /// The limits of the format.
    public init() {}

    /// Limits of one's own.
    ///
    /// - Parameters:
    ///   - headersLength: The most bytes of a frame's header block.
    ///   - payloadLength: The most bytes of a frame's payload.
    public init(headersLength: Int, payloadLength: Int) {
        self.headersLength = headersLength
        self.payloadLength = payloadLength
    }
}
