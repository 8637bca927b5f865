public import AWSCore

/// What Cost Anomaly Detection watches.
///
/// > Warning: Cost Anomaly Detection leaves out charges of AWS Marketplace, and Claude on Bedrock is billed through it. A
/// > monitor sees Nova, Titan, Llama and other models billed as `Amazon Bedrock`; a runaway Claude workload it does not see.
/// > Watch that with a budget by tag, or with an alarm on the model's token metrics.
public struct AnomalyMonitor: Sendable, Hashable, Codable {
    /// Who chooses what is watched.
    public struct Kind: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A value by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// AWS: every value of a dimension by itself, new ones included.
        public static let dimensional = Self(rawValue: "DIMENSIONAL")
        /// The account's owner: a few values together.
        public static let custom = Self(rawValue: "CUSTOM")
    }

    /// Whose values are watched, each by itself.
    public struct Dimension: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A value by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Services.
        public static let service = Self(rawValue: "SERVICE")
        /// Accounts.
        public static let linkedAccount = Self(rawValue: "LINKED_ACCOUNT")
        /// The values of one tag.
        public static let tag = Self(rawValue: "TAG")
        /// The values of one cost category.
        public static let costCategory = Self(rawValue: "COST_CATEGORY")
    }

    /// The monitor's ARN, which the service gives it.
    public var monitorARN: ARN?
    /// The name.
    public var name: String
    /// When it was made, as `YYYY-MM-DD`.
    public var creationDate: String?
    /// When it was changed last.
    public var lastUpdatedDate: String?
    /// When it last looked for anomalies.
    public var lastEvaluatedDate: String?
    /// Who chooses what is watched.
    public var kind: Kind
    /// Whose values are watched; for dimensional monitors.
    public var dimension: Dimension?
    /// Which tag or category is watched, or which values.
    public var specification: CostFilter?
    /// How many values are watched.
    public var dimensionalValueCount: Int?

    private enum CodingKeys: String, CodingKey {
        case monitorARN = "MonitorArn"
        case name = "MonitorName"
        case creationDate = "CreationDate"
        case lastUpdatedDate = "LastUpdatedDate"
        case lastEvaluatedDate = "LastEvaluatedDate"
        case kind = "MonitorType"
        case dimension = "MonitorDimension"
        case specification = "MonitorSpecification"
        case dimensionalValueCount = "DimensionalValueCount"
    }

    /// A monitor as the service's model has it; the functions for each kind cannot be wrong.
    public init(name: String, kind: Kind, dimension: Dimension? = nil, specification: CostFilter? = nil) {
        self.name = name
        self.kind = kind
        self.dimension = dimension
        self.specification = specification
    }

    /// Watches every service by itself. For Bedrock that is `Amazon Bedrock`, without the models of AWS Marketplace.
    public static func services(named name: String) -> AnomalyMonitor {
        AnomalyMonitor(name: name, kind: .dimensional, dimension: .service)
    }

    /// Watches every account by itself.
    public static func accounts(named name: String) -> AnomalyMonitor {
        AnomalyMonitor(name: name, kind: .dimensional, dimension: .linkedAccount)
    }

    /// Watches every value of a cost allocation tag by itself.
    public static func values(ofTag key: String, named name: String) -> AnomalyMonitor {
        AnomalyMonitor(
            name: name, kind: .dimensional, dimension: .tag,
            specification: CostFilter(.selection(CostFilter.Selection(property: .tag(key)))))
    }

    /// Watches every value of a cost category by itself.
    public static func values(ofCostCategory category: String, named name: String) -> AnomalyMonitor {
        AnomalyMonitor(
            name: name, kind: .dimensional, dimension: .costCategory,
            specification: CostFilter(.selection(CostFilter.Selection(property: .costCategory(category)))))
    }

    /// Watches what a filter selects, taken together: up to ten accounts, up to ten values of a tag, or one value of a
    /// cost category.
    public static func costs(where filter: CostFilter, named name: String) -> AnomalyMonitor {
        AnomalyMonitor(name: name, kind: .custom, specification: filter)
    }
}
