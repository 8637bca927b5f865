import AWSCore

extension EngineState {
    private static let pageBytes = 1 << 20

    func query(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        try refuse(
            ["IndexName", "ProjectionExpression", "AttributesToGet", "KeyConditions", "QueryFilter"], in: body)
        let table = try table(body, call)
        var context = try ExpressionContext(body)
        guard let text = body["KeyConditionExpression"]?.string else {
            throw .validation("Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.")
        }
        let condition = try KeyCondition(
            try TableCondition(text, in: "KeyConditionExpression", &context), of: table)
        let filter = try body["FilterExpression"]?.string.map { (text) throws(ServiceFault) in
            try TableCondition(text, in: "FilterExpression", &context)
        }
        try context.finish()
        let limit = body["Limit"]?.int
        guard limit ?? 1 > 0 else {
            throw .constraint(
                "limit", limit.map(String.init), "Member must have value greater than or equal to 1")
        }
        let isForward = body["ScanIndexForward"] != .bool(false)
        var items = table.items(of: condition.partition).filter { condition.range?.holds(of: $0) ?? true }
        if !isForward { items.reverse() }
        if let start = body["ExclusiveStartKey"], start != .null, let sort = table.sort {
            let key = try table.key(asked: try TableValue.attributes(start))
            guard key.partition == condition.partition, let value = key.sort else {
                throw .validation("The provided starting key is outside query boundaries based on provided conditions")
            }
            items.removeAll { item in
                guard let own = item[sort.name] else { return true }
                return own == value || (isForward ? own.precedes(value) : value.precedes(own)) ?? true
            }
        }
        var page: [SimulatedTable.Item] = []
        var bytes = 0
        for item in items {
            if page.count == limit ?? .max || (bytes > 0 && bytes + item.itemSize > Self.pageBytes) { break }
            page.append(item)
            bytes += item.itemSize
        }
        let found = page.filter { filter?.holds(of: $0) ?? true }
        var reply: [String: JSONValue] = [
            "Count": .int(Int64(found.count)), "ScannedCount": .int(Int64(page.count)),
        ]
        if body["Select"]?.string != "COUNT" { reply["Items"] = .array(found.map(\.json)) }
        // A limit that ends exactly at the last item tells of more, though nothing follows.
        if page.count < items.count || page.count == limit, let last = page.last {
            reply["LastEvaluatedKey"] = last.filter { table.keyNames.contains($0.key) }.json
        }
        return .object(reply)
    }
}

/// Which items of a table a query reads: one partition, and a range of its sort keys.
private struct KeyCondition {
    let partition: TableValue
    let range: TableCondition?

    init(_ condition: TableCondition, of table: SimulatedTable) throws(ServiceFault) {
        let parts: [TableCondition] = if case .all(let parts) = condition { parts } else { [condition] }
        var partition: TableValue?
        var range: TableCondition?
        for part in parts {
            switch part {
            case .comparison(.attribute(table.partition.name), "=", .value(let value)) where partition == nil:
                partition = value
            case .comparison(.attribute(let name), let comparator, .value)
            where name == table.sort?.name && comparator != "<>" && range == nil:
                range = part
            case .between(.attribute(let name), .value, .value) where name == table.sort?.name && range == nil:
                range = part
            case .begins(.attribute(let name), .value) where name == table.sort?.name && range == nil: range = part
            default: throw .validation("Query key condition not supported")
            }
        }
        guard let partition else {
            throw .validation("Query condition missed key schema element: \(table.partition.name)")
        }
        guard partition.type == table.partition.type else {
            throw .validation("One or more parameter values were invalid: Condition parameter type does not match schema type")
        }
        self.partition = partition
        self.range = range
    }
}
