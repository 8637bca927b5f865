import AWSCore

extension CostFilter {
    /// What an expression may hold where it is used.
    struct Grammar: Sendable {
        /// The member that holds the expression.
        let member: String
        /// Where it is used, in words.
        let place: String
        /// The dimensions that are known there; `nil` for all but those of other places.
        let dimensions: Set<CostDimension>?
        /// How dimensions are matched.
        let dimensionOptions: Set<MatchOption>
        /// How tags and cost categories are matched.
        let otherOptions: Set<MatchOption>
        /// The most values in a request.
        let valueLimit: Int?

        /// GetCostAndUsage and all other operations that read costs.
        static let query = Grammar(
            member: "Filter", place: "cost queries", dimensions: nil, dimensionOptions: [.equals, .caseSensitive],
            otherOptions: [.equals, .absent, .caseSensitive], valueLimit: 100)

        /// The rules of cost categories.
        static let costCategoryRule = Grammar(
            member: "Rules", place: "cost category rules",
            dimensions: [.linkedAccount, .serviceCode, .recordType, .linkedAccountName, .region, .usageType],
            dimensionOptions: ruleOptions, otherOptions: ruleOptions, valueLimit: nil)

        private static let ruleOptions: Set<MatchOption> = [
            .equals, .absent, .startsWith, .endsWith, .contains, .caseSensitive, .caseInsensitive,
        ]
    }

    /// Checks the rules of the place where the filter is used.
    ///
    /// - Parameter allowsBedrock: Whether ``bedrock`` may still stand for names to be looked up.
    func validate(as grammar: Grammar = .query, allowsBedrock: Bool = false) throws(AWSError) {
        var values = 0
        try validate(as: grammar, allowsBedrock: allowsBedrock, values: &values)
        if let limit = grammar.valueLimit, values > limit {
            throw .invalidInput(grammar.member, "a request takes at most \(limit) values, got \(values)")
        }
    }

    private func validate(as grammar: Grammar, allowsBedrock: Bool, values: inout Int) throws(AWSError) {
        switch node {
        case .and(let operands), .or(let operands):
            guard operands.count >= 2 else {
                throw .invalidInput(
                    grammar.member, "\(operatorName) needs at least 2 operands, got \(operands.count)")
            }
            for operand in operands {
                try operand.validate(as: grammar, allowsBedrock: allowsBedrock, values: &values)
            }
        case .not(let operand):
            try operand.validate(as: grammar, allowsBedrock: allowsBedrock, values: &values)
        case .selection(let selection):
            try selection.validate(as: grammar)
            values += selection.values?.count ?? 0
        case .bedrock(let names?):
            try Selection(property: .dimension(.service), values: names).validate(as: grammar)
            values += names.count
        case .bedrock(nil):
            guard allowsBedrock else { throw .invalidInput(grammar.member, Self.unresolvedBedrock) }
        }
    }

    private var operatorName: String { if case .and = node { "And" } else { "Or" } }

    /// Whether a dimension is part of the filter.
    func mentions(_ dimension: CostDimension) -> Bool {
        switch node {
        case .and(let operands), .or(let operands): operands.contains { $0.mentions(dimension) }
        case .not(let operand): operand.mentions(dimension)
        case .selection(let selection): selection.property == .dimension(dimension)
        case .bedrock: dimension == .service
        }
    }
}

extension CostFilter.Selection {
    fileprivate func validate(as grammar: CostFilter.Grammar) throws(AWSError) {
        let options = Set(matchOptions ?? [])
        let allowed: Set<MatchOption>
        switch property {
        case .dimension(let dimension):
            let isKnown =
                grammar.dimensions?.contains(dimension) ?? !CostDimension.notForFilters.contains(dimension)
            guard isKnown else {
                let known = grammar.dimensions.map {
                    "; those are \($0.map(\.rawValue).sorted().joined(separator: ", "))"
                }
                throw .invalidInput(
                    grammar.member, "\(dimension) is not a dimension of \(grammar.place)\(known ?? "")")
            }
            allowed = grammar.dimensionOptions
        case .tag(let key):
            guard (1...1024).contains(key.count) else {
                throw .invalidInput(grammar.member, "a tag's key has 1 to 1024 characters, got \(key.count)")
            }
            allowed = grammar.otherOptions
        case .costCategory(let name):
            guard (1...50).contains(name.count) else {
                throw .invalidInput(grammar.member, "a cost category's name has 1 to 50 characters, got \(name.count)")
            }
            allowed = grammar.otherOptions
        }
        guard let foreign = options.subtracting(allowed).map(\.rawValue).min() else {
            return try validateValues(isAbsent: options.contains(.absent), grammar.member)
        }
        let names = allowed.map(\.rawValue).sorted().joined(separator: ", ")
        throw .invalidInput(grammar.member, "\(name) cannot be matched by \(foreign), only by \(names)")
    }

    private func validateValues(isAbsent: Bool, _ member: String) throws(AWSError) {
        let values = values ?? []
        if isAbsent {
            guard values.isEmpty else {
                throw .invalidInput(member, "\(name) cannot be absent and have values")
            }
            return
        }
        guard !values.isEmpty else { throw .invalidInput(member, "\(name) has an empty list of values") }
        for value in values where value.count > 1024 {
            throw .invalidInput(member, "\(name): a value has at most 1024 characters, got \(value.count)")
        }
    }

    var name: String {
        switch property {
        case .dimension(let dimension): dimension.rawValue
        case .tag(let key): "tag \"\(key)\""
        case .costCategory(let name): "cost category \"\(name)\""
        }
    }
}
