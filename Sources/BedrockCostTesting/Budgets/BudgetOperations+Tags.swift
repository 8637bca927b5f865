import AWSCore

/// Tags of budgets and budget actions themselves.
extension EngineState {
    /// - Returns: `nil` for an operation that is not about tags.
    mutating func performBudgetTags(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue? {
        guard ["TagResource", "UntagResource", "ListTagsForResource"].contains(call.route.operation) else { return nil }
        let text = body["ResourceARN"]?.string ?? ""
        guard let arn = ResourceName(text), arn.service == "budgets", arn.type == "budget" else {
            throw .invalidBudget("The ResourceARN \(text) is invalid.")
        }
        let mark = arn.id.firstRange(ofText: "/action/")
        let name = String(arn.id[..<(mark ?? arn.id.endIndex)])
        let absent = ServiceFault("NotFoundException", 400, "The resource \(text) doesn't exist.")
        guard arn.account == call.account, var record = budgets.records[call.account]?[name] else { throw absent }
        let reply: JSONValue
        if let mark {
            let id = arn.id[mark...].dropFirst(8)
            guard let index = record.actions.firstIndex(where: { $0.id == id }) else { throw absent }
            reply = try change(&record.actions[index].tags, body, call)
        } else {
            reply = try change(&record.tags, body, call)
        }
        budgets.records[call.account]?[name] = record
        return reply
    }

    private func change(
        _ tags: inout ResourceTagList, _ body: JSONValue, _ call: Call
    ) throws(ServiceFault) -> JSONValue {
        switch call.route.operation {
        case "TagResource": try tags.add(body["ResourceTags"], ServiceFault.invalidBudget)
        case "UntagResource": tags.remove(body["ResourceTagKeys"])
        default: return ["ResourceTags": .array(tags.documents)]
        }
        return [:]
    }
}
