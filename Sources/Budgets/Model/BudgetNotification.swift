public import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// When a budget speaks up. The service knows a notification by its values: it has no name or id.
///
/// ```swift
/// let notifications: [BudgetNotification] = [.actual(over: .percent(80)), .forecast(over: .percent(100))]
/// ```
///
/// Spend is looked at when the bill is refreshed, up to three times a day: a notification is no stop on the spot.
public struct BudgetNotification: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Which figure is compared.
    public struct Kind: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A kind by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// What was spent.
        public static let actual = Self(rawValue: "ACTUAL")
        /// What will be spent by the end of the period, as AWS forecasts it.
        public static let forecasted = Self(rawValue: "FORECASTED")
    }

    /// How the figure is compared with the threshold.
    public struct Comparison: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A comparison by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Above the threshold.
        public static let greaterThan = Self(rawValue: "GREATER_THAN")
        /// Below it.
        public static let lessThan = Self(rawValue: "LESS_THAN")
        /// Exactly at it.
        public static let equalTo = Self(rawValue: "EQUAL_TO")
    }

    /// Whether the threshold is passed right now.
    public struct State: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A state by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// It is not.
        public static let ok = Self(rawValue: "OK")
        /// It is.
        public static let alarm = Self(rawValue: "ALARM")
    }

    /// Which figure is compared.
    public var kind: Kind
    /// How it is compared.
    public var comparison: Comparison
    /// With what.
    public var threshold: BudgetThreshold
    /// Whether the threshold is passed; the service fills it in.
    public var state: State?

    private enum CodingKeys: String, CodingKey {
        case kind = "NotificationType"
        case comparison = "ComparisonOperator"
        case threshold = "Threshold"
        case unit = "ThresholdType"
        case state = "NotificationState"
    }

    /// A notification.
    public init(_ kind: Kind, _ threshold: BudgetThreshold, comparison: Comparison = .greaterThan) {
        self.kind = kind
        self.comparison = comparison
        self.threshold = threshold
    }

    /// When more than the threshold was spent.
    public static func actual(over threshold: BudgetThreshold) -> BudgetNotification {
        BudgetNotification(.actual, threshold)
    }

    /// When AWS forecasts that more than the threshold will be spent by the end of the period.
    ///
    /// A forecast needs some weeks of history: until then such a notification stays silent.
    public static func forecast(over threshold: BudgetThreshold) -> BudgetNotification {
        BudgetNotification(.forecasted, threshold)
    }

    /// Kind, comparison and threshold, such as `ACTUAL GREATER_THAN 80 %`.
    public var description: String { "\(kind) \(comparison) \(threshold)" }

    /// Reads the service's form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        kind = try container.decode(Kind.self, forKey: .kind)
        comparison = try container.decode(Comparison.self, forKey: .comparison)
        threshold = BudgetThreshold(
            number: try container.decode(Decimal.self, forKey: .threshold),
            unit: try container.decodeIfPresent(BudgetThreshold.Unit.self, forKey: .unit))
        state = try container.decodeIfPresent(State.self, forKey: .state)
    }

    /// Writes the service's form, the threshold as a number with all its digits.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(kind, forKey: .kind)
        try container.encode(comparison, forKey: .comparison)
        try container.encode(threshold.decimal, forKey: .threshold)
        try container.encodeIfPresent(threshold.unit, forKey: .unit)
        try container.encodeIfPresent(state, forKey: .state)
    }

    /// A notification and those who get it.
    public struct WithSubscribers: Sendable, Hashable, Codable {
        /// When the budget speaks up.
        public var notification: BudgetNotification
        /// To whom: at most 10 e-mail addresses and one SNS topic.
        public var subscribers: [BudgetSubscriber]

        private enum CodingKeys: String, CodingKey {
            case notification = "Notification"
            case subscribers = "Subscribers"
        }

        /// A notification for subscribers.
        public init(_ notification: BudgetNotification, to subscribers: [BudgetSubscriber]) {
            self.notification = notification
            self.subscribers = subscribers
        }
    }
}
