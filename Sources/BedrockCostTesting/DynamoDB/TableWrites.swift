import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// One write or check of an item, before it is known whether it can be done.
private struct ItemWrite {
    enum Kind: String {
        case put = "Put"
        case update = "Update"
        case delete = "Delete"
        case check = "ConditionCheck"
    }

    let kind: Kind
    let table: String
    let key: SimulatedTable.Key
    let condition: TableCondition?
    let returnsOldOnFailure: Bool
    private let item: SimulatedTable.Item
    private let update: TableUpdate?

    init(_ kind: Kind, _ request: JSONValue, in table: SimulatedTable) throws(ServiceFault) {
        self.kind = kind
        self.table = table.name
        returnsOldOnFailure = request["ReturnValuesOnConditionCheckFailure"]?.string == "ALL_OLD"
        var context = try ExpressionContext(request)
        condition = try request["ConditionExpression"]?.string.map { (text) throws(ServiceFault) in
            try TableCondition(text, in: "ConditionExpression", &context)
        }
        guard condition != nil || kind != .check else { throw .missing("conditionExpression") }
        if kind == .put {
            guard let json = request["Item"] else { throw .missing("item") }
            item = try TableValue.attributes(json)
            key = try table.key(of: item)
            update = nil
            try item.validate()
        } else {
            guard let json = request["Key"] else { throw .missing("key") }
            item = try TableValue.attributes(json)
            key = try table.key(asked: item)
            update = try request["UpdateExpression"]?.string.map { (text) throws(ServiceFault) in
                try TableUpdate(text, &context)
            }
        }
        try context.finish()
        for name in update?.names ?? [] where table.keyNames.contains(name) {
            throw .validation(
                "One or more parameter values were invalid: Cannot update attribute \(name). This attribute is part of the key")
        }
    }

    func isAllowed(on old: SimulatedTable.Item?) -> Bool { condition?.holds(of: old ?? [:]) ?? true }

    /// The item afterwards; `nil` for none.
    func result(on old: SimulatedTable.Item?) throws(ServiceFault) -> SimulatedTable.Item? {
        switch kind {
        case .put: return item
        case .delete: return nil
        case .check: return old
        case .update:
            let updated = try update?.applied(to: old ?? item) ?? old ?? item
            try updated.validate(isUpdate: true)
            return updated
        }
    }
}

/// A transaction that was done, to recognise its repetition.
struct SimulatedTransaction {
    let body: JSONValue
    let date: Date
}

extension EngineState {
    // MARK: Single items

    mutating func writeItem(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        try refuse(["Expected", "AttributeUpdates", "ConditionalOperator"], in: body)
        let kind: ItemWrite.Kind =
            switch call.route.operation {
            case "PutItem": .put
            case "DeleteItem": .delete
            default: .update
            }
        // The table itself is not kept here: writing to it would copy it.
        let write = try ItemWrite(kind, body, in: try table(body, call))
        let old = self[call].tables[write.table]?[write.key]
        if case .transactionConflict? = faults.current {
            throw ServiceFault(
                "TransactionConflictException", 400, "Transaction is ongoing for the item")
        }
        guard write.isAllowed(on: old) else {
            var fault = ServiceFault.conditionFailed
            if write.returnsOldOnFailure, let old { fault.members["Item"] = old.json }
            throw fault
        }
        let new = try write.result(on: old)
        self[call].tables[write.table]?[write.key] = new
        let returned: SimulatedTable.Item?
        switch body["ReturnValues"]?.string ?? "NONE" {
        case "NONE": returned = nil
        case "ALL_OLD": returned = old
        case "ALL_NEW" where kind == .update: returned = new
        case let other: throw .validation("Return values set to invalid value: \(other)")
        }
        return returned.map { ["Attributes": $0.json] } ?? [:]
    }

    // MARK: Transactions

    private static let tokenLifetime: TimeInterval = 600

    mutating func transactWriteItems(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        let actions = body["TransactItems"]?.array ?? []
        guard (1...100).contains(actions.count) else {
            throw .constraint(
                "transactItems", nil, "Member must have length less than or equal to 100, and at least 1")
        }
        let token = body["ClientRequestToken"]?.string
        if let token {
            guard (1...36).contains(token.utf8.count) else {
                throw .constraint("clientRequestToken", token, "Member must have length less than or equal to 36")
            }
            self[call].transactions = self[call].transactions.filter {
                call.now.timeIntervalSince($0.value.date) < Self.tokenLifetime
            }
            if let before = self[call].transactions[token] {
                guard before.body == body else {
                    throw ServiceFault(
                        "IdempotentParameterMismatchException", 400,
                        "The request uses the same client token as a previous, but non-identical request.")
                }
                return [:]
            }
        }
        let writes = try itemWrites(actions, call)
        var results: [SimulatedTable.Item?] = []
        var reasons: [JSONValue] = []
        for (index, write) in writes.enumerated() {
            let old = self[call].tables[write.table]?[write.key]
            if case .transactionConflict(index)? = faults.current {
                reasons.append(["Code": "TransactionConflict", "Message": "Transaction is ongoing for the item"])
            } else if !write.isAllowed(on: old) {
                var reason: [String: JSONValue] = [
                    "Code": "ConditionalCheckFailed", "Message": "The conditional request failed",
                ]
                if write.returnsOldOnFailure, let old { reason["Item"] = old.json }
                reasons.append(.object(reason))
            } else {
                do throws(ServiceFault) {
                    results.append(try write.result(on: old))
                    reasons.append(["Code": "None"])
                } catch {
                    reasons.append(["Code": "ValidationError", "Message": .string(error.message)])
                }
            }
        }
        guard results.count == writes.count else {
            let codes = reasons.map { $0["Code"]?.string ?? "" }.joined(separator: ", ")
            throw ServiceFault(
                "TransactionCanceledException", 400,
                "Transaction cancelled, please refer cancellation reasons for specific reasons [\(codes)]",
                members: ["CancellationReasons": .array(reasons)])
        }
        for (write, result) in zip(writes, results) where write.kind != .check {
            self[call].tables[write.table]?[write.key] = result
        }
        if let token { self[call].transactions[token] = SimulatedTransaction(body: body, date: call.now) }
        return [:]
    }

    private func itemWrites(_ actions: [JSONValue], _ call: Call) throws(ServiceFault) -> [ItemWrite] {
        struct Place: Hashable {
            let table: String
            let key: SimulatedTable.Key
        }
        var writes: [ItemWrite] = []
        var places: Set<Place> = []
        var bytes = 0
        for action in actions {
            guard let members = action.object, members.count == 1, let (name, request) = members.first,
                let kind = ItemWrite.Kind(rawValue: name)
            else {
                throw .validation(
                    "TransactItems can only contain one of ConditionCheck, Put, Update or Delete")
            }
            let write = try ItemWrite(kind, request, in: try table(request, call))
            guard places.insert(Place(table: write.table, key: write.key)).inserted else {
                throw .validation("Transaction request cannot include multiple operations on one item")
            }
            let old = self[call].tables[write.table]?[write.key]
            bytes += (try? write.result(on: old))??.itemSize ?? 0
            writes.append(write)
        }
        guard bytes <= 4 << 20 else {
            throw .validation("The items of the transaction have more than 4 MB together")
        }
        return writes
    }
}
