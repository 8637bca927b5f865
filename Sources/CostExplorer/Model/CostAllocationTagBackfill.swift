public import AWSCore

/// A request to label past costs with the tag keys that are active now.
///
/// It reaches back to the first day of a month, at most twelve months, and labels costs by tags that the resources had then.
public struct CostAllocationTagBackfill: Sendable, Hashable, Codable {
    /// How far a backfill has got.
    public struct Status: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A value by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Costs are being labelled.
        public static let processing = Self(rawValue: "PROCESSING")
        /// Costs are labelled.
        public static let succeeded = Self(rawValue: "SUCCEEDED")
        /// Costs are as they were.
        public static let failed = Self(rawValue: "FAILED")
    }

    /// The first day that is labelled.
    public var backfillFrom: CostDate?
    /// When it was asked for.
    public var requestedAt: CostDate?
    /// When it ended.
    public var completedAt: CostDate?
    /// How far it has got.
    public var status: Status?
    /// When the status last changed.
    public var lastUpdatedAt: CostDate?

    private enum CodingKeys: String, CodingKey {
        case backfillFrom = "BackfillFrom"
        case requestedAt = "RequestedAt"
        case completedAt = "CompletedAt"
        case status = "BackfillStatus"
        case lastUpdatedAt = "LastUpdatedAt"
    }
}
