import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension SimulatedService {
    static let dynamoDB = Self(
        name: "dynamodb", signingName: "dynamodb", wireProtocol: .awsJSON10, targetPrefix: "DynamoDB_20120810",
        throttling: ServiceFault(
            "ThrottlingException", 400,
            "Throughput exceeds the current capacity of your table or index. Please retry your requests."),
        perform: { state, call throws(ServiceFault) in try state.performDynamoDB(call) })
}

/// DynamoDB: tables with items by partition and sort key, conditions, counters and transactions. No indexes, no scans and no
/// paths into attributes: what is not played is refused in words.
///
/// Everything is consistent, since one lock guards all. Two transactions therefore never meet:
/// ``MockAWS/Fault/transactionConflict(onAction:)`` scripts what then happens.
extension EngineState {
    mutating func performDynamoDB(_ call: Call) throws(ServiceFault) -> Reply {
        let body = try call.json()
        let reply: JSONValue
        switch call.route.operation {
        case "CreateTable": reply = try createTable(body, call)
        case "DescribeTable": reply = ["Table": describe(try table(body, call, isUsed: false), call)]
        case "DeleteTable": reply = try deleteTable(body, call)
        case "GetItem": reply = try getItem(body, call)
        case "BatchGetItem": reply = try batchGetItem(body, call)
        case "PutItem", "UpdateItem", "DeleteItem": reply = try writeItem(body, call)
        case "TransactWriteItems": reply = try transactWriteItems(body, call)
        case "Query": reply = try query(body, call)
        default: throw .unknownOperation(call.route.operation)
        }
        return Reply(contentType: WireProtocol.awsJSON10.contentType, bytes: reply.bytes)
    }

    // MARK: Tables

    private mutating func createTable(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        guard let name = body["TableName"]?.string else { throw .missing("tableName") }
        let isPlain = name.utf8.allSatisfy { Constraint.isAlphanumeric($0) || "_-.".utf8.contains($0) }
        guard isPlain, (3...255).contains(name.utf8.count) else {
            throw .validation(
                "TableName must be at least 3 characters long and at most 255 characters long, of a-z, A-Z, 0-9, _, - and .")
        }
        for member in [
            "GlobalSecondaryIndexes", "LocalSecondaryIndexes", "StreamSpecification", "GlobalTableSourceArn",
        ] where body[member]?.array?.isEmpty == false || body[member]?.object != nil || body[member]?.string != nil {
            throw .validation("The simulator does not know \(member).")
        }
        guard self[call].tables[name] == nil else {
            throw ServiceFault("ResourceInUseException", 400, "Table already exists: \(name)")
        }
        var types: [String: String] = [:]
        for attribute in body["AttributeDefinitions"]?.array ?? [] {
            guard let name = attribute["AttributeName"]?.string, let type = attribute["AttributeType"]?.string,
                ["S", "N", "B"].contains(type)
            else { throw .validation("An attribute definition has a name, and S, N or B for its type.") }
            types[name] = type
        }
        let schema = body["KeySchema"]?.array ?? []
        guard (1...2).contains(schema.count), schema[0]["KeyType"]?.string == "HASH",
            schema.count == 1 || schema[1]["KeyType"]?.string == "RANGE"
        else {
            throw .validation("Invalid KeySchema: The first KeySchemaElement is not a HASH key type")
        }
        var key: [SimulatedTable.KeyAttribute] = []
        for element in schema {
            guard let name = element["AttributeName"]?.string, let type = types[name] else {
                throw .validation(
                    "One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions.")
            }
            key.append(SimulatedTable.KeyAttribute(name: name, type: type))
        }
        guard types.count == key.count, Set(key.map(\.name)).count == key.count else {
            throw .validation(
                "One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match number of "
                    + "attributes defined in AttributeDefinitions")
        }
        let billing = body["BillingMode"]?.string ?? "PROVISIONED"
        guard billing == "PAY_PER_REQUEST" || body["ProvisionedThroughput"]?.object != nil else {
            throw .validation("No provisioned throughput specified for the table")
        }
        let table = SimulatedTable(
            name: name, id: generator.uuid(), created: call.now,
            active: call.now.addingTimeInterval(options.tableCreationTime.inSeconds), partition: key[0],
            sort: key.count == 2 ? key[1] : nil, billing: billing,
            isProtected: body["DeletionProtectionEnabled"] == .bool(true))
        self[call].tables[name] = table
        return ["TableDescription": describe(table, call, status: "CREATING")]
    }

