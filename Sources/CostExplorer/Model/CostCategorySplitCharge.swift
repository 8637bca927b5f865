public import AWSCore

/// How the cost under one value of a cost category is charged to others.
///
/// AWS shows split charges on the category's own page only: reports of Cost Explorer stay as they are.
public struct CostCategorySplitCharge: Sendable, Hashable, Codable {
    /// How the cost is split.
    public struct Method: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A value by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// By percentages that the parameters give.
        public static let fixed = Self(rawValue: "FIXED")
        /// In proportion to each target's own cost.
        public static let proportional = Self(rawValue: "PROPORTIONAL")
        /// In equal parts.
        public static let even = Self(rawValue: "EVEN")
    }

    /// A setting of the method.
    public struct Parameter: Sendable, Hashable, Codable {
        /// What a setting says.
        public struct Kind: OpenStringSet {
            /// The name on the wire.
            public let rawValue: String

            /// A value by its name on the wire.
            public init(rawValue: String) { self.rawValue = rawValue }

            /// Each target's part in percent, in the order of the targets.
            public static let allocationPercentages = Self(rawValue: "ALLOCATION_PERCENTAGES")
        }

        /// What it says.
        public var kind: Kind
        /// Its values, as text.
        public var values: [String]

        private enum CodingKeys: String, CodingKey {
            case kind = "Type"
            case values = "Values"
        }

        /// A setting.
        public init(_ kind: Kind, _ values: [String]) {
            self.kind = kind
            self.values = values
        }
    }

    /// The value whose cost is split; empty for what has no value.
    public var source: String
    /// The values that it is charged to, 1 to 500.
    public var targets: [String]
    /// How it is split.
    public var method: Method
    /// The settings that ``Method/fixed`` needs.
    public var parameters: [Parameter]?

    private enum CodingKeys: String, CodingKey {
        case source = "Source"
        case targets = "Targets"
        case method = "Method"
        case parameters = "Parameters"
    }

    /// A split.
    public init(_ source: String, to targets: [String], _ method: Method, parameters: [Parameter]? = nil) {
        self.source = source
        self.targets = targets
        self.method = method
        self.parameters = parameters
    }
}
