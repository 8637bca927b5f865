public import AWSCore
public import Metering

/// Cost Explorer UpdateAnomalySubscription: changes a subscription. What is `nil` stays as it is.
public struct UpdateAnomalySubscription: JSONRPCOperation, Hashable, Codable {
    /// Cost Explorer.
    public typealias Service = CostExplorerService
    /// `UpdateAnomalySubscription`.
    public static let name = "UpdateAnomalySubscription"
    /// The same change twice is one change.
    public static let isIdempotent = true

    /// The subscription.
    public var subscriptionARN: ARN
    private var thresholdNumber: WireDollars?
    /// How often somebody is told.
    public var frequency: AnomalySubscription.Frequency?
    /// The monitors whose anomalies are reported.
    public var monitorARNs: [ARN]?
    /// Who is told.
    public var subscribers: [AnomalySubscription.Subscriber]?
    /// The name.
    public var name: String?
    /// Which anomalies are reported, by their impact.
    public var thresholdExpression: CostFilter?

    /// The older form of ``thresholdExpression``, in US dollars.
    public var threshold: Money? {
        get { thresholdNumber?.money }
        set { thresholdNumber = newValue.map(WireDollars.init) }
    }

    private enum CodingKeys: String, CodingKey {
        case subscriptionARN = "SubscriptionArn"
        case thresholdNumber = "Threshold"
        case frequency = "Frequency"
        case monitorARNs = "MonitorArnList"
        case subscribers = "Subscribers"
        case name = "SubscriptionName"
        case thresholdExpression = "ThresholdExpression"
    }

    /// Asks for a change; set what is to change.
    public init(_ subscriptionARN: ARN) { self.subscriptionARN = subscriptionARN }

    /// What UpdateAnomalySubscription returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The subscription's ARN.
        public var subscriptionARN: ARN

        private enum CodingKeys: String, CodingKey { case subscriptionARN = "SubscriptionArn" }
    }

    /// Checks name, subscribers and threshold.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        if let name { try AnomalyRules.validate(name: name, "SubscriptionName") }
        if let subscribers { try AnomalyRules.validate(subscribers, frequency) }
        try AnomalyRules.validate(threshold, thresholdExpression)
    }
}
