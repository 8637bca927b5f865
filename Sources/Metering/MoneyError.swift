/// Why an exact amount could not be read or computed.
public struct MoneyError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure. New kinds may be added; compare with `==`.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case malformed, tooPrecise, overflow, mixedCurrencies
        }
        private let kind: Kind

        /// The kind in one word.
        public var description: String { kind.rawValue }

        /// The text is no decimal number.
        public static var malformed: Self { Self(kind: .malformed) }
        /// The number has digits, other than zero, beyond the eighteenth after the point.
        public static var tooPrecise: Self { Self(kind: .tooPrecise) }
        /// The amount does not fit 128 bits: it is beyond about 170 quintillion.
        public static var overflow: Self { Self(kind: .overflow) }
        /// Amounts of two currencies were to be put together.
        public static var mixedCurrencies: Self { Self(kind: .mixedCurrencies) }
    }

    /// The kind of failure.
    public let code: Code
    /// What happened, in words.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The kind and what happened.
    public var description: String { "\(code): \(message)" }

    static func malformed(_ text: String) -> MoneyError {
        MoneyError(.malformed, "\"\(text.prefix(64))\" is not a decimal number")
    }

    static func overflow(_ what: String) -> MoneyError {
        MoneyError(.overflow, "\(what) does not fit 128 bits")
    }
}
