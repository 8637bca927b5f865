/// Why a time zone or a period of spending cannot be made.
public struct SpendPeriodError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure. New kinds may be added; compare with `==`.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case noTimeZoneData, invalidZoneName, unknownZone, malformedZone, malformedPeriod
        }
        private let kind: Kind

        /// The kind in one word.
        public var description: String { kind.rawValue }

        /// The machine has no time zone database where it was looked for. Minimal containers need the package `tzdata`.
        public static var noTimeZoneData: Self { Self(kind: .noTimeZoneData) }
        /// The text cannot be the name of a time zone.
        public static var invalidZoneName: Self { Self(kind: .invalidZoneName) }
        /// The database has no zone of that name.
        public static var unknownZone: Self { Self(kind: .unknownZone) }
        /// The zone's data are not in the TZif format, or contradict themselves.
        public static var malformedZone: Self { Self(kind: .malformedZone) }
        /// The text describes no period.
        public static var malformedPeriod: Self { Self(kind: .malformedPeriod) }
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
}
