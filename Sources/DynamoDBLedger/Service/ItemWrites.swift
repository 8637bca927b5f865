import AWSCore

/// What is returned of an item whose condition did not hold.
package struct FailureReport: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package var description: String { rawValue }

    package static let allOld = Self(rawValue: "ALL_OLD")
    package static let none = Self(rawValue: "NONE")
}

/// What is returned of an item that was written.
package struct ReturnedValues: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package var description: String { rawValue }

    package static let none = Self(rawValue: "NONE")
    package static let allOld = Self(rawValue: "ALL_OLD")
    package static let updatedOld = Self(rawValue: "UPDATED_OLD")
    package static let allNew = Self(rawValue: "ALL_NEW")
    package static let updatedNew = Self(rawValue: "UPDATED_NEW")
}

/// What PutItem and UpdateItem return.
package struct ItemWriteOutput: Sendable, Hashable, Codable {
    /// The attributes that were asked for.
    package var attributes: Attributes?
    /// What it cost.
    package var capacity: ConsumedCapacity?
    /// The size of the item's collection.
    package var collection: CollectionMetrics?

    private enum CodingKeys: String, CodingKey {
        case attributes = "Attributes"
        case capacity = "ConsumedCapacity"
        case collection = "ItemCollectionMetrics"
    }
}

/// DynamoDB PutItem: writes an item, in the place of the one that has its key.
package struct PutItem: JSONRPCOperation, Hashable, Codable {
    package typealias Service = DynamoDBService
    package typealias Output = ItemWriteOutput
    package static let name = "PutItem"
    /// The same item a second time changes nothing.
    package static let isIdempotent = true

    /// The table's name or ARN.
    package var table: String
    /// The item.
    package var item: Attributes
    package var returns: ReturnedValues?
    package var capacity: CapacityReport?
    package var collection: CollectionReport?
    /// What must hold of the item that is there.
    package var condition: String?
    package var names: [String: String]?
    package var values: Attributes?
    package var returnsOnFailure: FailureReport?

    private enum CodingKeys: String, CodingKey {
        case table = "TableName"
        case item = "Item"
        case returns = "ReturnValues"
        case capacity = "ReturnConsumedCapacity"
        case collection = "ReturnItemCollectionMetrics"
        case condition = "ConditionExpression"
        case names = "ExpressionAttributeNames"
        case values = "ExpressionAttributeValues"
        case returnsOnFailure = "ReturnValuesOnConditionCheckFailure"
    }

    /// Writes an item.
    package init(_ item: Attributes, to table: String) {
        self.table = table
        self.item = item
    }
}

/// DynamoDB UpdateItem: changes attributes of an item.
package struct UpdateItem: JSONRPCOperation, Hashable, Codable {
    package typealias Service = DynamoDBService
    package typealias Output = ItemWriteOutput
    package static let name = "UpdateItem"

    /// The table's name or ARN.
    package var table: String
    /// The item's key.
    package var key: Attributes
    package var returns: ReturnedValues?
    package var capacity: CapacityReport?
    package var collection: CollectionReport?
    /// What changes.
    package var update: String?
    /// What must hold of the item that is there.
    package var condition: String?
    package var names: [String: String]?
    package var values: Attributes?
    package var returnsOnFailure: FailureReport?

    private enum CodingKeys: String, CodingKey {
        case table = "TableName"
        case key = "Key"
        case returns = "ReturnValues"
        case capacity = "ReturnConsumedCapacity"
        case collection = "ReturnItemCollectionMetrics"
        case update = "UpdateExpression"
        case condition = "ConditionExpression"
        case names = "ExpressionAttributeNames"
        case values = "ExpressionAttributeValues"
        case returnsOnFailure = "ReturnValuesOnConditionCheckFailure"
    }

    /// Changes an item.
    package init(
        _ key: Attributes, of table: String, _ update: String, where condition: String?, names: [String: String],
        values: Attributes
    ) {
        self.table = table
        self.key = key
        self.update = update
        self.condition = condition
        self.names = names
        self.values = values
    }
}
