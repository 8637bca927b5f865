import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// How budgets follow the bill: at every refresh of its data, up to the usage that it holds.
extension EngineState {
    private var refreshInterval: Double { max(1, options.costRefreshInterval.inSeconds) }

    /// The last refresh at or before `date`, in seconds since 1970.
    func lastRefresh(before date: Date) -> Double {
        (date.timeIntervalSince1970 / refreshInterval).rounded(.down) * refreshInterval
    }

    /// Evaluates all budgets at every refresh that they have not seen yet.
    mutating func evaluateBudgets(upTo date: Date) {
        let last = lastRefresh(before: date)
        for account in budgets.records.keys.sorted() {
            for name in (budgets.records[account] ?? [:]).keys.sorted() {
                while let record = budgets.records[account]?[name], record.evaluated < last {
                    evaluate(name, of: account, at: record.evaluated + refreshInterval)
                }
            }
        }
    }

    private mutating func evaluate(_ name: String, of account: String, at refresh: Double) {
        guard var record = budgets.records[account]?[name] else { return }
        record.evaluated = refresh
        defer { budgets.records[account]?[name] = record }
        let horizon = Int(refresh - options.costDataLag.inSeconds)
        // A period is watched until the bill holds all of it.
        guard let period = record.terms.period(of: horizon - 1) else { return }
        let date = max(Date(timeIntervalSince1970: refresh), record.created)
        if let old = record.figures, old.period != period { startPeriod(&record, account, at: date) }
        let actual = spend(of: record.terms, account, in: period, upTo: horizon, at: refresh)
        let covered = horizon - period.lowerBound
        // From the first full day on, spend is taken to go on as it went on average.
        let forecast =
            covered < 86_400
            ? nil : ExactUSD(femtodollars: actual.femtodollars * Int128(period.count) / Int128(covered))
        record.figures = BudgetRecord.Figures(period: period, actual: actual, forecast: forecast)
        notify(&record, name, account, at: date)
        act(&record, account, at: date)
    }

    /// What the bill holds, up to `horizon`, of what a budget counts.
    func spend(
        of terms: BudgetTerms, _ account: String, in period: Range<Int>, upTo horizon: Int, at refresh: Double
    ) -> ExactUSD {
        let shown = allocationTags.shownKeys(
            at: Date(timeIntervalSince1970: refresh), lag: options.tagActivationDelay)
        return ledger.items.reduce(.zero) { sum, item in
            let seconds = item.key.hour * 3_600
            guard period.contains(seconds), seconds + 3_600 <= horizon,
                account == options.accountID || account == item.key.account,
                terms.matches(record(of: item, shown: shown, at: refresh))
            else { return sum }
            return sum + item.cost
        }
    }

    /// A line item as those see it to whom the tag keys `shown` are shown.
    private func record(of item: LineItem, shown: Set<String>, at refresh: Double) -> CostRecord {
        let tags = costManagement.backfills.tags(of: item, at: Date(timeIntervalSince1970: refresh))
        return CostRecord(
            day: item.key.day, account: item.key.account, accountName: accountName(item.key.account),
            payer: options.accountID, region: item.key.region, service: item.key.service,
            usageType: item.key.usageType, operation: item.key.operation, billingEntity: item.key.billingEntity,
            resource: item.key.resource, tags: tags.filter { shown.contains($0.key) }, cost: item.cost,
            quantity: item.quantity)
    }

    private func startPeriod(_ record: inout BudgetRecord, _ account: String, at date: Date) {
        for index in record.notifications.indices { record.notifications[index].isInAlarm = false }
        for index in record.actions.indices where record.actions[index].status != "STANDBY" {
            record.actions[index].status = "STANDBY"
            record.actions[index].log("A new period has begun.", "SYSTEM", at: date)
        }
    }

    private mutating func notify(_ record: inout BudgetRecord, _ name: String, _ account: String, at date: Date) {
        for index in record.notifications.indices {
            let notification = record.notifications[index]
            let passing = record.passing(
                notification.key["NotificationType"], notification.key["Threshold"],
                notification.key["ThresholdType"], notification.key["ComparisonOperator"])
            record.notifications[index].isInAlarm = passing != nil
            guard let passing, !notification.isInAlarm else { continue }
            budgets.notices.append(
                MockAWS.BudgetNotice(
                    date: date, accountID: account, budgetName: name,
                    kind: notification.key["NotificationType"]?.string ?? "",
                    threshold: passing.threshold.description, amount: passing.amount.description,
                    recipients: notification.subscribers.compactMap { $0["Address"]?.string }))
        }
    }

