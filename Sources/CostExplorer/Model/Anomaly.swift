public import AWSCore
public import Metering

/// Spend that Cost Anomaly Detection did not expect. Anomalies are kept for 90 days.
///
/// > Warning: Charges of AWS Marketplace, which Claude on Bedrock is billed through, never are part of one: see
/// > ``AnomalyMonitor``.
///
/// Amounts are in US dollars. The service computes and sends them as binary fractions; they are estimates, unlike a bill.
public struct Anomaly: Sendable, Hashable, Codable {
    /// What a part of an anomaly comes from.
    public struct RootCause: Sendable, Hashable, Codable {
        /// How much of the anomaly it is.
        public struct Impact: Sendable, Hashable, Codable {
            private var contributionNumber: WireDollars
            /// The part in US dollars.
            public var contribution: Money { contributionNumber.money }

            private enum CodingKeys: String, CodingKey { case contributionNumber = "Contribution" }
        }

        /// The service.
        public var service: String?
        /// The Region.
        public var region: String?
        /// The account, twelve digits.
        public var linkedAccount: String?
        /// The account's name.
        public var linkedAccountName: String?
        /// The meter.
        public var usageType: String?
        /// How much of the anomaly it is.
        public var impact: Impact?

        private enum CodingKeys: String, CodingKey {
            case service = "Service"
            case region = "Region"
            case linkedAccount = "LinkedAccount"
            case linkedAccountName = "LinkedAccountName"
            case usageType = "UsageType"
            case impact = "Impact"
        }
    }

    /// How sure the service is, from 0 to 1.
    public struct Score: Sendable, Hashable, Codable {
        /// The highest so far.
        public var maximum: Double
        /// The latest.
        public var current: Double

        private enum CodingKeys: String, CodingKey {
            case maximum = "MaxScore"
            case current = "CurrentScore"
        }
    }

    /// What an anomaly cost, in US dollars.
    public struct Impact: Sendable, Hashable, Codable {
        private var maximumNumber: WireDollars
        private var totalNumber: WireDollars?
        private var actualNumber: WireDollars?
        private var expectedNumber: WireDollars?
        /// ``total`` as a percentage of ``expectedSpend``; absent where nothing was expected.
        public var percentage: Double?

        /// The largest impact of a day.
        public var maximum: Money { maximumNumber.money }
        /// ``actualSpend`` less ``expectedSpend``.
        public var total: Money? { totalNumber?.money }
        /// What was spent while it lasted.
        public var actualSpend: Money? { actualNumber?.money }
        /// What would have been expected.
        public var expectedSpend: Money? { expectedNumber?.money }

        private enum CodingKeys: String, CodingKey {
            case maximumNumber = "MaxImpact"
            case totalNumber = "TotalImpact"
            case actualNumber = "TotalActualSpend"
            case expectedNumber = "TotalExpectedSpend"
            case percentage = "TotalImpactPercentage"
        }
    }

    /// The anomaly's id.
    public var anomalyID: String
    /// The first day, as `YYYY-MM-DD`, with a time where the service adds one.
    public var startDate: String?
    /// The last day.
    public var endDate: String?
    /// The service, account, tag value or category value that it was seen in.
    public var dimensionValue: String?
    /// Where it comes from, the largest parts first.
    public var rootCauses: [RootCause]?
    /// How sure the service is.
    public var score: Score
    /// What it cost.
    public var impact: Impact
    /// The monitor that saw it.
    public var monitorARN: ARN
    /// What a person said of it.
    public var feedback: AnomalyFeedback?

    private enum CodingKeys: String, CodingKey {
        case anomalyID = "AnomalyId"
        case startDate = "AnomalyStartDate"
        case endDate = "AnomalyEndDate"
        case dimensionValue = "DimensionValue"
        case rootCauses = "RootCauses"
        case score = "AnomalyScore"
        case impact = "Impact"
        case monitorARN = "MonitorArn"
        case feedback = "Feedback"
    }
}
