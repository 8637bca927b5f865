import AWSCore

extension CostFilter {
    /// Checks the rules of cost queries.
    ///
    /// - Parameter allowsBedrock: Whether ``bedrock`` may still stand for names to be looked up.
    func validate(allowsBedrock: Bool = false) throws(AWSError) {
        var values = 0
        try validate(allowsBedrock: allowsBedrock, values: &values)
        guard values <= 100 else {
            throw .invalidInput("Filter", "a request takes at most 100 values, got \(values)")
        }
    }

    private func validate(allowsBedrock: Bool, values: inout Int) throws(AWSError) {
        switch node {
        case .and(let operands), .or(let operands):
            guard operands.count >= 2 else {
                throw .invalidInput("Filter", "\(operatorName) needs at least 2 operands, got \(operands.count)")
            }
            for operand in operands { try operand.validate(allowsBedrock: allowsBedrock, values: &values) }
        case .not(let operand):
            try operand.validate(allowsBedrock: allowsBedrock, values: &values)
        case .selection(let selection):
            try selection.validate()
            values += selection.values?.count ?? 0
        case .bedrock(let names?):
            try Selection(property: .dimension(.service), values: names).validate()
            values += names.count
        case .bedrock(nil):
            guard allowsBedrock else { throw .invalidInput("Filter", Self.unresolvedBedrock) }
        }
    }

    private var operatorName: String { if case .and = node { "And" } else { "Or" } }
}

extension CostFilter.Selection {
    /// GetCostAndUsage's rules for `MatchOptions`; the other operations that take an `Expression` have no wider ones.
    fileprivate func validate() throws(AWSError) {
        let options = Set(matchOptions ?? [])
        let allowed: Set<MatchOption>
        switch property {
        case .dimension(let dimension):
            guard !CostDimension.notForFilters.contains(dimension) else {
                throw .invalidInput("Filter", "\(dimension) is not a dimension of cost queries")
            }
            allowed = [.equals, .caseSensitive]
        case .tag(let key):
            guard (1...1024).contains(key.count) else {
                throw .invalidInput("Filter", "a tag's key has 1 to 1024 characters, got \(key.count)")
            }
            allowed = [.equals, .absent, .caseSensitive]
        case .costCategory(let name):
            guard (1...50).contains(name.count) else {
                throw .invalidInput("Filter", "a cost category's name has 1 to 50 characters, got \(name.count)")
            }
            allowed = [.equals, .absent, .caseSensitive]
        }
        guard let foreign = options.subtracting(allowed).map(\.rawValue).min() else {
            return try validateValues(isAbsent: options.contains(.absent))
        }
        let names = allowed.map(\.rawValue).sorted().joined(separator: ", ")
        throw .invalidInput("Filter", "\(name) cannot be matched by \(foreign), only by \(names)")
    }

    private func validateValues(isAbsent: Bool) throws(AWSError) {
        let values = values ?? []
        if isAbsent {
            guard values.isEmpty else {
                throw .invalidInput("Filter", "\(name) cannot be absent and have values")
            }
            return
        }
        guard !values.isEmpty else { throw .invalidInput("Filter", "\(name) has an empty list of values") }
        for value in values where value.count > 1024 {
            throw .invalidInput("Filter", "\(name): a value has at most 1024 characters, got \(value.count)")
        }
    }

    private var name: String {
        switch property {
        case .dimension(let dimension): dimension.rawValue
        case .tag(let key): "tag \"\(key)\""
        case .costCategory(let name): "cost category \"\(name)\""
        }
    }
}
