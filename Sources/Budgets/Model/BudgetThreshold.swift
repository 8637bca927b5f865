public import AWSCore
public import Metering

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// How much has to be spent, or forecast, before a budget speaks up or acts: a part of its limit, or an amount.
///
/// The number is kept in decimal: an amount of money is never rounded to a binary fraction on its way.
public struct BudgetThreshold: Sendable, Hashable, CustomStringConvertible {
    /// What the number of a threshold counts.
    public struct Unit: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A unit by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Hundredths of the budget's limit.
        public static let percentage = Self(rawValue: "PERCENTAGE")
        /// Money, in the currency of the budget's limit.
        public static let absoluteValue = Self(rawValue: "ABSOLUTE_VALUE")
    }

    /// The number in decimal, without zeros at the end, such as `80` or `87.5`.
    public let number: String
    /// What it counts; ``Unit/percentage`` where `nil`.
    public let unit: Unit?

    init(number: Decimal, unit: Unit?) {
        self.number = number.description
        self.unit = unit
    }

    private init(_ number: String, _ unit: Unit) {
        self.number = number
        self.unit = unit
    }

    /// A part of the limit, such as `.percent(80)`. More than 100 is allowed.
    public static func percent(_ percent: Int) -> BudgetThreshold { BudgetThreshold("\(percent)", .percentage) }

    /// A part of the limit with a fraction, such as `.percent(87.5)`.
    public static func percent(_ percent: Double) -> BudgetThreshold {
        // 80.0 and 80 are the same threshold: the service finds a notification by its values.
        if let whole = Int(exactly: percent) { return .percent(whole) }
        return BudgetThreshold("\(percent)", .percentage)
    }

    /// An amount, in the currency of the budget's limit.
    public static func amount(_ money: Money) -> BudgetThreshold {
        BudgetThreshold(money.description, .absoluteValue)
    }

    /// The number with a percent sign, or the bare amount.
    public var description: String { unit == .absoluteValue ? number : "\(number) %" }

    /// The number as JSON writes it, exactly; `nil` where it is none, as not-a-number is.
    var decimal: Decimal? { (try? ExactDecimal(number)).flatMap { Decimal(string: $0.description) } }
}
