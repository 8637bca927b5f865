package import AWSCore

/// DynamoDB CreateTable: begins to make a table, which can be used once it is active.
package struct CreateTable: JSONRPCOperation, Hashable, Codable {
    package typealias Service = DynamoDBService
    package static let name = "CreateTable"

    /// The name, 3 to 255 letters, digits, hyphens, underscores and points.
    package var table: String
    /// The attributes of the key.
    package var attributes: [TableAttribute]?
    /// The key.
    package var key: [KeyElement]?
    /// How the table is paid for.
    package var billing: BillingMode?
    /// Whether it cannot be deleted.
    package var isProtected: Bool?

    private enum CodingKeys: String, CodingKey {
        case table = "TableName"
        case attributes = "AttributeDefinitions"
        case key = "KeySchema"
        case billing = "BillingMode"
        case isProtected = "DeletionProtectionEnabled"
    }

    /// A table whose key is two texts, paid for by request.
    package init(_ table: String, partition: String, sort: String) {
        self.table = table
        attributes = [TableAttribute(partition, .string), TableAttribute(sort, .string)]
        key = [KeyElement(partition, .hash), KeyElement(sort, .range)]
        billing = .payPerRequest
    }

    package struct Output: Sendable, Hashable, Codable {
        /// The table.
        package var table: TableDescription?

        private enum CodingKeys: String, CodingKey {
            case table = "TableDescription"
        }
    }

    /// Checks the name.
    package func validate() throws(AWSError) {
        let isPlain = table.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        guard isPlain, (3...255).contains(table.utf8.count) else {
            throw .invalidInput(
                "TableName", "3 to 255 letters, digits, hyphens, underscores and points, got \(table.debugDescription)")
        }
    }
}

/// DynamoDB DescribeTable: a table and its state.
package struct DescribeTable: JSONRPCOperation, Hashable, Codable {
    package typealias Service = DynamoDBService
    package static let name = "DescribeTable"
    package static let isIdempotent = true

    /// The table's name or ARN.
    package var table: String

    private enum CodingKeys: String, CodingKey {
        case table = "TableName"
    }

    /// Asks for a table.
    package init(_ table: String) { self.table = table }

    package struct Output: Sendable, Hashable, Codable {
        /// The table.
        package var table: TableDescription?

        private enum CodingKeys: String, CodingKey {
            case table = "Table"
        }
    }
}
