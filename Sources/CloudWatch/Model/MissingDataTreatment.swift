public import AWSCore

/// What an alarm makes of a period without data.
public struct MissingDataTreatment: OpenStringSet {
    /// The name on the wire.
    public let rawValue: String

    /// A treatment by its name on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The alarm has insufficient data: the service's default.
    public static let missing = Self(rawValue: "missing")
    /// All is well: right for counters, which have no data where nothing happened.
    public static let notBreaching = Self(rawValue: "notBreaching")
    /// The threshold counts as crossed.
    public static let breaching = Self(rawValue: "breaching")
    /// The alarm keeps its state.
    public static let ignore = Self(rawValue: "ignore")

    static let known: Set<MissingDataTreatment> = [.missing, .notBreaching, .breaching, .ignore]
}
