import AWSCore

/// Actions of budgets.
extension EngineState {
    private static let actionMembers = [
        "NotificationType", "ActionType", "ActionThreshold", "Definition", "ExecutionRoleArn", "ApprovalModel",
        "Subscribers",
    ]

    /// - Returns: `nil` for an operation that is not about actions.
    mutating func performActions(
        _ body: JSONValue, _ record: inout BudgetRecord, _ account: String, _ name: String, _ call: Call
    ) throws(ServiceFault) -> JSONValue? {
        switch call.route.operation {
        case "CreateBudgetAction": return try createAction(body, &record, account, name, call)
        case "DescribeBudgetActionsForBudget":
            return try budgetPage(record.actions.map(\.document), "Actions", body, call)
        case "DescribeBudgetAction", "UpdateBudgetAction", "DeleteBudgetAction", "ExecuteBudgetAction",
            "DescribeBudgetActionHistories":
            break
        default: return nil
        }
        let id = body["ActionId"]?.string ?? ""
        guard let index = record.actions.firstIndex(where: { $0.id == id }) else {
            throw ServiceFault("NotFoundException", 400, "The action \(id) doesn't exist.")
        }
        let place: [String: JSONValue] = ["AccountId": .string(account), "BudgetName": .string(name)]
        let old = record.actions[index].document
        switch call.route.operation {
        case "UpdateBudgetAction":
            for member in Self.actionMembers {
                if let value = body[member] { record.actions[index].members[member] = value }
            }
            try Self.check(record.actions[index].members)
            record.actions[index].log("The action was changed.", "UPDATE_ACTION", at: call.now)
            return .object(place.merging(["OldAction": old, "NewAction": record.actions[index].document]) { $1 })
        case "DeleteBudgetAction":
            lift(record.actions.remove(at: index), account)
            return .object(place.merging(["Action": old]) { $1 })
        case "ExecuteBudgetAction":
            let execution = body["ExecutionType"]?.string ?? ""
            try execute(execution, &record.actions[index], account, call)
            return .object(
                place.merging(["ActionId": .string(id), "ExecutionType": .string(execution)]) { $1 })
        case "DescribeBudgetActionHistories":
            let from = body["TimePeriod"]?["Start"]?.epochSeconds ?? .min
            let to = body["TimePeriod"]?["End"]?.epochSeconds ?? .max
            let events = record.actions[index].events.filter {
                (from..<to).contains($0["Timestamp"]?.epochSeconds ?? 0)
            }
            return try budgetPage(events, "ActionHistories", body, call)
        default: return .object(place.merging(["Action": old]) { $1 })
        }
    }

    private mutating func createAction(
        _ body: JSONValue, _ record: inout BudgetRecord, _ account: String, _ name: String, _ call: Call
    ) throws(ServiceFault) -> JSONValue {
        guard record.terms.unit != "DAILY" else {
            throw .invalidBudget("Budget actions are not supported for budgets with daily granularity.")
        }
        guard record.actions.count < 10 else {
            throw ServiceFault("CreationLimitExceededException", 400, "A budget can have at most 10 actions.")
        }
        let id = generator.uuid()
        var members = (body.object ?? [:]).filter { Self.actionMembers.contains($0.key) }
        try Self.check(members)
        members["ActionId"] = .string(id)
        members["BudgetName"] = .string(name)
        var action = BudgetRecord.Action(id: id, members: members)
        try action.tags.add(body["ResourceTags"], ServiceFault.invalidBudget)
        action.log("The action was made.", "CREATE_ACTION", at: call.now)
        record.actions.append(action)
        // The data that are there already may have passed its threshold.
        record.evaluated = lastRefresh(before: call.now) - max(1, options.costRefreshInterval.inSeconds)
        return ["AccountId": .string(account), "BudgetName": .string(name), "ActionId": .string(id)]
    }

    private static func check(_ members: [String: JSONValue]) throws(ServiceFault) {
        for member in actionMembers where members[member] == nil { throw .invalidBudget("\(member) must not be null.") }
        let definitions = [
            "APPLY_IAM_POLICY": "IamActionDefinition", "APPLY_SCP_POLICY": "ScpActionDefinition",
            "RUN_SSM_DOCUMENTS": "SsmActionDefinition",
        ]
        guard let kind = members["ActionType"]?.string, let definition = definitions[kind],
            members["Definition"]?[definition] != nil
        else { throw .invalidBudget("The Definition does not fit the ActionType.") }
        guard ["AUTOMATIC", "MANUAL"].contains(members["ApprovalModel"]?.string ?? "") else {
            throw .invalidBudget("ApprovalModel must be AUTOMATIC or MANUAL.")
        }
        _ = try subscribers(members["Subscribers"])
    }

    private mutating func execute(
        _ execution: String, _ action: inout BudgetRecord.Action, _ account: String, _ call: Call
    ) throws(ServiceFault) {
        let allowed = [
            "APPROVE_BUDGET_ACTION": ["PENDING"], "RETRY_BUDGET_ACTION": ["EXECUTION_FAILURE"],
            "REVERSE_BUDGET_ACTION": ["EXECUTION_SUCCESS"], "RESET_BUDGET_ACTION": ["REVERSE_SUCCESS"],
        ]
        guard let states = allowed[execution] else { throw .invalidBudget("ExecutionType is invalid.") }
        guard states.contains(action.status) else {
            throw .invalidBudget("\(execution) is not possible in the status \(action.status).")
        }
        switch execution {
        case "REVERSE_BUDGET_ACTION":
            action.status = "REVERSE_SUCCESS"
            action.log("The action was undone.", "EXECUTE_ACTION", at: call.now)
            lift(action, account)
        case "RESET_BUDGET_ACTION":
            action.status = "STANDBY"
            action.log("The action was reset.", "EXECUTE_ACTION", at: call.now)
        default: apply(&action, account, "EXECUTE_ACTION", at: call.now)
        }
    }
}
