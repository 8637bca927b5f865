import AWSCore

/// Cost Explorer's `Expression`, read and checked.
indirect enum CostFilter {
    case all([CostFilter])
    case any([CostFilter])
    case not(CostFilter)
    case dimension(String, values: Set<String>)
    case tag(String, values: Set<String>)
    case tagAbsent(String)
    /// No cost category exists here, so that only their absence matches.
    case category(isAbsent: Bool)

    /// The most values in one request.
    private static let valueLimit = 100

    /// - Throws: `ValidationException` for anything the service refuses.
    init(_ expression: JSONValue) throws(ServiceFault) {
        var budget = Self.valueLimit
        self = try Self.read(expression, &budget)
    }

    private static func read(_ expression: JSONValue, _ budget: inout Int) throws(ServiceFault) -> CostFilter {
        let members = (expression.object ?? [:]).filter { $0.value != .null }
        guard members.count == 1, let (name, value) = members.first else {
            throw .validation("Expression: exactly one of Or, And, Not, Dimensions, Tags, CostCategories must be set.")
        }
        switch name {
        case "And", "Or":
            guard let operands = value.array, operands.count >= 2 else {
                throw .validation("Expression: \(name) must have at least two operands.")
            }
            var filters: [CostFilter] = []
            for operand in operands { filters.append(try read(operand, &budget)) }
            return name == "And" ? .all(filters) : .any(filters)
        case "Not": return .not(try read(value, &budget))
        case "Dimensions": return try dimension(value, &budget)
        case "Tags": return try tag(value, &budget)
        case "CostCategories":
            return .category(isAbsent: value["MatchOptions"]?.array?.contains("ABSENT") ?? false)
        default: throw .validation("Expression: unknown member \(name).")
        }
    }

    private static func dimension(_ value: JSONValue, _ budget: inout Int) throws(ServiceFault) -> CostFilter {
        guard let key = value["Key"]?.string, CostDimension.all.contains(key) else {
            throw .constraint(
                "filter.dimensions.key", value["Key"]?.string,
                "Member must satisfy enum value set: [\(CostDimension.all.joined(separator: ", "))]")
        }
        guard !CostDimension.notInQueries.contains(key) else {
            throw .validation("The dimension \(key) is not supported by this operation.")
        }
        try check(value["MatchOptions"], allowed: ["EQUALS", "CASE_SENSITIVE"])
        return .dimension(key, values: try values(value, &budget, of: "Dimensions \(key)"))
    }

    private static func tag(_ value: JSONValue, _ budget: inout Int) throws(ServiceFault) -> CostFilter {
        guard let key = value["Key"]?.string else { throw .validation("Tags: Key is required.") }
        try check(value["MatchOptions"], allowed: ["EQUALS", "ABSENT", "CASE_SENSITIVE"])
        if value["MatchOptions"]?.array?.contains("ABSENT") ?? false {
            guard value["Values"]?.array?.isEmpty ?? true else {
                throw .validation("Tags: Values must not be given with the match option ABSENT.")
            }
            return .tagAbsent(key)
        }
        return .tag(key, values: try values(value, &budget, of: "Tags \(key)"))
    }

    private static func check(_ options: JSONValue?, allowed: Set<String>) throws(ServiceFault) {
        for option in options?.array?.compactMap(\.string) ?? [] where !allowed.contains(option) {
            throw .validation("The match option \(option) is not supported by this operation.")
        }
    }

    private static func values(
        _ value: JSONValue, _ budget: inout Int, of name: String
    ) throws(ServiceFault) -> Set<String> {
        let values = value["Values"]?.array?.compactMap(\.string) ?? []
        guard !values.isEmpty else { throw .validation("\(name): Values must not be empty.") }
        budget -= values.count
        guard budget >= 0 else { throw .validation("A request may hold at most \(valueLimit) filter values.") }
        return Set(values)
    }

    func matches(_ record: CostRecord) -> Bool {
        switch self {
        case .all(let filters): filters.allSatisfy { $0.matches(record) }
        case .any(let filters): filters.contains { $0.matches(record) }
        case .not(let filter): !filter.matches(record)
        case .dimension(let key, let values): values.contains(record.value(of: key))
        // The empty value stands for resources without the tag.
        case .tag(let key, let values): values.contains(record.tags[key] ?? "")
        case .tagAbsent(let key): record.tags[key] == nil
        case .category(let isAbsent): isAbsent
        }
    }
}

/// The dimensions that requests may name.
enum CostDimension {
    static let all = [
        "AZ", "INSTANCE_TYPE", "LINKED_ACCOUNT", "PAYER_ACCOUNT", "LINKED_ACCOUNT_NAME", "OPERATION", "PURCHASE_TYPE",
        "REGION", "SERVICE", "SERVICE_CODE", "USAGE_TYPE", "USAGE_TYPE_GROUP", "RECORD_TYPE", "OPERATING_SYSTEM",
        "TENANCY", "SCOPE", "PLATFORM", "SUBSCRIPTION_ID", "LEGAL_ENTITY_NAME", "DEPLOYMENT_OPTION", "DATABASE_ENGINE",
        "CACHE_ENGINE", "INSTANCE_TYPE_FAMILY", "BILLING_ENTITY", "RESERVATION_ID", "RESOURCE_ID", "RIGHTSIZING_TYPE",
        "SAVINGS_PLANS_TYPE", "SAVINGS_PLAN_ARN", "PAYMENT_OPTION", "AGREEMENT_END_DATE_TIME_AFTER",
        "AGREEMENT_END_DATE_TIME_BEFORE", "INVOICING_ENTITY", "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
        "ANOMALY_TOTAL_IMPACT_PERCENTAGE",
    ]

    /// Those that exist for cost categories, resources or anomalies only.
    static let notInQueries: Set<String> = [
        "LINKED_ACCOUNT_NAME", "SERVICE_CODE", "RESOURCE_ID", "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
        "ANOMALY_TOTAL_IMPACT_PERCENTAGE", "PAYER_ACCOUNT",
    ]

    static let groupable: Set<String> = [
        "AZ", "INSTANCE_TYPE", "LEGAL_ENTITY_NAME", "INVOICING_ENTITY", "LINKED_ACCOUNT", "OPERATION", "PLATFORM",
        "PURCHASE_TYPE", "SERVICE", "TENANCY", "RECORD_TYPE", "USAGE_TYPE", "REGION", "BILLING_ENTITY",
        "DATABASE_ENGINE", "DEPLOYMENT_OPTION",
    ]
}
