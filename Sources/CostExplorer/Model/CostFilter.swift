/// Which bill lines a cost query counts.
///
/// ```swift
/// let filter: CostFilter = .and(.bedrock, .tag("dept", in: ["claims"]), .not(.dimension(.recordType, in: ["Credit"])))
/// ```
///
/// Every node is one of the service's `Expression`: operators have at least two operands (one alone is that one), and
/// values are compared exactly, which is the service's default. What the types cannot rule out (empty lists of values,
/// more than 100 of them) is refused with a reason before a request is sent.
public struct CostFilter: Sendable, Hashable {
    indirect enum Node: Sendable, Hashable {
        case and([CostFilter])
        case or([CostFilter])
        case not(CostFilter)
        case selection(Selection)
        /// The service names of Bedrock: those given, or those found in the account.
        case bedrock(named: [String]?)
    }

    /// Values of one property, the form of `DimensionValues`, `TagValues` and `CostCategoryValues`.
    struct Selection: Sendable, Hashable {
        enum Property: Sendable, Hashable {
            case dimension(CostDimension)
            case tag(String)
            case costCategory(String)
        }
        var property: Property
        var values: [String]?
        var matchOptions: [MatchOption]?
    }

    /// Whether something is there.
    public struct Presence: Sendable, Hashable {
        private enum Kind { case absent }
        private let kind: Kind

        /// It is not there.
        public static let absent = Presence(kind: .absent)
    }

    let node: Node

    init(_ node: Node) { self.node = node }

    /// Lines whose dimension is one of `values`.
    public static func dimension(_ dimension: CostDimension, in values: [String]) -> CostFilter {
        CostFilter(.selection(Selection(property: .dimension(dimension), values: values)))
    }

    /// Lines whose dimension is matched by one of `values` in a way other than being equal.
    ///
    /// Rules of cost categories know ``MatchOption/startsWith``, ``MatchOption/endsWith`` and ``MatchOption/contains``; cost
    /// queries refuse them.
    public static func dimension(
        _ dimension: CostDimension, in values: [String], matching options: [MatchOption]
    ) -> CostFilter {
        CostFilter(.selection(Selection(property: .dimension(dimension), values: values, matchOptions: options)))
    }

    /// Lines whose tag has one of `values`. Case matters in keys and values.
    public static func tag(_ key: String, in values: [String]) -> CostFilter {
        CostFilter(.selection(Selection(property: .tag(key), values: values)))
    }

    /// Lines whose tag is matched by one of `values` in a way other than being equal; for rules of cost categories.
    public static func tag(_ key: String, in values: [String], matching options: [MatchOption]) -> CostFilter {
        CostFilter(.selection(Selection(property: .tag(key), values: values, matchOptions: options)))
    }

    /// Lines without a tag: `.tag("dept", .absent)`.
    public static func tag(_ key: String, _ presence: Presence) -> CostFilter { absent(tag: key) }

    /// Lines without a tag.
    public static func absent(tag key: String) -> CostFilter {
        CostFilter(.selection(Selection(property: .tag(key), matchOptions: [.absent])))
    }

    /// Lines that a cost category puts under one of `values`.
    public static func costCategory(_ name: String, in values: [String]) -> CostFilter {
        CostFilter(.selection(Selection(property: .costCategory(name), values: values)))
    }

    /// Lines that a cost category puts nowhere.
    public static func absent(costCategory name: String) -> CostFilter {
        CostFilter(.selection(Selection(property: .costCategory(name), matchOptions: [.absent])))
    }

    /// All spend on Bedrock, third-party models included, which are billed under service names of their own.
    ///
    /// ``CostExplorerClient`` replaces it by the names that the account really has in the period, which takes a billable
    /// request, and says in the report which they were.
    public static var bedrock: Self { CostFilter(.bedrock(named: nil)) }

    /// All spend on Bedrock, under service names that the caller knows. Nothing is looked up.
    public static func bedrock(named services: [String]) -> CostFilter { CostFilter(.bedrock(named: services)) }

    /// Lines that all the filters count.
    public static func and(_ first: CostFilter, _ others: CostFilter...) -> CostFilter {
        others.isEmpty ? first : CostFilter(.and([first] + others))
    }

    /// Lines that all of `filters` count; a list of one is that one.
    ///
    /// An empty list is refused when it is sent.
    public static func all(of filters: [CostFilter]) -> CostFilter {
        filters.count == 1 ? filters[0] : CostFilter(.and(filters))
    }

    /// Lines that at least one of the filters counts.
    public static func or(_ first: CostFilter, _ others: CostFilter...) -> CostFilter {
        others.isEmpty ? first : CostFilter(.or([first] + others))
    }

    /// Lines that at least one of `filters` counts; a list of one is that one.
    ///
    /// An empty list is refused when it is sent.
    public static func any(of filters: [CostFilter]) -> CostFilter {
        filters.count == 1 ? filters[0] : CostFilter(.or(filters))
    }

    /// Lines that the filter does not count.
    public static func not(_ filter: CostFilter) -> CostFilter { CostFilter(.not(filter)) }
}

extension CostFilter: Codable {
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
        case .and: node = .and(try container.decode([CostFilter].self, forKey: .and))
        case .or: node = .or(try container.decode([CostFilter].self, forKey: .or))
        case .not: node = .not(try container.decode(CostFilter.self, forKey: .not))
        case .dimensions, .tags, .costCategories:
            let selection = try container.nestedContainer(keyedBy: SelectionKeys.self, forKey: member)
            let key = try selection.decode(String.self, forKey: .key)
            let property: Selection.Property =
                switch member {
                case .dimensions: .dimension(CostDimension(rawValue: key))
                case .tags: .tag(key)
                default: .costCategory(key)
                }
            node = .selection(
                Selection(
                    property: property, values: try selection.decodeIfPresent([String].self, forKey: .values),
                    matchOptions: try selection.decodeIfPresent([MatchOption].self, forKey: .matchOptions)))
        }
    }

    /// Encodes the service's `Expression`.
    ///
    /// - Throws: `EncodingError` for a ``bedrock`` that has not been replaced by service names.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch node {
        case .and(let filters): try container.encode(filters, forKey: .and)
        case .or(let filters): try container.encode(filters, forKey: .or)
        case .not(let filter): try container.encode(filter, forKey: .not)
        case .selection(let selection): try Self.encode(selection, to: &container)
        case .bedrock(let names?):
            try Self.encode(Selection(property: .dimension(.service), values: names), to: &container)
        case .bedrock(nil):
            throw EncodingError.invalidValue(
                self,
                EncodingError.Context(codingPath: container.codingPath, debugDescription: Self.unresolvedBedrock))
        }
    }

    private static func encode(
        _ selection: Selection, to container: inout KeyedEncodingContainer<CodingKeys>
    ) throws {
        let (member, key): (CodingKeys, String) =
            switch selection.property {
            case .dimension(let dimension): (.dimensions, dimension.rawValue)
            case .tag(let key): (.tags, key)
            case .costCategory(let name): (.costCategories, name)
            }
        var nested = container.nestedContainer(keyedBy: SelectionKeys.self, forKey: member)
        try nested.encode(key, forKey: .key)
        try nested.encodeIfPresent(selection.values, forKey: .values)
        try nested.encodeIfPresent(selection.matchOptions, forKey: .matchOptions)
    }

    static let unresolvedBedrock = """
        .bedrock stands for service names that must be looked up first: \
        use .bedrock(named:) with those of CostExplorerClient.bedrockServices(in:)
        """
}
