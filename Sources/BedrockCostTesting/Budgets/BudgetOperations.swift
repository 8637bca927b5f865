import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// AWS Budgets, computed from the bill.
extension EngineState {
    mutating func performBudgets(_ call: Call) throws(ServiceFault) -> Reply {
        let body = try call.json()
        // Named by an ARN, not by an account.
        if let reply = try performBudgetTags(body, call) {
            return Reply(contentType: WireProtocol.awsJSON.contentType, bytes: reply.bytes)
        }
        guard let account = body["AccountId"]?.string, account.utf8.count == 12,
            account.utf8.allSatisfy(Constraint.isDigit)
        else { throw .invalidBudget("AccountId must have twelve digits.") }
        guard account == call.account else {
            throw ServiceFault(
                "AccessDeniedException", 400, "Account \(call.account) may not see this account's budgets.")
        }
        evaluateBudgets(upTo: call.now)
        let reply = try performBudgets(body, account, call)
        return Reply(contentType: WireProtocol.awsJSON.contentType, bytes: reply.bytes)
    }

    private mutating func performBudgets(
        _ body: JSONValue, _ account: String, _ call: Call
    ) throws(ServiceFault) -> JSONValue {
        switch call.route.operation {
        case "CreateBudget": return try createBudget(body, account, call)
        case "DescribeBudgets":
            let all = (budgets.records[account] ?? [:]).sorted { $0.key < $1.key }.map(\.value)
            return try budgetPage(all.map(\.description), "Budgets", body, call, limit: 1_000)
        case "DescribeBudgetNotificationsForAccount":
            let all = (budgets.records[account] ?? [:]).sorted { $0.key < $1.key }.map { name, record in
                JSONValue.object([
                    "BudgetName": .string(name), "Notifications": .array(record.notifications.map(\.document)),
                ])
            }
            return try budgetPage(all, "BudgetNotificationsForAccount", body, call, limit: 1_000)
        case "DescribeBudgetActionsForAccount":
            let all = (budgets.records[account] ?? [:]).sorted { $0.key < $1.key }.flatMap(\.value.actions)
            return try budgetPage(all.map(\.document), "Actions", body, call)
        default: break
        }
        let name = try budgetName(call.route.operation == "UpdateBudget" ? body["NewBudget"] : body)
        guard var record = budgets.records[account]?[name] else {
            throw ServiceFault("NotFoundException", 400, "Unable to get budget: \(name) - the budget doesn't exist.")
        }
        if call.route.operation == "DeleteBudget" {
            for action in record.actions { lift(action, account) }
            budgets.records[account]?[name] = nil
            return [:]
        }
        let reply: JSONValue
        if let answer = try performNotifications(body, &record, call) {
            reply = answer
        } else if let answer = try performActions(body, &record, account, name, call) {
            reply = answer
        } else {
            reply = try performBudget(body, &record, account, call)
        }
        budgets.records[account]?[name] = record
        // What was just made is looked at with the data of the last refresh.
        evaluateBudgets(upTo: call.now)
        return reply
    }

    private func budgetName(_ value: JSONValue?) throws(ServiceFault) -> String {
        guard let name = value?["BudgetName"]?.string, (1...100).contains(name.unicodeScalars.count),
            !name.contains(":"), !name.contains("\\"), !name.contains("/action/")
        else { throw .invalidBudget("BudgetName must have 1 to 100 characters, none of them : or \\.") }
        return name
    }

    private mutating func createBudget(
        _ body: JSONValue, _ account: String, _ call: Call
    ) throws(ServiceFault) -> JSONValue {
        let name = try budgetName(body["Budget"])
        guard budgets.records[account]?[name] == nil else {
            throw ServiceFault(
                "DuplicateRecordException", 400, "Error creating budget: \(name) - the budget already exists.")
        }
        var document = body["Budget"]?.object ?? [:]
        let terms = try BudgetTerms(&document, now: call.now)
        var record = BudgetRecord(
            document: document, terms: terms, evaluated: lastRefresh(before: call.now) - 1, created: call.now,
            updated: call.now)
        // One refresh back, so that the first evaluation takes the data that are there already.
        record.evaluated = lastRefresh(before: call.now) - max(1, options.costRefreshInterval.inSeconds)
        try record.tags.add(body["ResourceTags"], ServiceFault.invalidBudget)
        for entry in body["NotificationsWithSubscribers"]?.array ?? [] {
            try add(entry["Notification"], entry["Subscribers"], to: &record)
        }
        budgets.records[account, default: [:]][name] = record
        evaluateBudgets(upTo: call.now)
        return [:]
    }

