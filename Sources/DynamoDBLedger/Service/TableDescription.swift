package import AWSCore

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// An attribute that is part of a key.
package struct TableAttribute: Sendable, Hashable, Codable {
    /// What a key attribute may be.
    package struct Kind: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
        package var description: String { rawValue }

        package static let string = Self(rawValue: "S")
        package static let number = Self(rawValue: "N")
        package static let binary = Self(rawValue: "B")
    }

    package var name: String
    package var kind: Kind

    private enum CodingKeys: String, CodingKey {
        case name = "AttributeName"
        case kind = "AttributeType"
    }

    package init(_ name: String, _ kind: Kind) {
        self.name = name
        self.kind = kind
    }
}

/// One element of a table's key.
package struct KeyElement: Sendable, Hashable, Codable {
    /// What an element is for.
    package struct Role: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
        package var description: String { rawValue }

        /// It tells the partition.
        package static let hash = Self(rawValue: "HASH")
        /// It sorts the items of a partition.
        package static let range = Self(rawValue: "RANGE")
    }

    package var name: String
    package var role: Role

    private enum CodingKeys: String, CodingKey {
        case name = "AttributeName"
        case role = "KeyType"
    }

    package init(_ name: String, _ role: Role) {
        self.name = name
        self.role = role
    }
}

/// How a table is paid for.
package struct BillingMode: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package var description: String { rawValue }

    package static let provisioned = Self(rawValue: "PROVISIONED")
    package static let payPerRequest = Self(rawValue: "PAY_PER_REQUEST")
}

/// A table as it is.
package struct TableDescription: Sendable, Hashable, Codable {
    /// Where a table stands.
    package struct Status: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
        package var description: String { rawValue }

        package static let creating = Self(rawValue: "CREATING")
        package static let updating = Self(rawValue: "UPDATING")
        package static let deleting = Self(rawValue: "DELETING")
        package static let active = Self(rawValue: "ACTIVE")
        package static let inaccessibleKey = Self(rawValue: "INACCESSIBLE_ENCRYPTION_CREDENTIALS")
        package static let archiving = Self(rawValue: "ARCHIVING")
        package static let archived = Self(rawValue: "ARCHIVED")
        package static let replicationNotAuthorized = Self(rawValue: "REPLICATION_NOT_AUTHORIZED")
    }

    /// How a table is paid for, and since when.
    package struct Billing: Sendable, Hashable, Codable {
        package var mode: BillingMode?
        package var payPerRequestSince: Date?

        private enum CodingKeys: String, CodingKey {
            case mode = "BillingMode"
            case payPerRequestSince = "LastUpdateToPayPerRequestDateTime"
        }
    }

    package var name: String?
    package var arn: ARN?
    package var id: String?
    package var status: Status?
    package var created: Date?
    package var attributes: [TableAttribute]?
    package var key: [KeyElement]?
    package var billing: Billing?
    package var bytes: Int?
    package var count: Int?
    package var isProtected: Bool?

    private enum CodingKeys: String, CodingKey {
        case name = "TableName"
        case arn = "TableArn"
        case id = "TableId"
        case status = "TableStatus"
        case created = "CreationDateTime"
        case attributes = "AttributeDefinitions"
        case key = "KeySchema"
        case billing = "BillingModeSummary"
        case bytes = "TableSizeBytes"
        case count = "ItemCount"
        case isProtected = "DeletionProtectionEnabled"
    }
}
