public import AWSCore

/// What a forecast is of. Forecasts write the names of metrics in a way of their own.
public struct ForecastMetric: OpenStringSet {
    /// The name on the wire.
    public let rawValue: String

    /// A value by its name on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// What will be charged on the day of use, at each account's own rates.
    public static let unblendedCost = Self(rawValue: "UNBLENDED_COST")
    /// ``unblendedCost`` after all discounts.
    public static let netUnblendedCost = Self(rawValue: "NET_UNBLENDED_COST")
    /// What will be charged, upfront fees and commitments spread over the time they cover.
    public static let amortizedCost = Self(rawValue: "AMORTIZED_COST")
    /// ``amortizedCost`` after all discounts.
    public static let netAmortizedCost = Self(rawValue: "NET_AMORTIZED_COST")
    /// What will be used, at the organization's average rates.
    public static let blendedCost = Self(rawValue: "BLENDED_COST")
    /// How much will be used, for usage of one unit.
    public static let usageQuantity = Self(rawValue: "USAGE_QUANTITY")
    /// Usage of EC2 and RDS in normalized units.
    public static let normalizedUsageAmount = Self(rawValue: "NORMALIZED_USAGE_AMOUNT")

    /// Whether the metric is an amount of money, which GetCostForecast takes; GetUsageForecast takes the others.
    var isCost: Bool { self != .usageQuantity && self != .normalizedUsageAmount }
}
