import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The cost categories of the payer's account.
struct CostCategories {
    enum Rule {
        case value(String, CostFilter)
        case tag(String)
        case accountName

        /// - Throws: `ValidationException` for a rule that the service refuses.
        init(_ rule: JSONValue) throws(ServiceFault) {
            guard rule["Type"]?.string == "INHERITED_VALUE" else {
                guard let value = rule["Value"]?.string, let expression = rule["Rule"] else {
                    throw .validation("A regular rule must have a value and a rule.")
                }
                self = .value(value, try CostFilter(expression, in: .categoryRule))
                return
            }
            switch (rule["InheritedValue"]?["DimensionName"]?.string, rule["InheritedValue"]?["DimensionKey"]?.string) {
            case ("TAG", let key?): self = .tag(key)
            case ("LINKED_ACCOUNT_NAME", _): self = .accountName
            default: throw .validation("An inherited value rule must name a dimension, and a tag its key.")
            }
        }

        /// The value that the rule gives a line; `nil` where it does not match.
        func value(of record: CostRecord) -> String? {
            switch self {
            case .value(let value, let filter): filter.matches(record) ? value : nil
            case .tag(let key): record.tags[key]
            case .accountName: record.accountName
            }
        }
    }

    /// Rules that count from a month on.
    struct Version {
        let start: CivilDate
        let rules: [Rule]
        let defaultValue: String?
        /// The members of the request, for descriptions.
        let document: JSONValue
        /// When it was made.
        let made: Date

        /// The values that the rules give, each once, in their order.
        var values: [String] {
            var values: [String] = []
            for rule in rules { if case .value(let value, _) = rule, !values.contains(value) { values.append(value) } }
            return values
        }
    }

    struct Definition {
        let arn: String
        let name: String
        /// In the order of their starts.
        var versions: [Version]
        var end: CivilDate?

        /// Replaces the rules from the version's start on.
        mutating func add(_ version: Version) {
            versions.removeAll { $0.start >= version.start }
            versions.append(version)
        }

        /// The rules of a day.
        func version(on day: CivilDate) -> Version? {
            if let end, end <= day { return nil }
            return versions.last { $0.start <= day }
        }

        /// Gives a line its value.
        func classify(_ record: inout CostRecord) {
            guard let version = version(on: CivilDate(daysSinceEpoch: record.day)) else { return }
            let line = record
            let value = version.rules.lazy.compactMap { $0.value(of: line) }.first ?? version.defaultValue
            if let value { record.categories[name] = value }
        }
    }

    var all: [Definition] = []

    subscript(arn: String?) -> Definition? {
        get { all.first { $0.arn == arn } }
        set {
            if let newValue, let index = all.firstIndex(where: { $0.arn == arn }) { all[index] = newValue }
        }
    }

    /// The categories with the rules that reports show at `now`.
    func applied(at now: Date, after delay: Duration) -> [Definition] {
        all.map { definition in
            var definition = definition
            definition.versions.removeAll { $0.made.addingTimeInterval(delay.inSeconds) > now }
            return definition
        }
    }
}

/// The operations on cost categories.
extension EngineState {
    mutating func createCostCategory(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        try requirePayer(call)
        guard let name = body["Name"]?.string, (1...50).contains(name.count) else {
            throw .constraint("name", body["Name"]?.string, "Member must have length between 1 and 50, inclusive")
        }
        let today = CivilDate(call.now)
        guard !costManagement.categories.all.contains(where: { $0.name == name && $0.version(on: today) != nil }) else {
            throw .validation("A cost category with the name \(name) already exists.")
        }
        let version = try categoryVersion(body, call)
        let arn = "arn:aws:ce::\(call.account):costcategory/\(generator.uuid())"
        costManagement.categories.all.append(
            CostCategories.Definition(arn: arn, name: name, versions: [version]))
        return ["CostCategoryArn": .string(arn), "EffectiveStart": .string(version.start.date.iso8601)]
    }

    mutating func updateCostCategory(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        try requirePayer(call)
        var definition = try category(body)
        let version = try categoryVersion(body, call)
        definition.add(version)
        costManagement.categories[definition.arn] = definition
        return ["CostCategoryArn": .string(definition.arn), "EffectiveStart": .string(version.start.date.iso8601)]
    }

    /// Costs of this month and later have the category's values no more.
    mutating func deleteCostCategory(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        try requirePayer(call)
        var definition = try category(body)
        let end = CivilDate(call.now).firstOfMonth
        definition.end = end
        costManagement.categories[definition.arn] = definition
        return ["CostCategoryArn": .string(definition.arn), "EffectiveEnd": .string(end.date.iso8601)]
    }

