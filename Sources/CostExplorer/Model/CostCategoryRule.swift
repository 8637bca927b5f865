public import AWSCore

/// A rule of a cost category: which bill lines get which value. The first rule that matches decides.
///
/// ```swift
/// let rules: [CostCategoryRule] = [
///     .value("Insurance", where: .tag("dept", in: ["claims", "underwriting"])),
///     .value("Shared", where: .dimension(.linkedAccountName, in: ["shared"], matching: [.startsWith])),
///     .inherited(fromTag: "dept"),
/// ]
/// ```
public struct CostCategoryRule: Sendable, Hashable, Codable {
    /// How a rule finds its value.
    public struct Kind: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A value by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Its own ``value``, where ``rule`` matches.
        public static let regular = Self(rawValue: "REGULAR")
        /// The value of a tag, or the account's name.
        public static let inheritedValue = Self(rawValue: "INHERITED_VALUE")
    }

    /// Where an inherited value comes from.
    public struct InheritedValue: Sendable, Hashable, Codable {
        /// What a value is taken from.
        public struct Source: OpenStringSet {
            /// The name on the wire.
            public let rawValue: String

            /// A value by its name on the wire.
            public init(rawValue: String) { self.rawValue = rawValue }

            /// The account's name.
            public static let linkedAccountName = Self(rawValue: "LINKED_ACCOUNT_NAME")
            /// The value of a tag.
            public static let tag = Self(rawValue: "TAG")
        }

        /// A tag or the account's name.
        public var source: Source?
        /// The tag's key.
        public var key: String?

        private enum CodingKeys: String, CodingKey {
            case source = "DimensionName"
            case key = "DimensionKey"
        }

        /// A source.
        public init(source: Source?, key: String? = nil) {
            self.source = source
            self.key = key
        }
    }

    /// The category's value for the lines that match, 1 to 50 characters. Regular rules have one.
    public var value: String?
    /// Which lines match. Regular rules have one.
    public var rule: CostFilter?
    /// Where the value comes from. Rules that inherit have one.
    public var inheritedValue: InheritedValue?
    /// How the rule finds its value; regular where `nil`.
    public var kind: Kind?

    private enum CodingKeys: String, CodingKey {
        case value = "Value"
        case rule = "Rule"
        case inheritedValue = "InheritedValue"
        case kind = "Type"
    }

    /// A rule as the service's model has it; ``value(_:where:)`` and ``inherited(fromTag:)`` cannot be wrong.
    public init(
        value: String? = nil, rule: CostFilter? = nil, inheritedValue: InheritedValue? = nil, kind: Kind? = nil
    ) {
        self.value = value
        self.rule = rule
        self.inheritedValue = inheritedValue
        self.kind = kind
    }

    /// Gives `value` to the lines that `filter` matches.
    ///
    /// A rule knows the dimensions account, account name, service code, record type, Region and usage type; tags; and other
    /// cost categories.
    public static func value(_ value: String, where filter: CostFilter) -> CostCategoryRule {
        CostCategoryRule(value: value, rule: filter, kind: .regular)
    }

    /// Gives each line the value of its tag `key`; lines without it go on to the next rule.
    public static func inherited(fromTag key: String) -> CostCategoryRule {
        CostCategoryRule(inheritedValue: InheritedValue(source: .tag, key: key), kind: .inheritedValue)
    }

    /// Gives each line its account's name.
    public static let inheritedFromAccountName = CostCategoryRule(
        inheritedValue: InheritedValue(source: .linkedAccountName), kind: .inheritedValue)
}
