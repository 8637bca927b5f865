import AWSCore

/// Cost Explorer's `Expression`, read and checked.
indirect enum CostFilter: Sendable {
    case all([CostFilter])
    case any([CostFilter])
    case not(CostFilter)
    case selection(CostProperty, CostMatch)

    /// Where an expression is used, which decides what it may hold.
    enum Place {
        case query
        /// A query down to resources.
        case resources
        case categoryRule
        /// What an anomaly monitor watches: a key alone will do.
        case monitor
    }

    /// The most values in one request.
    private static let valueLimit = 100

    /// - Throws: `ValidationException` for anything the service refuses.
    init(_ expression: JSONValue, in place: Place = .query) throws(ServiceFault) {
        var budget = place == .categoryRule ? Int.max : Self.valueLimit
        self = try Self.read(expression, place, &budget)
    }

    /// The member `name` of a request; `nil` where it is absent.
    static func optional(
        _ body: JSONValue, _ name: String = "Filter", in place: Place = .query
    ) throws(ServiceFault) -> CostFilter? {
        guard let expression = body[name], expression != .null else { return nil }
        return try CostFilter(expression, in: place)
    }

    private static func read(
        _ expression: JSONValue, _ place: Place, _ budget: inout Int
    ) throws(ServiceFault) -> CostFilter {
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
            for operand in operands { filters.append(try read(operand, place, &budget)) }
            return name == "And" ? .all(filters) : .any(filters)
        case "Not": return .not(try read(value, place, &budget))
        case "Dimensions":
            let key = try dimension(value["Key"]?.string, place)
            return .selection(.dimension(key), try match(value, place, &budget, of: "Dimensions \(key)"))
        case "Tags":
            guard let key = value["Key"]?.string else { throw .validation("Tags: Key is required.") }
            return .selection(.tag(key), try match(value, place, &budget, of: "Tags"))
        case "CostCategories":
            guard let key = value["Key"]?.string else { throw .validation("CostCategories: Key is required.") }
            return .selection(.category(key), try match(value, place, &budget, of: "CostCategories"))
        default: throw .validation("Expression: unknown member \(name).")
        }
    }

    private static func dimension(_ key: String?, _ place: Place) throws(ServiceFault) -> String {
        guard let key, CostDimension.all.contains(key) else {
            throw .constraint(
                "filter.dimensions.key", key,
                "Member must satisfy enum value set: [\(CostDimension.all.joined(separator: ", "))]")
        }
        let isKnown =
            switch place {
            case .query, .monitor: !CostDimension.notInQueries.contains(key)
            case .resources: key == "RESOURCE_ID" || !CostDimension.notInQueries.contains(key)
            case .categoryRule: CostDimension.inCategoryRules.contains(key)
            }
        guard isKnown else { throw .validation("The dimension \(key) is not supported by this operation.") }
        return key
    }

    private static func match(
        _ value: JSONValue, _ place: Place, _ budget: inout Int, of name: String
    ) throws(ServiceFault) -> CostMatch {
        let options = Set(value["MatchOptions"]?.array?.compactMap(\.string) ?? [])
        var allowed: Set<String> = ["EQUALS", "CASE_SENSITIVE"]
        if !name.hasPrefix("Dimensions") || place == .categoryRule { allowed.insert("ABSENT") }
        if place == .categoryRule {
            allowed.formUnion(["STARTS_WITH", "ENDS_WITH", "CONTAINS", "CASE_INSENSITIVE"])
        }
        if let foreign = options.subtracting(allowed).min() {
            throw .validation("The match option \(foreign) is not supported by this operation.")
        }
        let values = value["Values"]?.array?.compactMap(\.string) ?? []
        if options.contains("ABSENT") {
            guard values.isEmpty else {
                throw .validation("\(name): Values must not be given with the match option ABSENT.")
            }
            return .absent
        }
        if place == .monitor, values.isEmpty, !name.hasPrefix("Dimensions") { return .present }
        guard !values.isEmpty else { throw .validation("\(name): Values must not be empty.") }
        budget -= values.count
        guard budget >= 0 else { throw .validation("A request may hold at most \(valueLimit) filter values.") }
        return .values(Set(values), options)
    }

    func matches(_ record: CostRecord) -> Bool {
        switch self {
        case .all(let filters): filters.allSatisfy { $0.matches(record) }
        case .any(let filters): filters.contains { $0.matches(record) }
        case .not(let filter): !filter.matches(record)
        case .selection(let property, let match): match.accepts(property.value(of: record))
        }
    }

    /// Whether the expression speaks of a dimension.
    func mentions(_ dimension: String) -> Bool {
        switch self {
        case .all(let filters), .any(let filters): filters.contains { $0.mentions(dimension) }
        case .not(let filter): filter.mentions(dimension)
        case .selection(let property, _): property == .dimension(dimension)
        }
    }
}

/// What lines are filtered and grouped by.
enum CostProperty: Equatable {
    case dimension(String)
    case tag(String)
    case category(String)

    /// The value that a line has; empty for none.
    func value(of record: CostRecord) -> String {
        switch self {
        case .dimension(let key): record.value(of: key)
        case .tag(let key): record.tags[key] ?? ""
        case .category(let key): record.categories[key] ?? ""
        }
    }

    /// The value as a group's key.
    func key(of record: CostRecord) -> String {
        switch self {
        case .dimension: value(of: record)
        case .tag(let key), .category(let key): "\(key)$\(value(of: record))"
        }
    }

    /// The expression that selects one value.
    func selector(_ value: String) -> JSONValue {
        let (member, key) =
            switch self {
            case .dimension(let key): ("Dimensions", key)
            case .tag(let key): ("Tags", key)
            case .category(let key): ("CostCategories", key)
            }
        return .object([
            member: value.isEmpty
                ? ["Key": .string(key), "MatchOptions": ["ABSENT"]]
                : ["Key": .string(key), "Values": [.string(value)]]
        ])
    }
}

/// How a line's value is compared.
enum CostMatch {
    case absent
    case present
    /// The values and the match options; the empty value stands for none.
    case values(Set<String>, Set<String>)

    func accepts(_ value: String) -> Bool {
        switch self {
        case .absent: return value.isEmpty
        case .present: return !value.isEmpty
        case .values(let values, let options):
            let ignoresCase = options.contains("CASE_INSENSITIVE")
            let text = ignoresCase ? value.lowercased() : value
            return values.contains { wanted in
                let wanted = ignoresCase ? wanted.lowercased() : wanted
                if options.contains("STARTS_WITH") { return text.hasPrefix(wanted) }
                if options.contains("ENDS_WITH") { return text.hasSuffix(wanted) }
                if options.contains("CONTAINS") { return wanted.isEmpty || text.firstRange(ofText: wanted) != nil }
                return text == wanted
            }
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

    static let inCategoryRules: Set<String> = [
        "LINKED_ACCOUNT", "SERVICE_CODE", "RECORD_TYPE", "LINKED_ACCOUNT_NAME", "REGION", "USAGE_TYPE",
    ]

    static let groupable: Set<String> = [
        "AZ", "INSTANCE_TYPE", "LEGAL_ENTITY_NAME", "INVOICING_ENTITY", "LINKED_ACCOUNT", "OPERATION", "PLATFORM",
        "PURCHASE_TYPE", "SERVICE", "TENANCY", "RECORD_TYPE", "USAGE_TYPE", "REGION", "BILLING_ENTITY",
        "DATABASE_ENGINE", "DEPLOYMENT_OPTION",
    ]
}
