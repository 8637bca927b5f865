public import AWSCore
import Metering

/// The same bill lines in two months.
public struct CostAndUsageComparison: Sendable, Hashable, Codable {
    /// Which lines.
    public var selector: CostFilter?
    /// The amounts by metric.
    public var metrics: [CostMetric: ComparisonMetricValue]?

    private enum CodingKeys: String, CodingKey {
        case selector = "CostAndUsageSelector"
        case metrics = "Metrics"
    }
}

/// Bill lines whose costs differ between two months, and why.
public struct CostComparisonDriver: Sendable, Hashable, Codable {
    /// Which lines.
    public var selector: CostFilter?
    /// The amounts by metric.
    public var metrics: [CostMetric: ComparisonMetricValue]?
    /// Why they differ.
    public var costDrivers: [CostDriver]?

    private enum CodingKeys: String, CodingKey {
        case selector = "CostSelector"
        case metrics = "Metrics"
        case costDrivers = "CostDrivers"
    }
}

/// One reason for which costs differ between two months.
public struct CostDriver: Sendable, Hashable, Codable {
    /// What kind of reason.
    public struct Kind: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A value by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// More or less was used.
        public static let usageChange = Self(rawValue: "USAGE_CHANGE")
        /// Credits.
        public static let credit = Self(rawValue: "CREDIT")
        /// Refunds.
        public static let refund = Self(rawValue: "REFUND")
        /// Taxes.
        public static let tax = Self(rawValue: "TAX")
        /// Fees for support.
        public static let supportFee = Self(rawValue: "SUPPORT_FEE")
        /// Discounts on usage that belongs together.
        public static let bundledDiscount = Self(rawValue: "BUNDLED_DISCOUNT")
        /// Volume discounts on reservations.
        public static let volumeDiscount = Self(rawValue: "RI_VOLUME_DISCOUNT")
        /// Charges outside of the billing cycle.
        public static let outOfCycleCharge = Self(rawValue: "OUT_OF_CYCLE_CHARGE")
        /// Usage that reservations covered.
        public static let reservationUsage = Self(rawValue: "RESERVATION_USAGE")
        /// Fees of reservations.
        public static let recurringReservationFee = Self(rawValue: "RECURRING_RESERVATION_FEE")
        /// Upfront fees of reservations.
        public static let upfrontReservationFee = Self(rawValue: "UPFRONT_RESERVATION_FEE")
        /// Usage that Savings Plans covered.
        public static let savingsPlanUsage = Self(rawValue: "SAVINGS_PLAN_USAGE")
        /// Fees of Savings Plans.
        public static let savingsPlanRecurringFee = Self(rawValue: "SAVINGS_PLAN_RECURRING_FEE")
        /// Commitments.
        public static let commitment = Self(rawValue: "COMMITMENT")
    }

    /// What kind of reason.
    public var kind: Kind?
    /// What it is, such as the usage type.
    public var name: String?
    /// The amounts by metric.
    public var metrics: [CostMetric: ComparisonMetricValue]?

    private enum CodingKeys: String, CodingKey {
        case kind = "Type"
        case name = "Name"
        case metrics = "Metrics"
    }
}

/// An amount in two months, as decimal texts.
public struct ComparisonMetricValue: Sendable, Hashable, Codable {
    /// The amount in the month that is compared with.
    public var baselineAmount: String?
    /// The amount in the month that is compared.
    public var comparisonAmount: String?
    /// ``comparisonAmount`` less ``baselineAmount``.
    public var difference: String?
    /// The currency, or the unit of a usage quantity.
    public var unit: String?

    private enum CodingKeys: String, CodingKey {
        case baselineAmount = "BaselineTimePeriodAmount"
        case comparisonAmount = "ComparisonTimePeriodAmount"
        case difference = "Difference"
        case unit = "Unit"
    }

    /// One of the amounts as money, exactly.
    ///
    /// - Throws: `MoneyError` where it is absent, or no decimal number.
    func money(_ amount: KeyPath<Self, String?>) throws(MoneyError) -> Money {
        try MetricValue(amount: self[keyPath: amount], unit: unit).money()
    }
}

extension CostFilter {
    /// The value that a selector of a comparison has for what the comparison is grouped by; `nil` where it has none.
    public func value(of grouping: CostGrouping) -> String? {
        switch node {
        case .and(let operands): operands.lazy.compactMap { $0.value(of: grouping) }.first
        case .or, .not, .bedrock: nil
        case .selection(let selection):
            selection.isOf(grouping) ? selection.values?.first.flatMap { $0.isEmpty ? nil : $0 } : nil
        }
    }
}

extension CostFilter.Selection {
    fileprivate func isOf(_ grouping: CostGrouping) -> Bool {
        switch property {
        case .dimension(let dimension): grouping == .dimension(dimension)
        case .tag(let key): grouping == .tag(key)
        case .costCategory(let name): grouping == .costCategory(name)
        }
    }
}
