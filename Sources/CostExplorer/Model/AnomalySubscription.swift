public import AWSCore
public import Metering

/// Who is told of which anomalies, and how often.
public struct AnomalySubscription: Sendable, Hashable, Codable {
    /// How often anomalies are reported.
    public struct Frequency: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A value by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Each at once, to SNS topics.
        public static let immediate = Self(rawValue: "IMMEDIATE")
        /// Once a day, by e-mail.
        public static let daily = Self(rawValue: "DAILY")
        /// Once a week, by e-mail.
        public static let weekly = Self(rawValue: "WEEKLY")
    }

    /// Who is told.
    public struct Subscriber: Sendable, Hashable, Codable {
        /// How somebody is told.
        public struct Kind: OpenStringSet {
            /// The name on the wire.
            public let rawValue: String

            /// A value by its name on the wire.
            public init(rawValue: String) { self.rawValue = rawValue }

            /// By e-mail.
            public static let email = Self(rawValue: "EMAIL")
            /// Through an SNS topic.
            public static let sns = Self(rawValue: "SNS")
        }

        /// Whether somebody wants to be told.
        public struct Status: OpenStringSet {
            /// The name on the wire.
            public let rawValue: String

            /// A value by its name on the wire.
            public init(rawValue: String) { self.rawValue = rawValue }

            /// Yes.
            public static let confirmed = Self(rawValue: "CONFIRMED")
            /// No.
            public static let declined = Self(rawValue: "DECLINED")
        }

        /// The e-mail address or the topic's ARN, 6 to 302 characters.
        public var address: String?
        /// How.
        public var kind: Kind?
        /// Whether the subscriber wants it.
        public var status: Status?

        private enum CodingKeys: String, CodingKey {
            case address = "Address"
            case kind = "Type"
            case status = "Status"
        }

        /// A subscriber.
        public init(address: String?, kind: Kind?) {
            self.address = address
            self.kind = kind
        }

        /// Somebody with an e-mail address.
        public static func email(_ address: String) -> Subscriber { Subscriber(address: address, kind: .email) }
        /// An SNS topic. Its policy must let `costalerts.amazonaws.com` publish.
        public static func topic(_ arn: ARN) -> Subscriber { Subscriber(address: arn.rawValue, kind: .sns) }
    }

    /// The subscription's ARN, which the service gives it.
    public var subscriptionARN: ARN?
    /// The account that it belongs to.
    public var accountID: String?
    /// The monitors whose anomalies are reported.
    public var monitorARNs: [ARN]
    /// Who is told.
    public var subscribers: [Subscriber]
    private var thresholdNumber: WireDollars?
    /// How often.
    public var frequency: Frequency
    /// The name.
    public var name: String
    /// Which anomalies are reported, by their impact.
    public var thresholdExpression: CostFilter?

    /// The impact from which on anomalies are reported, in US dollars: the service's older form of
    /// ``thresholdExpression``, of which it takes only one.
    public var threshold: Money? {
        get { thresholdNumber?.money }
        set { thresholdNumber = newValue.map(WireDollars.init) }
    }

    private enum CodingKeys: String, CodingKey {
        case subscriptionARN = "SubscriptionArn"
        case accountID = "AccountId"
        case monitorARNs = "MonitorArnList"
        case subscribers = "Subscribers"
        case thresholdNumber = "Threshold"
        case frequency = "Frequency"
        case name = "SubscriptionName"
        case thresholdExpression = "ThresholdExpression"
    }

    /// A subscription.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - monitors: The monitors whose anomalies are reported.
    ///   - subscribers: Topics with ``Frequency/immediate``, addresses with the others.
    ///   - frequency: How often.
    ///   - threshold: Which anomalies, such as `.anomalyImpact(atLeast: .usd(100))`.
    public init(
        name: String, to monitors: [ARN], subscribers: [Subscriber], frequency: Frequency, threshold: CostFilter
    ) {
        self.name = name
        self.monitorARNs = monitors
        self.subscribers = subscribers
        self.frequency = frequency
        self.thresholdExpression = threshold
    }
}
