#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// One period's statistics, as GetMetricStatistics returns them.
public struct Datapoint: Sendable, Hashable, Codable {
    /// When the period began.
    public var timestamp: Date?
    /// How many values there were.
    public var sampleCount: Double?
    /// Their mean.
    public var average: Double?
    /// Their sum.
    public var sum: Double?
    /// The least.
    public var minimum: Double?
    /// The greatest.
    public var maximum: Double?
    /// What they are counted in.
    public var unit: MetricUnit?
    /// Percentiles and other extended statistics.
    public var extendedStatistics: [Statistic: Double]?

    private enum CodingKeys: String, CodingKey {
        case timestamp = "Timestamp"
        case sampleCount = "SampleCount"
        case average = "Average"
        case sum = "Sum"
        case minimum = "Minimum"
        case maximum = "Maximum"
        case unit = "Unit"
        case extendedStatistics = "ExtendedStatistics"
    }

    /// The value of a statistic, basic or extended; `nil` where it was not asked for.
    public subscript(statistic: Statistic) -> Double? {
        switch statistic {
        case .sampleCount: sampleCount
        case .average: average
        case .sum: sum
        case .minimum: minimum
        case .maximum: maximum
        default: extendedStatistics?[statistic]
        }
    }
}
