public import AWSCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension Budget {
    /// How AWS sets the limit of an auto-adjusting budget.
    public struct AutoAdjustment: Sendable, Hashable, Codable {
        /// What the limit follows.
        public struct Basis: OpenStringSet {
            /// The name on the wire.
            public let rawValue: String

            /// A basis by its name on the wire.
            public init(rawValue: String) { self.rawValue = rawValue }

            /// The average of past periods.
            public static let historical = Self(rawValue: "HISTORICAL")
            /// A forecast.
            public static let forecast = Self(rawValue: "FORECAST")
        }

        /// Which past periods count.
        public struct HistoricalOptions: Sendable, Hashable, Codable {
            /// How many periods the limit is the average of, 1 to 60.
            public var adjustmentPeriods: Int
            /// How many of them there are; the service fills it in.
            public var availablePeriods: Int?

            private enum CodingKeys: String, CodingKey {
                case adjustmentPeriods = "BudgetAdjustmentPeriod"
                case availablePeriods = "LookBackAvailablePeriods"
            }

            /// The average of some periods.
            public init(adjustmentPeriods: Int) { self.adjustmentPeriods = adjustmentPeriods }
        }

        /// What the limit follows.
        public var basis: Basis
        /// Which past periods count, for ``Basis/historical``.
        public var historicalOptions: HistoricalOptions?
        /// When AWS last set the limit.
        public var lastAdjusted: Date?

        private enum CodingKeys: String, CodingKey {
            case basis = "AutoAdjustType"
            case historicalOptions = "HistoricalOptions"
            case lastAdjusted = "LastAutoAdjustTime"
        }

        /// A limit that follows `basis`.
        public init(_ basis: Basis, historicalOptions: HistoricalOptions? = nil) {
            self.basis = basis
            self.historicalOptions = historicalOptions
        }
    }
}
