public import AWSCore

/// Why a ``ProfileResolver`` found no profile.
public struct ProfileLookupError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure. New kinds may be added; compare with `==`.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case invalidInput, noMatch, ambiguous, requestFailed, cancelled
        }
        private let kind: Kind

        /// The kind in one word.
        public var description: String { kind.rawValue }

        /// The tags break a rule, or there are none. Nothing was sent.
        public static var invalidInput: Self { Self(kind: .invalidInput) }
        /// No profile that can be called has all of the tags.
        public static var noMatch: Self { Self(kind: .noMatch) }
        /// Several profiles that can be called have all of the tags: see ``ProfileLookupError/candidates``.
        public static var ambiguous: Self { Self(kind: .ambiguous) }
        /// A request failed, and no earlier answer is known.
        public static var requestFailed: Self { Self(kind: .requestFailed) }
        /// The task was cancelled.
        public static var cancelled: Self { Self(kind: .cancelled) }
    }

    /// The kind of failure.
    public let code: Code
    /// What happened, in words.
    public let message: String
    /// With ``Code/ambiguous`` the profiles that match, sorted; with ``Code/noMatch`` those that would but cannot be called.
    public let candidates: [ARN]
    /// The error of the request that failed.
    public let underlyingError: AWSError?

    init(_ code: Code, _ message: String, candidates: [ARN] = [], underlying: AWSError? = nil) {
        self.code = code
        self.message = message
        self.candidates = candidates
        self.underlyingError = underlying
    }

    /// Kind and message.
    public var description: String { "\(code): \(message)" }

    /// Whether the service was asked and gave an answer, if not the wanted one. Only such errors are kept.
    var isAnswer: Bool { code == .noMatch || code == .ambiguous }
}

extension ProfileLookupError: Equatable {
    /// Equal where kind and candidates are.
    public static func == (left: ProfileLookupError, right: ProfileLookupError) -> Bool {
        left.code == right.code && left.candidates == right.candidates
    }
}
