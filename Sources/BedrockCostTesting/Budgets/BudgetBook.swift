import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The budgets of all accounts, what they have sent, and what their actions have done.
struct BudgetBook {
    var records: [String: [String: BudgetRecord]] = [:]
    var notices: [MockAWS.BudgetNotice] = []
    /// Names such as `role/Claims` and `user/mock`, by account, that an action has given a policy.
    var restricted: [String: Set<String>] = [:]
}

/// A budget with its notifications and actions.
struct BudgetRecord {
    struct Notification {
        /// The members that identify it, the state left out.
        var key: JSONValue
        var subscribers: [JSONValue]
        var isInAlarm = false
    }

    struct Action {
        let id: String
        /// The members of `Action`, but for the status.
        var members: [String: JSONValue]
        var status = "STANDBY"
        var events: [JSONValue] = []
        /// Tags of the action itself.
        var tags = ResourceTagList()

        var document: JSONValue { .object(members.merging(["Status": .string(status)]) { $1 }) }
        /// Who gets the policy, such as `role/Claims`.
        var targets: [String] {
            let definition = members["Definition"]?["IamActionDefinition"]
            return [("Roles", "role"), ("Groups", "group"), ("Users", "user")].flatMap { list, kind in
                (definition?[list]?.array?.compactMap(\.string) ?? []).map { name in
                    "\(kind)/\(name.split(separator: "/").last ?? "")"
                }
            }
        }
    }

    /// What was found at the last refresh.
    struct Figures {
        var period: Range<Int>
        var actual: ExactUSD
        var forecast: ExactUSD?
    }

    /// The budget as it was sent, with the defaults of the service.
    var document: [String: JSONValue]
    var terms: BudgetTerms
    var notifications: [Notification] = []
    var actions: [Action] = []
    /// Tags of the budget itself.
    var tags = ResourceTagList()
    var figures: Figures?
    /// The last refresh that has been evaluated, in seconds since 1970.
    var evaluated: Double
    let created: Date
    var updated: Date
}

/// What a budget's document says, read.
struct BudgetTerms {
    let unit: String
    /// In seconds since 1970.
    let start: Int
    let end: Int
    private let limit: ExactUSD?
    private let planned: [Int: ExactUSD]
    private let filter: @Sendable (CostRecord) -> Bool

    /// - Throws: `InvalidParameterException` in the service's manner.
    init(_ budget: inout [String: JSONValue], now: Date) throws(ServiceFault) {
        guard budget["BudgetType"]?.string == "COST" else {
            throw .invalidBudget("The simulator keeps budgets of type COST only.")
        }
        guard let unit = budget["TimeUnit"]?.string,
            ["DAILY", "MONTHLY", "QUARTERLY", "ANNUALLY", "CUSTOM"].contains(unit)
        else { throw .invalidBudget("TimeUnit must be one of DAILY, MONTHLY, QUARTERLY, ANNUALLY, CUSTOM.") }
        let hasLimit = budget["BudgetLimit"] != nil
        guard hasLimit != (budget["PlannedBudgetLimits"] != nil) else {
            throw .invalidBudget("Exactly one of BudgetLimit and PlannedBudgetLimits must be set.")
        }
        limit = try budget["BudgetLimit"].map { value throws(ServiceFault) in try Self.amount(value) }
        var planned: [Int: ExactUSD] = [:]
        for (second, spend) in budget["PlannedBudgetLimits"]?.object ?? [:] {
            guard let second = Int(second) else { throw .invalidBudget("PlannedBudgetLimits has an invalid key.") }
            planned[second] = try Self.amount(spend)
        }
        self.planned = planned
        let period = budget["TimePeriod"]
        guard unit != "CUSTOM" || period?["Start"] != nil && period?["End"] != nil else {
            throw .invalidBudget("A CUSTOM budget must have a TimePeriod with Start and End.")
        }
        let current = Self.period(of: now.epochSeconds, unit) ?? 0..<1
        start = period?["Start"]?.epochSeconds ?? current.lowerBound
        // 2087-06-15T00:00:00Z, the service's end of time.
        end = period?["End"]?.epochSeconds ?? 3_706_473_600
        guard start < end else { throw .invalidBudget("The end of the TimePeriod must be after its start.") }
        budget["TimePeriod"] = ["Start": .int(Int64(start)), "End": .int(Int64(end))]
        self.unit = unit

        let isOld = budget["CostFilters"] != nil || budget["CostTypes"] != nil
        let isNew = budget["FilterExpression"] != nil || budget["Metrics"] != nil
        guard !(isOld && isNew) else {
            throw .invalidBudget("CostFilters and CostTypes cannot be used with FilterExpression and Metrics.")
        }
        if isNew {
            guard budget["Metrics"]?.array?.count == 1 else {
                throw .invalidBudget("Metrics must hold exactly one metric.")
            }
            filter = try Self.expression(budget["FilterExpression"])
        } else {
            filter = try Self.costFilters(budget["CostFilters"])
        }
    }

