public import AWSCore

/// What the rows of a cost query stand for: the values of a tag, of a dimension or of a cost category.
public struct CostGrouping: Sendable, Hashable, Codable {
    /// What kind of thing is grouped by.
    public struct Kind: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A kind by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// A property of the bill lines.
        public static let dimension = Self(rawValue: "DIMENSION")
        /// A cost allocation tag.
        public static let tag = Self(rawValue: "TAG")
        /// A cost category.
        public static let costCategory = Self(rawValue: "COST_CATEGORY")
    }

    /// What kind of thing is grouped by.
    public let kind: Kind
    /// The tag's key, or the name of the dimension or category.
    public let key: String

    private enum CodingKeys: String, CodingKey {
        case kind = "Type"
        case key = "Key"
    }

    /// By the values of a cost allocation tag. Case matters: `Dept` is not `dept`.
    public static func tag(_ key: String) -> CostGrouping { CostGrouping(kind: .tag, key: key) }
    /// By the values of a cost category.
    public static func costCategory(_ name: String) -> CostGrouping { CostGrouping(kind: .costCategory, key: name) }
    /// By the values of a dimension: one of the twelve that GetCostAndUsage groups by.
    public static func dimension(_ dimension: CostDimension) -> CostGrouping {
        CostGrouping(kind: .dimension, key: dimension.rawValue)
    }
    /// By service, which for third-party models means by model.
    public static let service = dimension(.service)
    /// By meter.
    public static let usageType = dimension(.usageType)
    /// By account.
    public static let linkedAccount = dimension(.linkedAccount)
    /// By API operation.
    public static let operation = dimension(.operation)
    /// By resource, such as an inference profile's ARN. In GetCostAndUsageWithResources only.
    public static let resource = dimension(.resourceID)

    /// Whether bill lines may lack a value.
    var mayBeAbsent: Bool { kind == .tag || kind == .costCategory }

    /// The value in a group's key: `dept$claims` is `claims`, and `dept$` is none. The value may hold `$` itself.
    func value(inGroupKey groupKey: String) -> String? {
        guard mayBeAbsent else { return groupKey }
        let value = groupKey.hasPrefix("\(key)$") ? String(groupKey.dropFirst(key.count + 1)) : groupKey
        return value.isEmpty ? nil : value
    }

    /// - Parameter allowsResources: Whether costs can be grouped by resource.
    static func validate(_ groupings: [CostGrouping], allowsResources: Bool = false) throws(AWSError) {
        guard groupings.count <= 2 else {
            throw .invalidInput("GroupBy", "costs are grouped by at most 2 things, got \(groupings.count)")
        }
        guard Set(groupings).count == groupings.count else {
            throw .invalidInput("GroupBy", "\(groupings[0].kind) \(groupings[0].key) stands there twice")
        }
        for grouping in groupings {
            guard (1...1024).contains(grouping.key.count) else {
                throw .invalidInput("GroupBy", "a key has 1 to 1024 characters, got \(grouping.key.count)")
            }
            guard grouping.kind == .dimension, !(allowsResources && grouping == .resource) else { continue }
            guard CostDimension.grouping.contains(CostDimension(rawValue: grouping.key)) else {
                let known = CostDimension.grouping.map(\.rawValue).joined(separator: ", ")
                throw .invalidInput(
                    "GroupBy", "costs cannot be grouped by \(grouping.key); the dimensions are \(known)")
            }
        }
    }
}
