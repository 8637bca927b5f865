/// Why a request or a key could not be signed.
///
/// Everything is checked before a header is set, so a request that could not be signed is left as it was. The
/// description names header names and rules at most: never a value, a key or a token.
public struct SigningError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kind of failure. New kinds may be added; compare with `==`.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case missingAuthority, invalidAuthority, invalidPath, invalidHeader, alreadySigned
            case invalidCredentials, expiredCredentials, invalidScope, invalidDate, invalidExpiry
            case invalidPayloadHash, invalidAPIKey, cryptographyFailed
        }
        private let kind: Kind

        /// A short constant name, fit for a metric label.
        public var description: String { kind.rawValue }

        /// The request names no host: `authority` is nil or empty.
        public static var missingAuthority: Self { Self(kind: .missingAuthority) }
        /// The authority is more than a host and a port, or has characters that no host has.
        public static var invalidAuthority: Self { Self(kind: .invalidAuthority) }
        /// The path does not begin with a slash, or has control characters.
        public static var invalidPath: Self { Self(kind: .invalidPath) }
        /// A header field that cannot be signed as it would be sent: a line break, or a `Host` beside the authority.
        public static var invalidHeader: Self { Self(kind: .invalidHeader) }
        /// The query already has parameters of a signature.
        public static var alreadySigned: Self { Self(kind: .alreadySigned) }
        /// An empty access key ID or secret, or characters that cannot be sent.
        public static var invalidCredentials: Self { Self(kind: .invalidCredentials) }
        /// The credentials ended before the moment of signing.
        public static var expiredCredentials: Self { Self(kind: .expiredCredentials) }
        /// An empty or malformed region or service name.
        public static var invalidScope: Self { Self(kind: .invalidScope) }
        /// A moment outside of the years 1970 to 9999.
        public static var invalidDate: Self { Self(kind: .invalidDate) }
        /// An expiry outside of what the service takes.
        public static var invalidExpiry: Self { Self(kind: .invalidExpiry) }
        /// A payload literal that cannot stand in a canonical request.
        public static var invalidPayloadHash: Self { Self(kind: .invalidPayloadHash) }
        /// A text that is no Bedrock API key.
        public static var invalidAPIKey: Self { Self(kind: .invalidAPIKey) }
        /// libcrypto refused: no SHA-256 in its providers, or no memory.
        public static var cryptographyFailed: Self { Self(kind: .cryptographyFailed) }
    }

    /// The kind of failure.
    public var code: Code
    /// Which rule was broken, in words for a log.
    public var message: String

    /// An error of kind `code`.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Code and message.
    public var description: String { "\(code): \(message)" }
}
