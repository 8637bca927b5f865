public import AWSCore

/// AWS Budgets UntagResource: takes tags off a budget or a budget action. Keys that it lacks do not matter.
public struct UntagBudget: JSONRPCOperation, Hashable, Codable {
    /// AWS Budgets.
    public typealias Service = BudgetsService
    /// `UntagResource`.
    public static let name = "UntagResource"
    /// Untagged twice is untagged once.
    public static let isIdempotent = true

    /// What is untagged.
    public var resource: ARN
    /// The keys, at most 200.
    public var keys: [String]

    private enum CodingKeys: String, CodingKey {
        case resource = "ResourceARN"
        case keys = "ResourceTagKeys"
    }

    /// Untags a budget or a budget action.
    public init(_ resource: ARN, keys: [String]) {
        self.resource = resource
        self.keys = keys
    }

    /// An empty reply.
    public struct Output: Sendable, Hashable, Codable {}

    /// Checks ARN and keys by the service's limits.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try InputRules.check(resourceARN: resource)
        try InputRules.check(resourceTagKeys: keys)
    }
}
