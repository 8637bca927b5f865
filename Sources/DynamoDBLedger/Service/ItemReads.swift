package import AWSCore

/// DynamoDB GetItem: one item by its key.
package struct GetItem: JSONRPCOperation, Hashable, Codable {
    package typealias Service = DynamoDBService
    package static let name = "GetItem"
    package static let isIdempotent = true

    /// The table's name or ARN.
    package var table: String
    /// The item's key.
    package var key: Attributes
    /// Whether every write that has succeeded is seen.
    package var isConsistent: Bool?
    /// What the reply tells of its price.
    package var capacity: CapacityReport?
    /// Which attributes are returned.
    package var projection: String?
    /// What the names in the expression stand for.
    package var names: [String: String]?

    private enum CodingKeys: String, CodingKey {
        case table = "TableName"
        case key = "Key"
        case isConsistent = "ConsistentRead"
        case capacity = "ReturnConsumedCapacity"
        case projection = "ProjectionExpression"
        case names = "ExpressionAttributeNames"
    }

    /// Reads an item as it is now.
    package init(_ key: Attributes, of table: String) {
        self.table = table
        self.key = key
        self.isConsistent = true
    }

    package struct Output: Sendable, Hashable, Codable {
        /// The item; `nil` where there is none.
        package var item: Attributes?
        /// What it cost.
        package var capacity: ConsumedCapacity?

        private enum CodingKeys: String, CodingKey {
            case item = "Item"
            case capacity = "ConsumedCapacity"
        }
    }
}

/// DynamoDB BatchGetItem: up to 100 items by their keys. What the service had no capacity for comes back as unprocessed.
package struct BatchGetItem: JSONRPCOperation, Hashable, Codable {
    package typealias Service = DynamoDBService
    package static let name = "BatchGetItem"
    package static let isIdempotent = true
    /// The most keys of a request.
    package static let maximumCount = 100

    /// Keys of one table.
    package struct Keys: Sendable, Hashable, Codable {
        /// The keys.
        package var keys: [Attributes]
        /// Whether every write that has succeeded is seen.
        package var isConsistent: Bool?
        /// Which attributes are returned.
        package var projection: String?
        /// What the names in the expression stand for.
        package var names: [String: String]?

        private enum CodingKeys: String, CodingKey {
            case keys = "Keys"
            case isConsistent = "ConsistentRead"
            case projection = "ProjectionExpression"
            case names = "ExpressionAttributeNames"
        }

        package init(_ keys: [Attributes]) {
            self.keys = keys
            self.isConsistent = true
        }
    }

    /// The keys by their tables.
    package var requests: [String: Keys]
    /// What the reply tells of its price.
    package var capacity: CapacityReport?

    private enum CodingKeys: String, CodingKey {
        case requests = "RequestItems"
        case capacity = "ReturnConsumedCapacity"
    }

    /// Reads items of one table as they are now.
    package init(_ keys: [Attributes], of table: String) {
        requests = [table: Keys(keys)]
    }

    package struct Output: Sendable, Hashable, Codable {
        /// The items that are there, in no order.
        package var items: [String: [Attributes]]?
        /// The keys to ask for again.
        package var unprocessed: [String: Keys]?
        /// What it cost.
        package var capacity: [ConsumedCapacity]?

        private enum CodingKeys: String, CodingKey {
            case items = "Responses"
            case unprocessed = "UnprocessedKeys"
            case capacity = "ConsumedCapacity"
        }
    }

    /// Checks the number of keys.
    package func validate() throws(AWSError) {
        let count = requests.values.reduce(0) { $0 + $1.keys.count }
        guard (1...Self.maximumCount).contains(count) else {
            throw .invalidInput("RequestItems", "1 to \(Self.maximumCount) keys, got \(count)")
        }
    }
}
