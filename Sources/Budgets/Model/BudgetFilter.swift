/// Which bill lines count against a budget, in Cost Explorer's terms.
///
/// ```swift
/// budget.filterExpression = .and(.tag("dept", in: ["claims"]), .not(.dimension(.recordType, in: ["Credit"])))
/// budget.metrics = [.unblendedCost]
/// ```
///
/// Every node is one of the service's `Expression`. AWS does not say whether the key of a user's tag takes a prefix here;
/// it takes none in Cost Explorer, whose grammar this is.
public struct BudgetFilter: Sendable, Hashable {
    indirect enum Node: Sendable, Hashable {
        case and([BudgetFilter])
        case or([BudgetFilter])
        case not(BudgetFilter)
        case dimension(Dimension, Selection)
        case tag(String?, Selection)
        case costCategory(String?, Selection)
    }

    /// The values of one property, and how they are compared.
    struct Selection: Sendable, Hashable {
        var values: [String]?
        var matchOptions: [MatchOption]?
    }

    let node: Node

    init(_ node: Node) { self.node = node }

    /// Lines whose dimension has one of `values`.
    public static func dimension(
        _ dimension: Dimension, in values: [String], matching options: [MatchOption]? = nil
    ) -> BudgetFilter {
        BudgetFilter(.dimension(dimension, Selection(values: values, matchOptions: options)))
    }

    /// Lines whose tag has one of `values`.
    public static func tag(
        _ key: String, in values: [String], matching options: [MatchOption]? = nil
    ) -> BudgetFilter {
        BudgetFilter(.tag(key, Selection(values: values, matchOptions: options)))
    }

    /// Lines without a tag.
    public static func absent(tag key: String) -> BudgetFilter {
        BudgetFilter(.tag(key, Selection(matchOptions: [.absent])))
    }

    /// Lines that a cost category puts under one of `values`.
    public static func costCategory(
        _ name: String, in values: [String], matching options: [MatchOption]? = nil
    ) -> BudgetFilter {
        BudgetFilter(.costCategory(name, Selection(values: values, matchOptions: options)))
    }

    /// Lines that all filters count.
    public static func and(_ first: BudgetFilter, _ others: BudgetFilter...) -> BudgetFilter {
        all(of: [first] + others)
    }
    /// Lines that all of `filters` count; a list of one is that one.
    public static func all(of filters: [BudgetFilter]) -> BudgetFilter {
        filters.count == 1 ? filters[0] : BudgetFilter(.and(filters))
    }
    /// Lines that at least one filter counts.
    public static func or(_ first: BudgetFilter, _ others: BudgetFilter...) -> BudgetFilter {
        any(of: [first] + others)
    }
    /// Lines that at least one of `filters` counts; a list of one is that one.
    public static func any(of filters: [BudgetFilter]) -> BudgetFilter {
        filters.count == 1 ? filters[0] : BudgetFilter(.or(filters))
    }
    /// Lines that the filter does not count.
    public static func not(_ filter: BudgetFilter) -> BudgetFilter { BudgetFilter(.not(filter)) }
}

extension BudgetFilter: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case and = "And"
        case or = "Or"
        case not = "Not"
        case dimensions = "Dimensions"
        case tags = "Tags"
        case costCategories = "CostCategories"
    }

    private enum SelectionKeys: String, CodingKey {
        case key = "Key"
        case values = "Values"
        case matchOptions = "MatchOptions"
    }

    /// Decodes the service's `Expression`, which has exactly one member.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard let member = container.allKeys.first, container.allKeys.count == 1 else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: container.codingPath,
                    debugDescription: "an expression has exactly one member, not \(container.allKeys.count)"))
        }
        switch member {
        case .and: node = .and(try container.decode([BudgetFilter].self, forKey: .and))
        case .or: node = .or(try container.decode([BudgetFilter].self, forKey: .or))
        case .not: node = .not(try container.decode(BudgetFilter.self, forKey: .not))
        case .dimensions, .tags, .costCategories:
            let nested = try container.nestedContainer(keyedBy: SelectionKeys.self, forKey: member)
            let selection = Selection(
                values: try nested.decodeIfPresent([String].self, forKey: .values),
                matchOptions: try nested.decodeIfPresent([MatchOption].self, forKey: .matchOptions))
            switch member {
            case .dimensions:
                guard selection.values != nil else {
                    throw DecodingError.keyNotFound(
                        SelectionKeys.values,
                        .init(codingPath: nested.codingPath, debugDescription: "a dimension has values"))
                }
                node = .dimension(try nested.decode(Dimension.self, forKey: .key), selection)
            case .tags: node = .tag(try nested.decodeIfPresent(String.self, forKey: .key), selection)
            default: node = .costCategory(try nested.decodeIfPresent(String.self, forKey: .key), selection)
            }
        }
    }

    /// Encodes the service's `Expression`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch node {
        case .and(let filters): try container.encode(filters, forKey: .and)
        case .or(let filters): try container.encode(filters, forKey: .or)
        case .not(let filter): try container.encode(filter, forKey: .not)
        case .dimension(let dimension, let selection):
            try Self.encode(selection, of: dimension.rawValue, in: &container, .dimensions)
        case .tag(let key, let selection): try Self.encode(selection, of: key, in: &container, .tags)
        case .costCategory(let name, let selection):
            try Self.encode(selection, of: name, in: &container, .costCategories)
        }
    }

    private static func encode(
        _ selection: Selection, of key: String?, in container: inout KeyedEncodingContainer<CodingKeys>,
        _ member: CodingKeys
    ) throws {
        var nested = container.nestedContainer(keyedBy: SelectionKeys.self, forKey: member)
        try nested.encodeIfPresent(key, forKey: .key)
        try nested.encodeIfPresent(selection.values, forKey: .values)
        try nested.encodeIfPresent(selection.matchOptions, forKey: .matchOptions)
    }
}