    private mutating func act(_ record: inout BudgetRecord, _ account: String, at date: Date) {
        // A policy is lifted where no action holds it any more, as after a new period has begun.
        for index in record.actions.indices where record.actions[index].status == "STANDBY" {
            let action = record.actions[index]
            lift(action, account)
            let passing = record.passing(
                action.members["NotificationType"], action.members["ActionThreshold"]?["ActionThresholdValue"],
                action.members["ActionThreshold"]?["ActionThresholdType"], "GREATER_THAN")
            guard passing != nil else { continue }
            if action.members["ApprovalModel"]?.string == "AUTOMATIC" {
                apply(&record.actions[index], account, "SYSTEM", at: date)
            } else {
                record.actions[index].status = "PENDING"
                record.actions[index].log("The threshold was passed; approval is needed.", "SYSTEM", at: date)
            }
        }
    }

    /// Executes an action: the principals that get an IAM policy may no longer call models.
    mutating func apply(_ action: inout BudgetRecord.Action, _ account: String, _ kind: String, at date: Date) {
        action.status = "EXECUTION_SUCCESS"
        action.log("The action was executed.", kind, at: date)
        budgets.restricted[account, default: []].formUnion(action.targets)
    }

    /// Takes an action's policy away again.
    mutating func lift(_ action: BudgetRecord.Action, _ account: String) {
        budgets.restricted[account]?.subtract(action.targets)
    }

    /// Refuses a call whose principal has got a policy by a budget's action.
    ///
    /// The simulator keeps no policies: it takes any that an action attaches to deny the calling of models.
    mutating func checkBudgetActions(_ call: Call) throws(ServiceFault) {
        guard !budgets.records.isEmpty else { return }
        evaluateBudgets(upTo: call.now)
        // arn:aws:iam::123456789012:user/name, or arn:aws:sts::123456789012:assumed-role/name/session
        let arn = call.proof.principal.arn
        guard let names = budgets.restricted[call.account], !names.isEmpty, let name = ResourceName(arn) else { return }
        let last = name.id.split(separator: "/")
        let principal = name.type == "assumed-role" ? "role/\(last.first ?? "")" : "\(name.type)/\(last.last ?? "")"
        guard !names.contains(principal) else {
            throw .accessDenied(
                "User: \(arn) is not authorized to perform: bedrock:InvokeModel with an explicit deny in an "
                    + "identity-based policy")
        }
    }
}

extension BudgetRecord {
    /// The threshold in USD and the figure that passes it; `nil` where it is not passed, or there is no figure yet.
    fileprivate func passing(
        _ kind: JSONValue?, _ number: JSONValue?, _ type: JSONValue?, _ comparison: JSONValue?
    ) -> (threshold: ExactUSD, amount: ExactUSD)? {
        guard let figures, let amount = kind?.string == "FORECASTED" ? figures.forecast : figures.actual,
            let number = number?.decimalText.flatMap({ ExactUSD($0) })
        else { return nil }
        let threshold: ExactUSD
        if type?.string == "ABSOLUTE_VALUE" {
            threshold = number
        } else {
            // Nine digits of the limit and six of the percentage keep the product within 128 bits.
            let limit = terms.limit(from: figures.period.lowerBound).femtodollars / 1_000_000
            threshold = ExactUSD(femtodollars: limit * (number.femtodollars / 1_000_000_000) / 100)
        }
        let isPassed =
            switch comparison?.string {
            case "LESS_THAN": amount < threshold
            case "EQUAL_TO": amount == threshold
            default: threshold < amount
            }
        return isPassed ? (threshold, amount) : nil
    }
}

extension BudgetRecord.Action {
    mutating func log(_ message: String, _ kind: String, at date: Date) {
        events.append([
            "Timestamp": .int(Int64(date.epochSeconds)), "Status": .string(status), "EventType": .string(kind),
            "ActionHistoryDetails": ["Message": .string(message), "Action": document],
        ])
    }
}

extension JSONValue {
    /// A number in decimal, without an exponent; `nil` for anything else.
    fileprivate var decimalText: String? {
        switch self {
        case .int(let number): "\(number)"
        case .double(let number): number == number.rounded() ? "\(Int64(number))" : "\(number)"
        default: nil
        }
    }
}
