public import AWSCore

/// Somebody who is told: an e-mail address or an SNS topic.
///
/// No description shows the address, which the service's model marks as sensitive.
public struct BudgetSubscriber: Sendable, Hashable, Codable, CustomStringConvertible, CustomReflectable {
    /// The way to a subscriber.
    public struct Channel: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A channel by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// An SNS topic. Its policy must let `budgets.amazonaws.com` publish.
        public static let sns = Self(rawValue: "SNS")
        /// An e-mail address.
        public static let email = Self(rawValue: "EMAIL")
    }

    /// The way to the subscriber.
    public var channel: Channel
    /// The e-mail address, or the topic's ARN.
    public var address: String

    private enum CodingKeys: String, CodingKey {
        case channel = "SubscriptionType"
        case address = "Address"
    }

    /// A subscriber.
    public init(_ channel: Channel, _ address: String) {
        self.channel = channel
        self.address = address
    }

    /// Somebody who gets e-mail.
    public static func email(_ address: String) -> BudgetSubscriber { BudgetSubscriber(.email, address) }
    /// An SNS topic.
    public static func topic(_ arn: ARN) -> BudgetSubscriber { BudgetSubscriber(.sns, arn.rawValue) }

    /// The channel, without the address.
    public var description: String { "\(channel) subscriber" }
    /// The channel, without the address.
    public var customMirror: Mirror { Mirror(self, children: ["channel": channel]) }
}
