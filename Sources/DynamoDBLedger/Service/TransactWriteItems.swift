package import AWSCore

/// DynamoDB TransactWriteItems: up to 100 writes and checks of different items, all of them or none.
///
/// Each costs twice the write units that it would cost alone.
package struct TransactWriteItems: JSONRPCOperation, Hashable, Codable {
    package typealias Service = DynamoDBService
    package static let name = "TransactWriteItems"
    /// For ten minutes, the token makes a second execution the same one.
    package static let isIdempotent = true
    /// The most actions of a transaction.
    package static let maximumCount = 100
    /// The most bytes that the items of a transaction have together.
    package static let maximumBytes = 4 << 20

    /// The actions.
    package var actions: [TransactWriteAction]
    /// Tells a repeated request from a new one, up to 36 characters; made up with the operation.
    package var token: String?
    /// What the reply tells of its price.
    package var capacity: CapacityReport?
    package var collection: CollectionReport?

    private enum CodingKeys: String, CodingKey {
        case actions = "TransactItems"
        case token = "ClientRequestToken"
        case capacity = "ReturnConsumedCapacity"
        case collection = "ReturnItemCollectionMetrics"
    }

    /// A transaction of `actions`.
    package init(_ actions: [TransactWriteAction], token: String? = IdempotencyToken.random()) {
        self.actions = actions
        self.token = token
    }

    /// Reads the service's form; where there is no token, one is made up.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        actions = try container.decode([TransactWriteAction].self, forKey: .actions)
        token = try container.decodeIfPresent(String.self, forKey: .token) ?? IdempotencyToken.random()
        capacity = try container.decodeIfPresent(CapacityReport.self, forKey: .capacity)
        collection = try container.decodeIfPresent(CollectionReport.self, forKey: .collection)
    }

    package struct Output: Sendable, Hashable, Codable {
        /// What it cost, by table.
        package var capacity: [ConsumedCapacity]?
        /// The sizes of item collections, by table.
        package var collections: [String: [CollectionMetrics]]?

        private enum CodingKeys: String, CodingKey {
            case capacity = "ConsumedCapacity"
            case collections = "ItemCollectionMetrics"
        }
    }

    /// Checks the number of actions and the token.
    package func validate() throws(AWSError) {
        guard (1...Self.maximumCount).contains(actions.count) else {
            throw .invalidInput("TransactItems", "1 to \(Self.maximumCount) actions, got \(actions.count)")
        }
        if let token, !(1...36).contains(token.utf8.count) {
            throw .invalidInput("ClientRequestToken", "1 to 36 characters, got \(token.utf8.count)")
        }
    }
}

/// One action of a transaction; exactly one of its members is set.
package struct TransactWriteAction: Sendable, Hashable, Codable {
    /// Checks an item that the transaction does not write.
    package struct Check: Sendable, Hashable, Codable {
        package var key: Attributes
        package var table: String
        package var condition: String
        package var names: [String: String]?
        package var values: Attributes?
        package var returnsOnFailure: FailureReport?

        private enum CodingKeys: String, CodingKey {
            case key = "Key"
            case table = "TableName"
            case condition = "ConditionExpression"
            case names = "ExpressionAttributeNames"
            case values = "ExpressionAttributeValues"
            case returnsOnFailure = "ReturnValuesOnConditionCheckFailure"
        }
    }

    /// Writes an item, in the place of the one that has its key.
    package struct Put: Sendable, Hashable, Codable {
        package var item: Attributes
        package var table: String
        package var condition: String?
        package var names: [String: String]?
        package var values: Attributes?
        package var returnsOnFailure: FailureReport?

        private enum CodingKeys: String, CodingKey {
            case item = "Item"
            case table = "TableName"
            case condition = "ConditionExpression"
            case names = "ExpressionAttributeNames"
            case values = "ExpressionAttributeValues"
            case returnsOnFailure = "ReturnValuesOnConditionCheckFailure"
        }
    }

    /// Removes an item.
    package struct Removal: Sendable, Hashable, Codable {
        package var key: Attributes
        package var table: String
        package var condition: String?
        package var names: [String: String]?
        package var values: Attributes?
        package var returnsOnFailure: FailureReport?

        private enum CodingKeys: String, CodingKey {
            case key = "Key"
            case table = "TableName"
            case condition = "ConditionExpression"
            case names = "ExpressionAttributeNames"
            case values = "ExpressionAttributeValues"
            case returnsOnFailure = "ReturnValuesOnConditionCheckFailure"
        }
    }

    /// Changes attributes of an item.
    package struct Update: Sendable, Hashable, Codable {
        package var key: Attributes
        package var update: String
        package var table: String
        package var condition: String?
        package var names: [String: String]?
        package var values: Attributes?
        package var returnsOnFailure: FailureReport?

        private enum CodingKeys: String, CodingKey {
            case key = "Key"
            case update = "UpdateExpression"
            case table = "TableName"
            case condition = "ConditionExpression"
            case names = "ExpressionAttributeNames"
            case values = "ExpressionAttributeValues"
            case returnsOnFailure = "ReturnValuesOnConditionCheckFailure"
        }
    }

    package var check: Check?
    package var put: Put?
    package var removal: Removal?
    package var update: Update?

    private enum CodingKeys: String, CodingKey {
        case check = "ConditionCheck"
        case put = "Put"
        case removal = "Delete"
        case update = "Update"
    }
}
