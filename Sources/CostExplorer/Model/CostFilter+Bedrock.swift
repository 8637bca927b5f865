extension CostFilter {
    /// What a filter comes to once ``bedrock`` stands for a list of names, which may be empty.
    enum Resolution: Sendable, Hashable {
        /// It counts every line.
        case everything
        /// It counts no line.
        case nothing
        /// It counts what the filter says.
        case filter(CostFilter)
    }

    /// Whether names must be looked up.
    var needsBedrockNames: Bool {
        switch node {
        case .and(let operands), .or(let operands): operands.contains(where: \.needsBedrockNames)
        case .not(let operand): operand.needsBedrockNames
        case .selection, .bedrock(.some): false
        case .bedrock(nil): true
        }
    }

    /// The service names that the caller gave.
    var givenBedrockNames: [String] {
        switch node {
        case .and(let operands), .or(let operands): operands.flatMap(\.givenBedrockNames)
        case .not(let operand): operand.givenBedrockNames
        case .selection, .bedrock(nil): []
        case .bedrock(let names?): names
        }
    }

    /// Puts the names in the place of ``bedrock``.
    ///
    /// An account without Bedrock has no names, and the service takes no empty list: ``bedrock`` is then a filter that
    /// counts nothing, and what it is combined with is simplified by the rules of logic.
    func resolved(bedrock names: [String]) -> Resolution {
        switch node {
        case .selection, .bedrock(.some): return .filter(self)
        case .bedrock(nil): return names.isEmpty ? .nothing : .filter(.bedrock(named: names))
        case .not(let operand):
            return switch operand.resolved(bedrock: names) {
            case .everything: .nothing
            case .nothing: .everything
            case .filter(let filter): .filter(.not(filter))
            }
        case .and(let operands):
            return Self.combine(operands.map { $0.resolved(bedrock: names) }, absorbing: .nothing, neutral: .everything)
            {
                .all(of: $0)
            }
        case .or(let operands):
            return Self.combine(operands.map { $0.resolved(bedrock: names) }, absorbing: .everything, neutral: .nothing)
            {
                .any(of: $0)
            }
        }
    }

    private static func combine(
        _ operands: [Resolution], absorbing: Resolution, neutral: Resolution, _ join: ([CostFilter]) -> CostFilter
    ) -> Resolution {
        if operands.contains(absorbing) { return absorbing }
        let filters = operands.compactMap { if case .filter(let filter) = $0 { filter } else { nil } }
        return filters.isEmpty ? neutral : .filter(join(filters))
    }
}