    private mutating func deleteTable(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        let table = try table(body, call)
        guard !table.isProtected else {
            throw .validation(
                "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.")
        }
        self[call].tables[table.name] = nil
        return ["TableDescription": describe(table, call, status: "DELETING")]
    }

    private func describe(_ table: SimulatedTable, _ call: Call, status: String? = nil) -> JSONValue {
        let key = [table.partition] + (table.sort.map { [$0] } ?? [])
        var description: [String: JSONValue] = [
            "TableName": .string(table.name), "TableId": .string(table.id),
            "TableArn": .string("arn:aws:dynamodb:\(call.region):\(call.account):table/\(table.name)"),
            "TableStatus": .string(status ?? (table.active <= call.now ? "ACTIVE" : "CREATING")),
            "CreationDateTime": .double(table.created.timeIntervalSince1970),
            "AttributeDefinitions": .array(
                key.map { ["AttributeName": .string($0.name), "AttributeType": .string($0.type)] }),
            "KeySchema": .array(
                zip(key, ["HASH", "RANGE"]).map { ["AttributeName": .string($0.name), "KeyType": .string($1)] }),
            "ItemCount": .int(Int64(table.count)), "TableSizeBytes": .int(Int64(table.bytes)),
            "DeletionProtectionEnabled": .bool(table.isProtected),
        ]
        if table.billing == "PAY_PER_REQUEST" {
            description["BillingModeSummary"] = ["BillingMode": .string(table.billing)]
        }
        return .object(description)
    }

    /// The table that a request names, by name or ARN.
    func table(_ request: JSONValue, _ call: Call, isUsed: Bool = true) throws(ServiceFault) -> SimulatedTable {
        guard let text = request["TableName"]?.string else { throw .missing("tableName") }
        return try table(named: text, call, isUsed: isUsed)
    }

    func table(named text: String, _ call: Call, isUsed: Bool = true) throws(ServiceFault) -> SimulatedTable {
        let name = text.split(separator: "/").last.map(String.init) ?? text
        guard let table = self[call].tables[name] else {
            throw ServiceFault(
                "ResourceNotFoundException", 400,
                isUsed ? "Requested resource not found" : "Requested resource not found: Table: \(name) not found")
        }
        guard !isUsed || table.active <= call.now else {
            throw ServiceFault("ResourceNotFoundException", 400, "Requested resource not found")
        }
        return table
    }

    // MARK: Reading

    private func getItem(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        try refuse(["ProjectionExpression", "AttributesToGet"], in: body)
        try ExpressionContext(body).finish()
        let table = try table(body, call)
        guard let key = body["Key"] else { throw .missing("key") }
        guard let item = table[try table.key(asked: try TableValue.attributes(key))] else { return [:] }
        return ["Item": item.json]
    }

    private func batchGetItem(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        let requests = body["RequestItems"]?.object ?? [:]
        let count = requests.values.reduce(0) { $0 + ($1["Keys"]?.array?.count ?? 0) }
        guard (1...100).contains(count) else {
            throw .validation("Too many items requested for the BatchGetItem call")
        }
        var responses: [String: JSONValue] = [:]
        var unprocessed: [String: JSONValue] = [:]
        var read = 0
        for (name, request) in requests.sorted(by: { $0.key < $1.key }) {
            try refuse(["ProjectionExpression", "AttributesToGet"], in: request)
            let table = try table(named: name, call)
            var keys: [SimulatedTable.Key] = []
            for key in request["Keys"]?.array ?? [] {
                keys.append(try table.key(asked: try TableValue.attributes(key)))
            }
            guard Set(keys).count == keys.count else {
                throw .validation("Provided list of item keys contains duplicates")
            }
            var found: [JSONValue] = []
            var rest: [JSONValue] = []
            for (key, json) in zip(keys, request["Keys"]?.array ?? []) {
                if read >= options.tableBatchSize {
                    rest.append(json)
                    continue
                }
                read += 1
                if let item = table[key] { found.append(item.json) }
            }
            responses[name] = .array(found)
            if !rest.isEmpty {
                var again = request.object ?? [:]
                again["Keys"] = .array(rest)
                unprocessed[name] = .object(again)
            }
        }
        return ["Responses": .object(responses), "UnprocessedKeys": .object(unprocessed)]
    }

    func refuse(_ members: [String], in request: JSONValue) throws(ServiceFault) {
        for member in members where request[member] != nil && request[member] != .null {
            throw .validation("The simulator does not know \(member).")
        }
    }
}