    func describeCostCategory(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        let definition = try category(body)
        guard let version = definition.version(on: try effectiveDay(body, call)) ?? definition.versions.last else {
            throw Self.unknownCategory(definition.arn)
        }
        var document = version.document.object ?? [:]
        document["CostCategoryArn"] = .string(definition.arn)
        document["Name"] = .string(definition.name)
        document["EffectiveStart"] = .string(version.start.date.iso8601)
        if let end = definition.end { document["EffectiveEnd"] = .string(end.date.iso8601) }
        document["ProcessingStatus"] = processing(version, call)
        return ["CostCategory": .object(document)]
    }

    func listCostCategories(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        let day = try effectiveDay(body, call)
        let summaries: [JSONValue] = costManagement.categories.all.compactMap { definition in
            guard let version = definition.version(on: day) else { return nil }
            var summary: [String: JSONValue] = [
                "CostCategoryArn": .string(definition.arn), "Name": .string(definition.name),
                "EffectiveStart": .string(version.start.date.iso8601),
                "NumberOfRules": .int(Int64(version.rules.count)), "ProcessingStatus": processing(version, call),
                "Values": .array(version.values.map { .string($0) }),
            ]
            if let end = definition.end { summary["EffectiveEnd"] = .string(end.date.iso8601) }
            if let value = version.defaultValue { summary["DefaultValue"] = .string(value) }
            return .object(summary)
        }
        let (page, next) = try Self.page(
            summaries, size: try maxResults(body, limit: 100, otherwise: 100), call.route.operation, "NextToken", body,
            call)
        var reply: [String: JSONValue] = ["CostCategoryReferences": .array(page)]
        if let next { reply["NextToken"] = .string(next) }
        return .object(reply)
    }

    private func category(_ body: JSONValue) throws(ServiceFault) -> CostCategories.Definition {
        guard let arn = body["CostCategoryArn"]?.string else { throw .missing("costCategoryArn") }
        guard let definition = costManagement.categories[arn] else { throw Self.unknownCategory(arn) }
        return definition
    }

    private static func unknownCategory(_ arn: String) -> ServiceFault {
        ServiceFault("ResourceNotFoundException", 400, "No cost category found with ARN \(arn).")
    }

    private func effectiveDay(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> CivilDate {
        guard let text = body["EffectiveOn"]?.string else { return CivilDate(call.now) }
        guard let date = Date(iso8601: text) else { throw .validation("EffectiveOn is not a date.") }
        return CivilDate(date)
    }

    private func processing(_ version: CostCategories.Version, _ call: Call) -> JSONValue {
        let isApplied = version.made.addingTimeInterval(options.costCategoryDelay.inSeconds) <= call.now
        return [["Component": "COST_EXPLORER", "Status": isApplied ? "APPLIED" : "PROCESSING"]]
    }

    /// The rules of a request, which count from a month on: this one, or one up to twelve months back.
    private func categoryVersion(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> CostCategories.Version {
        guard body["RuleVersion"]?.string == "CostCategoryExpression.v1" else {
            throw .constraint(
                "ruleVersion", body["RuleVersion"]?.string,
                "Member must satisfy enum value set: [CostCategoryExpression.v1]")
        }
        guard let rules = body["Rules"]?.array, (1...500).contains(rules.count) else {
            throw .constraint("rules", nil, "Member must have length between 1 and 500, inclusive")
        }
        let today = CivilDate(call.now)
        var start = today.firstOfMonth
        if let text = body["EffectiveStart"]?.string {
            guard let date = Date(iso8601: text), date == CivilDate(date).firstOfMonth.date,
                CivilDate(date) <= today, today.daysSinceEpoch - CivilDate(date).daysSinceEpoch <= 366 + 31
            else {
                throw .validation("EffectiveStart must be the first day of a month within the last twelve months.")
            }
            start = CivilDate(date)
        }
        var parsed: [CostCategories.Rule] = []
        for rule in rules { parsed.append(try CostCategories.Rule(rule)) }
        let kept = ["RuleVersion", "Rules", "DefaultValue", "SplitChargeRules"]
        return CostCategories.Version(
            start: start, rules: parsed, defaultValue: body["DefaultValue"]?.string,
            document: .object((body.object ?? [:]).filter { kept.contains($0.key) && $0.value != .null }),
            made: call.now)
    }
}
