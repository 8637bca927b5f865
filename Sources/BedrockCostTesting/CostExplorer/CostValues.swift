import AWSCore

/// The searches for values: GetDimensionValues, GetTags and GetCostCategories.
extension EngineState {
    func getDimensionValues(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        guard let dimension = body["Dimension"]?.string else { throw .missing("dimension") }
        guard CostDimension.all.contains(dimension) else {
            throw .constraint(
                "dimension", dimension,
                "Member must satisfy enum value set: [\(CostDimension.all.joined(separator: ", "))]")
        }
        return try search(body, call, "DimensionValues") { record in
            let value = record.value(of: dimension)
            return value.isEmpty ? [] : [value]
        } element: { value in
            ["Value": .string(value), "Attributes": attributes(of: value, in: dimension)]
        }
    }

    private func attributes(of value: String, in dimension: String) -> JSONValue {
        dimension == "LINKED_ACCOUNT" ? ["description": .string(accountName(value))] : [:]
    }

    /// Without a key the answer lists keys; with one, its values, where an empty one stands for untagged usage.
    func getTags(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        let key = body["TagKey"]?.string
        return try search(body, call, "Tags") { record in
            key.map { [record.tags[$0] ?? ""] } ?? Array(record.tags.keys)
        }
    }

    /// Without a name the answer lists the categories; with one, its values.
    func getCostCategories(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        let name = body["CostCategoryName"]?.string
        return try search(body, call, name == nil ? "CostCategoryNames" : "CostCategoryValues") { record in
            name.map { [record.categories[$0] ?? ""] } ?? Array(record.categories.keys)
        }
    }

    /// The values that lines of the period have and that hold the search string, sorted and in pages.
    private func search(
        _ body: JSONValue, _ call: Call, _ member: String, values: (CostRecord) -> [String],
        element: (String) -> JSONValue = { .string($0) }
    ) throws(ServiceFault) -> JSONValue {
        let interval = try CostInterval(body["TimePeriod"], today: CivilDate(call.now))
        let filter = try CostFilter.optional(body)
        let search = body["SearchString"]?.string?.lowercased() ?? ""
        let found = Set(try records(in: interval.days, call).filter { filter?.matches($0) ?? true }.flatMap(values))
            .filter { search.isEmpty || $0.lowercased().firstRange(ofText: search) != nil }
            .sorted()
        let (page, next) = try Self.page(
            found, size: try maxResults(body), call.route.operation, "NextPageToken", body, call)
        var reply: [String: JSONValue] = [
            member: .array(page.map(element)), "ReturnSize": .int(Int64(page.count)),
            "TotalSize": .int(Int64(found.count)),
        ]
        if let next { reply["NextPageToken"] = .string(next) }
        return .object(reply)
    }
}
