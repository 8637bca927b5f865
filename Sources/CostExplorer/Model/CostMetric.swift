public import AWSCore

/// What a cost query adds up.
public struct CostMetric: OpenStringSet, CodingKeyRepresentable {
    /// The name on the wire.
    public let rawValue: String

    /// A metric by its name on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// What was charged on the day of use, at each account's own rates.
    public static let unblendedCost = Self(rawValue: "UnblendedCost")
    /// ``unblendedCost`` after all discounts.
    public static let netUnblendedCost = Self(rawValue: "NetUnblendedCost")
    /// What was charged, upfront fees and commitments spread over the time they cover.
    public static let amortizedCost = Self(rawValue: "AmortizedCost")
    /// ``amortizedCost`` after all discounts.
    public static let netAmortizedCost = Self(rawValue: "NetAmortizedCost")
    /// What was used, at the organization's average rates.
    public static let blendedCost = Self(rawValue: "BlendedCost")
    /// How much was used. A sum over usage types of different units has the unit `N/A` and means nothing.
    public static let usageQuantity = Self(rawValue: "UsageQuantity")
    /// Usage of EC2 and RDS in normalized units.
    public static let normalizedUsageAmount = Self(rawValue: "NormalizedUsageAmount")

    /// Whether the metric is an amount of money.
    var isCost: Bool { self != .usageQuantity && self != .normalizedUsageAmount }
}
