public import AWSCore

/// Cost Explorer CreateAnomalySubscription: tells somebody of anomalies.
public struct CreateAnomalySubscription: JSONRPCOperation, Hashable, Codable {
    /// Cost Explorer.
    public typealias Service = CostExplorerService
    /// `CreateAnomalySubscription`.
    public static let name = "CreateAnomalySubscription"
    /// A second request makes a second subscription.
    public static let isIdempotent = false

    /// Who is told of what.
    public var subscription: AnomalySubscription
    /// Tags of the subscription itself, up to 200.
    public var resourceTags: [CostResourceTag]?

    private enum CodingKeys: String, CodingKey {
        case subscription = "AnomalySubscription"
        case resourceTags = "ResourceTags"
    }

    /// Asks for a subscription.
    public init(_ subscription: AnomalySubscription, resourceTags: [CostResourceTag]? = nil) {
        self.subscription = subscription
        self.resourceTags = resourceTags
    }

    /// What CreateAnomalySubscription returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The subscription's ARN.
        public var subscriptionARN: ARN

        private enum CodingKeys: String, CodingKey {
            case subscriptionARN = "SubscriptionArn"
        }
    }

    /// Checks the subscription and the tags.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try AnomalyRules.validate(subscription)
        try CostCategoryRules.validate(resourceTags)
    }
}