    func matches(_ record: CostRecord) -> Bool { filter(record) }

    /// The limit of the period that begins at `start`.
    func limit(from start: Int) -> ExactUSD { limit ?? planned[start] ?? .zero }

    /// The period that a second falls into, cut to the budget's own time; `nil` outside of it.
    func period(of second: Int) -> Range<Int>? {
        guard (start..<end).contains(second) else { return nil }
        guard let period = Self.period(of: second, unit) else { return start..<end }
        return max(period.lowerBound, start)..<min(period.upperBound, end)
    }

    private static func period(of second: Int, _ unit: String) -> Range<Int>? {
        let day = CivilDate(daysSinceEpoch: second >= 0 ? second / 86_400 : (second - 86_399) / 86_400)
        func first(_ year: Int, _ month: Int) -> Int {
            (CivilDate("\(padded(year, 4))-\(padded(month, 2))-01")?.daysSinceEpoch ?? 0) * 86_400
        }
        switch unit {
        case "DAILY": return day.daysSinceEpoch * 86_400..<(day.daysSinceEpoch + 1) * 86_400
        case "MONTHLY": return first(day.year, day.month)..<day.firstOfNextMonth.daysSinceEpoch * 86_400
        case "QUARTERLY":
            let month = (day.month - 1) / 3 * 3 + 1
            return first(day.year, month)..<(month == 10 ? first(day.year + 1, 1) : first(day.year, month + 3))
        case "ANNUALLY": return first(day.year, 1)..<first(day.year + 1, 1)
        default: return nil
        }
    }

    private static func amount(_ spend: JSONValue) throws(ServiceFault) -> ExactUSD {
        guard spend["Unit"]?.string == "USD" else { throw .invalidBudget("The unit of a cost budget must be USD.") }
        guard let text = spend["Amount"]?.string, let amount = ExactUSD(text.hasPrefix(".") ? "0" + text : text),
            amount >= .zero
        else { throw .invalidBudget("Amount must satisfy the pattern ([0-9]*\\.)?[0-9]+") }
        return amount
    }

    private static func expression(_ value: JSONValue?) throws(ServiceFault) -> @Sendable (CostRecord) -> Bool {
        guard let value, value != .null else { return { _ in true } }
        do throws(ServiceFault) {
            let filter = try CostFilter(value)
            return { filter.matches($0) }
        } catch {
            throw .invalidBudget(error.message)
        }
    }

    /// The older form: every member must match, by any of its values.
    private static func costFilters(_ value: JSONValue?) throws(ServiceFault) -> @Sendable (CostRecord) -> Bool {
        let dimensions = [
            "Service": "SERVICE", "LinkedAccount": "LINKED_ACCOUNT", "Region": "REGION", "UsageType": "USAGE_TYPE",
            "Operation": "OPERATION", "BillingEntity": "BILLING_ENTITY",
        ]
        var tests: [@Sendable (CostRecord) -> Bool] = []
        for (name, list) in value?.object ?? [:] {
            let values = list.array?.compactMap(\.string) ?? []
            guard !values.isEmpty else { throw .invalidBudget("The cost filter \(name) has no values.") }
            if name == "TagKeyValue" {
                var tags: [(key: String, value: String)] = []
                for text in values {
                    let halves = text.split(separator: "$", maxSplits: 1, omittingEmptySubsequences: false)
                    guard halves.count == 2, halves[0].hasPrefix("user:") else {
                        throw .invalidBudget("The cost filter TagKeyValue must have the form user:key$value.")
                    }
                    tags.append((String(halves[0].dropFirst(5)), String(halves[1])))
                }
                let wanted = tags
                tests.append { record in wanted.contains { record.tags[$0.key] == $0.value } }
            } else if let dimension = dimensions[name] {
                tests.append { values.contains($0.value(of: dimension)) }
            } else {
                throw .invalidBudget("The cost filter \(name) is not supported.")
            }
        }
        let all = tests
        return { record in all.allSatisfy { $0(record) } }
    }
}

extension ServiceFault {
    static func invalidBudget(_ message: String) -> Self { Self("InvalidParameterException", 400, message) }
}

extension JSONValue {
    /// A point in time as awsJson writes it: seconds since 1970, or a date in ISO 8601.
    var epochSeconds: Int? {
        switch self {
        case .int(let seconds): Int(seconds)
        case .double(let seconds): Int(exactly: seconds.rounded(.down))
        case .string(let text): Date(iso8601: text)?.epochSeconds
        default: nil
        }
    }
}