    // MARK: Budgets

    private mutating func performBudget(
        _ body: JSONValue, _ record: inout BudgetRecord, _ account: String, _ call: Call
    ) throws(ServiceFault) -> JSONValue {
        switch call.route.operation {
        case "DescribeBudget": return ["Budget": record.description]
        case "UpdateBudget":
            var document = body["NewBudget"]?.object ?? [:]
            record.terms = try BudgetTerms(&document, now: record.created)
            record.document = document
            record.updated = call.now
            record.figures = nil
            record.evaluated = lastRefresh(before: call.now) - max(1, options.costRefreshInterval.inSeconds)
            return [:]
        case "DescribeBudgetPerformanceHistory": return try history(record, account, body, call)
        default: throw .unknownOperation(call.route.operation)
        }
    }

    private func history(
        _ record: BudgetRecord, _ account: String, _ body: JSONValue, _ call: Call
    ) throws(ServiceFault) -> JSONValue {
        let refresh = lastRefresh(before: call.now)
        let horizon = Int(refresh - options.costDataLag.inSeconds)
        let from = max(body["TimePeriod"]?["Start"]?.epochSeconds ?? .min, record.terms.start)
        let to = min(body["TimePeriod"]?["End"]?.epochSeconds ?? .max, horizon)
        var periods: [JSONValue] = []
        var second = from
        while second < to, let period = record.terms.period(of: second) {
            let actual = spend(of: record.terms, account, in: period, upTo: horizon, at: refresh)
            periods.append([
                "BudgetedAmount": record.terms.limit(from: period.lowerBound).spend, "ActualAmount": actual.spend,
                "TimePeriod": [
                    "Start": .int(Int64(period.lowerBound)), "End": .int(Int64(period.upperBound)),
                ],
            ])
            second = period.upperBound
        }
        let (page, next) = try slice(Array(periods.suffix(12)), body, call, limit: 100)
        var history = record.document.filter {
            ["BudgetName", "BudgetType", "CostFilters", "CostTypes", "TimeUnit", "FilterExpression", "Metrics"]
                .contains($0.key)
        }
        history["BudgetedAndActualAmountsList"] = .array(page)
        var reply: [String: JSONValue] = ["BudgetPerformanceHistory": .object(history)]
        if let next { reply["NextToken"] = .string(next) }
        return .object(reply)
    }

    // MARK: Pages

    private func slice(
        _ values: [JSONValue], _ body: JSONValue, _ call: Call, limit: Int
    ) throws(ServiceFault) -> (page: [JSONValue], next: String?) {
        var size = 100
        if let given = body["MaxResults"], given != .null {
            guard let number = given.int, (1...limit).contains(number) else {
                throw .invalidBudget("MaxResults must be between 1 and \(limit).")
            }
            size = number
        }
        return try PageToken.page(
            values, of: "\(call.route.operation) \(body["BudgetName"]?.string ?? "")", size: size,
            after: body["NextToken"]?.string, at: call.now,
            invalid: ServiceFault("InvalidNextTokenException", 400, "The pagination token is invalid."))
    }

    func budgetPage(
        _ values: [JSONValue], _ member: String, _ body: JSONValue, _ call: Call, limit: Int = 100
    ) throws(ServiceFault) -> JSONValue {
        let (page, next) = try slice(values, body, call, limit: limit)
        var reply: [String: JSONValue] = [member: .array(page)]
        if let next { reply["NextToken"] = .string(next) }
        return .object(reply)
    }
}

extension BudgetRecord {
    /// The budget as DescribeBudget shows it.
    fileprivate var description: JSONValue {
        var members = document
        var spend: [String: JSONValue] = ["ActualSpend": (figures?.actual ?? .zero).spend]
        if let forecast = figures?.forecast { spend["ForecastedSpend"] = forecast.spend }
        members["CalculatedSpend"] = .object(spend)
        members["LastUpdatedTime"] = .int(Int64(updated.epochSeconds))
        members["HealthStatus"] = ["Status": "HEALTHY", "LastUpdatedTime": .int(Int64(updated.epochSeconds))]
        return .object(members)
    }
}

extension ExactUSD {
    /// The amount in the form of `Spend`.
    fileprivate var spend: JSONValue { ["Amount": .string(description), "Unit": "USD"] }
}
