public import AWSCore

/// Cost Explorer DeleteAnomalySubscription: ends a subscription.
public struct DeleteAnomalySubscription: JSONRPCOperation, Hashable, Codable {
    /// Cost Explorer.
    public typealias Service = CostExplorerService
    /// `DeleteAnomalySubscription`.
    public static let name = "DeleteAnomalySubscription"
    /// What is gone is gone; a second time the service says that it does not know it.
    public static let isIdempotent = false

    /// The subscription.
    public var subscriptionARN: ARN

    private enum CodingKeys: String, CodingKey { case subscriptionARN = "SubscriptionArn" }

    /// Asks for its end.
    public init(_ subscriptionARN: ARN) { self.subscriptionARN = subscriptionARN }

    /// DeleteAnomalySubscription returns nothing.
    public struct Output: Sendable, Hashable, Codable {}
}
