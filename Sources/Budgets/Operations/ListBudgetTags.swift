public import AWSCore
public import Attribution

/// AWS Budgets ListTagsForResource: the tags of a budget or a budget action, all in one reply.
public struct ListBudgetTags: JSONRPCOperation, Hashable, Codable {
    /// AWS Budgets.
    public typealias Service = BudgetsService
    /// `ListTagsForResource`.
    public static let name = "ListTagsForResource"
    /// It only reads.
    public static let isIdempotent = true

    /// Whose tags.
    public var resource: ARN

    private enum CodingKeys: String, CodingKey {
        case resource = "ResourceARN"
    }

    /// Asks for the tags of a budget or a budget action.
    public init(_ resource: ARN) { self.resource = resource }

    /// What ListTagsForResource returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The tags, as the service has them.
        public var tags: TagSet

        private enum CodingKeys: String, CodingKey {
            case tags = "ResourceTags"
        }

        /// Reads the service's form; without a list there are no tags.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            tags = try container.decodeIfPresent(CapitalizedTagList.self, forKey: .tags)?.tags ?? [:]
        }

        /// Writes the service's form.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(CapitalizedTagList(tags), forKey: .tags)
        }
    }

    /// Checks the ARN by the service's rules.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) { try InputRules.check(resourceARN: resource) }
}
