/// Why an exchange ended without a complete response.
///
/// Its description names the host at most: no headers, no bodies, nothing secret.
public struct TransportError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure. New kinds may be added; compare with `==`.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case invalidConfiguration, invalidRequest, connectFailed, nameNotResolved, tlsFailed, connectTimeout,
                idleTimeout, totalTimeout
            case connectionLost, protocolViolation, responseTooLarge, responseEnded, cancelled, shutDown
        }
        private let kind: Kind

        /// A short constant name, fit for a metric label.
        public var description: String { kind.rawValue }

        /// A setting that the transport cannot work with; its message names it.
        public static var invalidConfiguration: Self { Self(kind: .invalidConfiguration) }
        /// The request cannot be expressed on the wire (a line break in a header value, a missing authority).
        public static var invalidRequest: Self { Self(kind: .invalidRequest) }
        /// No connection: refused, unreachable, or the proxy said no.
        public static var connectFailed: Self { Self(kind: .connectFailed) }
        /// The host's name has no address.
        public static var nameNotResolved: Self { Self(kind: .nameNotResolved) }
        /// The TLS handshake or the certificate check failed.
        public static var tlsFailed: Self { Self(kind: .tlsFailed) }
        /// ``TransportOptions/connectTimeout`` passed.
        public static var connectTimeout: Self { Self(kind: .connectTimeout) }
        /// ``TransportOptions/idleTimeout`` passed.
        public static var idleTimeout: Self { Self(kind: .idleTimeout) }
        /// ``TransportOptions/totalTimeout`` passed.
        public static var totalTimeout: Self { Self(kind: .totalTimeout) }
        /// The connection ended before the response was complete.
        public static var connectionLost: Self { Self(kind: .connectionLost) }
        /// The peer broke HTTP's rules.
        public static var protocolViolation: Self { Self(kind: .protocolViolation) }
        /// The response is larger than the limit in force.
        public static var responseTooLarge: Self { Self(kind: .responseTooLarge) }
        /// The peer has answered for good while the request was still being written, and takes no more of it.
        public static var responseEnded: Self { Self(kind: .responseEnded) }
        /// The task was cancelled, or a lent body was used after its closure had ended.
        public static var cancelled: Self { Self(kind: .cancelled) }
        /// The transport has been shut down.
        public static var shutDown: Self { Self(kind: .shutDown) }
    }

    /// The kind of failure.
    public var code: Code
    /// What happened, in words for a log.
    public var message: String
    /// Whether the peer may have acted on the request. `false` only where it certainly never saw it whole.
    public var requestMayHaveBeenProcessed: Bool

    /// An error of kind `code`.
    public init(_ code: Code, _ message: String, requestMayHaveBeenProcessed: Bool = true) {
        self.code = code
        self.message = message
        self.requestMayHaveBeenProcessed = requestMayHaveBeenProcessed
    }

    /// Code and message.
    public var description: String { "\(code): \(message)" }
}
