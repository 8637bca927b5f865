import AWSCore

/// DynamoDB Query: the items of one partition, in the order of their sort keys.
package struct Query: JSONRPCOperation, Hashable, Codable {
    package typealias Service = DynamoDBService
    package static let name = "Query"
    package static let isIdempotent = true

    /// What of the items is returned.
    package struct Selection: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
        package var description: String { rawValue }

        package static let allAttributes = Self(rawValue: "ALL_ATTRIBUTES")
        package static let allProjectedAttributes = Self(rawValue: "ALL_PROJECTED_ATTRIBUTES")
        package static let specificAttributes = Self(rawValue: "SPECIFIC_ATTRIBUTES")
        package static let count = Self(rawValue: "COUNT")
    }

    /// The table's name or ARN.
    package var table: String
    /// The index that is read; `nil` for the table itself.
    package var index: String?
    /// What of the items is returned.
    package var selection: Selection?
    /// The most items that are looked at, those that the filter drops included.
    package var limit: Int?
    /// Whether every write that has succeeded is seen.
    package var isConsistent: Bool?
    /// Whether sort keys rise.
    package var isForward: Bool?
    /// The key after which to go on.
    package var start: Attributes?
    /// What the reply tells of its price.
    package var capacity: CapacityReport?
    /// Which attributes are returned.
    package var projection: String?
    /// Which of the items that were read are returned.
    package var filter: String?
    /// The partition, and a range of sort keys.
    package var condition: String?
    /// What the names in the expressions stand for.
    package var names: [String: String]?
    /// What the values in the expressions stand for.
    package var values: Attributes?

    private enum CodingKeys: String, CodingKey {
        case table = "TableName"
        case index = "IndexName"
        case selection = "Select"
        case limit = "Limit"
        case isConsistent = "ConsistentRead"
        case isForward = "ScanIndexForward"
        case start = "ExclusiveStartKey"
        case capacity = "ReturnConsumedCapacity"
        case projection = "ProjectionExpression"
        case filter = "FilterExpression"
        case condition = "KeyConditionExpression"
        case names = "ExpressionAttributeNames"
        case values = "ExpressionAttributeValues"
    }

    /// Reads a partition as it is now.
    package init(
        _ condition: String, of table: String, names: [String: String], values: Attributes, limit: Int? = nil
    ) {
        self.table = table
        self.condition = condition
        self.names = names
        self.values = values
        self.limit = limit
        self.isConsistent = true
    }

    package struct Output: Sendable, Hashable, Codable {
        /// The items.
        package var items: [Attributes]?
        /// How many there are.
        package var count: Int?
        /// How many were looked at.
        package var scannedCount: Int?
        /// Where to go on; `nil` at the end. A page may be empty although there is more.
        package var last: Attributes?
        /// What it cost.
        package var capacity: ConsumedCapacity?

        private enum CodingKeys: String, CodingKey {
            case items = "Items"
            case count = "Count"
            case scannedCount = "ScannedCount"
            case last = "LastEvaluatedKey"
            case capacity = "ConsumedCapacity"
        }
    }
}
