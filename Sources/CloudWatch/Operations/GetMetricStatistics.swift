public import AWSCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// GetMetricStatistics: several statistics of one metric, at most 1,440 periods.
///
/// The service returns the data points in no order; ``CloudWatchClient/statistics(of:_:from:to:period:unit:)`` sorts them.
public struct GetMetricStatistics: JSONRPCOperation, Hashable, Codable {
    /// CloudWatch.
    public typealias Service = CloudWatchService
    /// `GetMetricStatistics`.
    public static let name = "GetMetricStatistics"
    /// It only reads.
    public static let isIdempotent = true

    /// The series.
    public var metric: Metric
    /// The first moment.
    public var start: Date
    /// The moment after the last.
    public var end: Date
    /// The period in seconds.
    public var period: Int
    /// Of the five basic statistics, those asked for.
    public var statistics: [Statistic]?
    /// Percentiles and other extended statistics, at most ten.
    public var extendedStatistics: [Statistic]?
    /// Counts only values that were sent in this unit.
    public var unit: MetricUnit?

    private enum CodingKeys: String, CodingKey {
        case start = "StartTime"
        case end = "EndTime"
        case period = "Period"
        case statistics = "Statistics"
        case extendedStatistics = "ExtendedStatistics"
        case unit = "Unit"
    }

    /// Asks for statistics of periods between two dates.
    ///
    /// - Parameters:
    ///   - metric: The series.
    ///   - statistics: Basic and extended ones.
    ///   - start: The first moment.
    ///   - end: The moment after the last.
    ///   - period: The period in seconds.
    ///   - unit: Counts only values that were sent in this unit.
    public init(
        _ metric: Metric, _ statistics: [Statistic], from start: Date, to end: Date, period: Int,
        unit: MetricUnit? = nil
    ) {
        let basic = statistics.filter { !$0.isExtended }
        let extended = statistics.filter(\.isExtended)
        self.metric = metric
        self.start = start
        self.end = end
        self.period = period
        self.statistics = basic.isEmpty ? nil : basic
        self.extendedStatistics = extended.isEmpty ? nil : extended
        self.unit = unit
    }

    /// Decodes the service's own members.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        metric = try Metric(from: decoder)
        start = try container.decode(Date.self, forKey: .start)
        end = try container.decode(Date.self, forKey: .end)
        period = try container.decode(Int.self, forKey: .period)
        statistics = try container.decodeIfPresent([Statistic].self, forKey: .statistics)
        extendedStatistics = try container.decodeIfPresent([Statistic].self, forKey: .extendedStatistics)
        unit = try container.decodeIfPresent(MetricUnit.self, forKey: .unit)
    }

    /// Encodes the service's own members.
    public func encode(to encoder: any Encoder) throws {
        try metric.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(start, forKey: .start)
        try container.encode(end, forKey: .end)
        try container.encode(period, forKey: .period)
        try container.encodeIfPresent(statistics, forKey: .statistics)
        try container.encodeIfPresent(extendedStatistics, forKey: .extendedStatistics)
        try container.encodeIfPresent(unit, forKey: .unit)
    }

    /// What GetMetricStatistics returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The metric's name.
        public var label: String?
        /// Periods with data, in no order.
        public var datapoints: [Datapoint]?

        private enum CodingKeys: String, CodingKey {
            case label = "Label"
            case datapoints = "Datapoints"
        }
    }

    /// Checks every member by the service's limits, and the names of Bedrock's metrics by the catalogue.
    public func validate() throws(AWSError) {
        try InputRules.check(metric)
        try InputRules.check(from: start, to: end)
        try InputRules.check(period: period)
        guard statistics != nil || extendedStatistics != nil else {
            throw .invalidInput("Statistics", "name at least one statistic, basic or extended")
        }
        if let statistics {
            try InputRules.check("Statistics", count: statistics.count, 1...5)
            for statistic in statistics where statistic.isExtended {
                throw .invalidInput("Statistics", "\(statistic) is an extended statistic")
            }
        }
        if let extendedStatistics {
            try InputRules.check("ExtendedStatistics", count: extendedStatistics.count, 1...10)
            for statistic in extendedStatistics { try statistic.validate("ExtendedStatistics") }
        }
        let points = Int((end.timeIntervalSince(start) / Double(period)).rounded(.up))
        guard points <= 1440 else {
            throw .invalidInput(
                "Period", "\(points) periods of \(period) s are more than the 1440 that one request may ask for")
        }
    }
}
