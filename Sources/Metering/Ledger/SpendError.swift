/// Why an operation on a ledger or a budget failed.
///
/// A call that a budget refuses is no error of the store: see ``SpendDenial``.
public struct SpendError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is. New kinds may be added; compare with `==`.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case invalidInput, mixedUnits, overflow, noSuchHold, holdNotOpen, conflictingID, noSuchLine, unavailable
            case corrupt, configuration
        }
        private let kind: Kind

        /// The kind in one word.
        public var description: String { kind.rawValue }

        /// The operation breaks a rule; nothing was written.
        public static var invalidInput: Self { Self(kind: .invalidInput) }
        /// Two currencies, or money and tokens, were to be added.
        public static var mixedUnits: Self { Self(kind: .mixedUnits) }
        /// An amount exceeds 128 bits.
        public static var overflow: Self { Self(kind: .overflow) }
        /// No hold of this id was ever opened.
        public static var noSuchHold: Self { Self(kind: .noSuchHold) }
        /// The hold was settled, voided or has expired, and the operation needs an open one.
        public static var holdNotOpen: Self { Self(kind: .holdNotOpen) }
        /// The id was used before for something else.
        public static var conflictingID: Self { Self(kind: .conflictingID) }
        /// The ledger has no line of this id.
        public static var noSuchLine: Self { Self(kind: .noSuchLine) }
        /// The store could not be reached or did not answer; what was asked may or may not have been written. The
        /// operation can be repeated as it is.
        public static var unavailable: Self { Self(kind: .unavailable) }
        /// What the store holds is not what this library writes.
        public static var corrupt: Self { Self(kind: .corrupt) }
        /// The store cannot be set up as asked.
        public static var configuration: Self { Self(kind: .configuration) }
    }

    /// What kind of failure it is.
    public let code: Code
    /// What happened, without tags or amounts of others.
    public let message: String
    /// The failure below, where there is one.
    public let underlyingError: (any Error)?

    /// A failure.
    public init(_ code: Code, _ message: String, underlying: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.underlyingError = underlying
    }

    /// The message.
    public var description: String { message }
}
