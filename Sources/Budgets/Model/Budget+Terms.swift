public import AWSCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension Budget {
    /// What a budget watches.
    public struct Kind: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A kind by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Money. The one that fits Bedrock: its tokens are metered in several units.
        public static let cost = Self(rawValue: "COST")
        /// Usage in one unit.
        public static let usage = Self(rawValue: "USAGE")
        /// How much of the reservations is used.
        public static let reservationUtilization = Self(rawValue: "RI_UTILIZATION")
        /// How much of the usage reservations cover.
        public static let reservationCoverage = Self(rawValue: "RI_COVERAGE")
        /// How much of the Savings Plans is used.
        public static let savingsPlansUtilization = Self(rawValue: "SAVINGS_PLANS_UTILIZATION")
        /// How much of the usage Savings Plans cover.
        public static let savingsPlansCoverage = Self(rawValue: "SAVINGS_PLANS_COVERAGE")
    }

    /// After which time a budget starts anew. All in UTC.
    public struct TimeUnit: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A unit by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Each day. Such a budget takes no actions.
        public static let daily = Self(rawValue: "DAILY")
        /// Each calendar month.
        public static let monthly = Self(rawValue: "MONTHLY")
        /// Each calendar quarter.
        public static let quarterly = Self(rawValue: "QUARTERLY")
        /// Each calendar year.
        public static let annually = Self(rawValue: "ANNUALLY")
        /// Never: it lasts from the start to the end of its ``Budget/timePeriod``, which must be given.
        public static let custom = Self(rawValue: "CUSTOM")
    }

    /// What is added up by a budget with a ``Budget/filterExpression``.
    public struct Metric: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A metric by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The rates that an organisation's accounts pay on average.
        public static let blendedCost = Self(rawValue: "BlendedCost")
        /// What the account was charged on the day of use.
        public static let unblendedCost = Self(rawValue: "UnblendedCost")
        /// One-time fees spread over the time that they are for.
        public static let amortizedCost = Self(rawValue: "AmortizedCost")
        /// As ``unblendedCost``, after discounts.
        public static let netUnblendedCost = Self(rawValue: "NetUnblendedCost")
        /// As ``amortizedCost``, after discounts.
        public static let netAmortizedCost = Self(rawValue: "NetAmortizedCost")
        /// Usage, in the meters' units.
        public static let usageQuantity = Self(rawValue: "UsageQuantity")
        /// Usage of instances, normalised by their size.
        public static let normalizedUsageAmount = Self(rawValue: "NormalizedUsageAmount")
        /// Hours of use.
        public static let hours = Self(rawValue: "Hours")
    }

    /// The time in which a budget counts.
    public struct Period: Sendable, Hashable, Codable {
        /// Its first moment; the start of the current month, day, quarter or year where `nil`.
        public var start: Date?
        /// The moment after its last; 15 June 2087 where `nil`.
        public var end: Date?

        private enum CodingKeys: String, CodingKey {
            case start = "Start"
            case end = "End"
        }

        /// A period.
        public init(from start: Date? = nil, to end: Date? = nil) {
            self.start = start
            self.end = end
        }
    }

    /// Which kinds of bill lines count, for a budget with ``Budget/costFilters``. The service's default for each stands
    /// beside it; deprecated along with cost filters.
    public struct CostTypes: Sendable, Hashable, Codable {
        /// Taxes; counted by default.
        public var includesTax: Bool?
        /// Subscriptions; counted by default.
        public var includesSubscription: Bool?
        /// Blended instead of unblended rates; `false` by default.
        public var usesBlended: Bool?
        /// Refunds; counted by default.
        public var includesRefund: Bool?
        /// Credits; counted by default. A budget for what models really cost leaves them out.
        public var includesCredit: Bool?
        /// Upfront reservation fees; counted by default.
        public var includesUpfront: Bool?
        /// Recurring reservation fees; counted by default.
        public var includesRecurring: Bool?
        /// Subscriptions that are no reservations; counted by default.
        public var includesOtherSubscription: Bool?
        /// Support; counted by default.
        public var includesSupport: Bool?
        /// Discounts; counted by default.
        public var includesDiscount: Bool?
        /// Amortised instead of unblended rates; `false` by default.
        public var usesAmortized: Bool?

        private enum CodingKeys: String, CodingKey {
            case includesTax = "IncludeTax"
            case includesSubscription = "IncludeSubscription"
            case usesBlended = "UseBlended"
            case includesRefund = "IncludeRefund"
            case includesCredit = "IncludeCredit"
            case includesUpfront = "IncludeUpfront"
            case includesRecurring = "IncludeRecurring"
            case includesOtherSubscription = "IncludeOtherSubscription"
            case includesSupport = "IncludeSupport"
            case includesDiscount = "IncludeDiscount"
            case usesAmortized = "UseAmortized"
        }

        /// The service's defaults, changed by `configure`.
        public init(_ configure: (inout CostTypes) -> Void = { _ in }) { configure(&self) }
    }
}
