/// Limits of one exchange. The defaults suit language models, which may be silent for minutes before they answer.
public struct TransportOptions: Sendable, Hashable {
    /// How long establishing the connection may take, TLS included. 10 s by default.
    public var connectTimeout: Duration = .seconds(10)
    /// How long the peer may send nothing while bytes are awaited; `nil` for no limit. 300 s by default.
    ///
    /// Time during which the reader itself holds the transfer back does not count.
    public var idleTimeout: Duration? = .seconds(300)
    /// How long the whole exchange may take; `nil` (the default) for no limit.
    public var totalTimeout: Duration?
    /// The most bytes of response body that are accepted; `nil` (the default) for no limit.
    public var responseBodyLimit: Int?

    /// The defaults.
    public init() {}

    /// The defaults, changed by `configure`.
    public static func defaults(_ configure: (inout Self) -> Void) -> Self {
        var options = Self()
        configure(&options)
        return options
    }
}
