/// What a reply tells of its price.
package struct CapacityReport: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package var description: String { rawValue }

    package static let indexes = Self(rawValue: "INDEXES")
    package static let total = Self(rawValue: "TOTAL")
    package static let none = Self(rawValue: "NONE")
}

/// What of the size of item collections a reply tells.
package struct CollectionReport: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package var description: String { rawValue }

    package static let size = Self(rawValue: "SIZE")
    package static let none = Self(rawValue: "NONE")
}

/// The capacity units that a call has used.
package struct ConsumedCapacity: Sendable, Hashable, Codable {
    /// The units of the table, or of one index.
    package struct Units: Sendable, Hashable, Codable {
        package var read: Double?
        package var write: Double?
        package var all: Double?

        private enum CodingKeys: String, CodingKey {
            case read = "ReadCapacityUnits"
            case write = "WriteCapacityUnits"
            case all = "CapacityUnits"
        }
    }

    package var table: String?
    package var all: Double?
    package var read: Double?
    package var write: Double?
    package var ofTable: Units?
    package var ofLocalIndexes: [String: Units]?
    package var ofGlobalIndexes: [String: Units]?

    private enum CodingKeys: String, CodingKey {
        case table = "TableName"
        case all = "CapacityUnits"
        case read = "ReadCapacityUnits"
        case write = "WriteCapacityUnits"
        case ofTable = "Table"
        case ofLocalIndexes = "LocalSecondaryIndexes"
        case ofGlobalIndexes = "GlobalSecondaryIndexes"
    }
}

/// How large an item collection has become.
package struct CollectionMetrics: Sendable, Hashable, Codable {
    package var key: Attributes?
    /// A lower and an upper bound, in gigabytes.
    package var gigabytes: [Double]?

    private enum CodingKeys: String, CodingKey {
        case key = "ItemCollectionKey"
        case gigabytes = "SizeEstimateRangeGB"
    }
}
