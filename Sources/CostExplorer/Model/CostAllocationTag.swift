public import AWSCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A tag key that has been seen on billed resources.
public struct CostAllocationTag: Sendable, Hashable, Codable {
    /// Whether costs are broken down by the key.
    public struct Status: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A status by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// From activation on, costs carry the key's values.
        public static let active = Self(rawValue: "Active")
        /// Costs do not show the key.
        public static let inactive = Self(rawValue: "Inactive")
    }

    /// Who defined the key.
    public struct Kind: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A kind by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// AWS, as `aws:createdBy`.
        public static let awsGenerated = Self(rawValue: "AWSGenerated")
        /// The account's owner.
        public static let userDefined = Self(rawValue: "UserDefined")
    }

    /// The key.
    public var tagKey: String
    /// Who defined it.
    public var kind: Kind
    /// Whether costs are broken down by it.
    public var status: Status
    /// When it was activated or deactivated, in ISO 8601 with an offset.
    public var lastUpdatedDate: String?
    /// The last month in which a billed resource carried it, in ISO 8601 with an offset.
    public var lastUsedDate: String?

    private enum CodingKeys: String, CodingKey {
        case tagKey = "TagKey"
        case kind = "Type"
        case status = "Status"
        case lastUpdatedDate = "LastUpdatedDate"
        case lastUsedDate = "LastUsedDate"
    }

    /// ``lastUpdatedDate`` as a date.
    public var lastUpdated: Date? { lastUpdatedDate.flatMap(TimestampFormat.iso8601.date(from:)) }
    /// ``lastUsedDate`` as a date.
    public var lastUsed: Date? { lastUsedDate.flatMap(TimestampFormat.iso8601.date(from:)) }
}
