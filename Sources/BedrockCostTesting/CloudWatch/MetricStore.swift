#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// All series of an account in a Region.
struct MetricStore {
    private(set) var series: [MetricKey: MetricSeries] = [:]
    /// Keys in the order in which they were first seen.
    private(set) var order: [MetricKey] = []

    mutating func add(
        _ key: MetricKey, at second: Int, isFine: Bool = false, unit: String?, _ change: (inout MetricSample) -> Void
    ) {
        if series[key] == nil { order.append(key) }
        series[key, default: MetricSeries()].add(at: second, isFine: isFine, unit: unit, change)
    }

    /// The values of a statistic by period.
    ///
    /// - Parameters:
    ///   - key: The series.
    ///   - statistic: What becomes of a period's values.
    ///   - grid: The periods.
    ///   - unit: Counts only where the series has this unit.
    func points(_ key: MetricKey, _ statistic: SimulatedStatistic, on grid: MetricGrid, unit: String? = nil)
        -> [Int: Double]
    {
        guard let series = series[key], unit == nil || unit == series.unit else { return [:] }
        var points: [Int: Double] = [:]
        for start in grid.starts where grid.isKept(start) {
            let sample = series.sample(from: start, to: min(start + grid.period, grid.end))
            points[start] = sample.value(of: statistic)
        }
        return points
    }
}

/// The periods of a query: they begin at its start, as CloudWatch's do, not at full hours.
struct MetricGrid {
    let start: Int
    let end: Int
    let period: Int
    /// The present, which decides what is still kept.
    let now: Int

    /// - Throws: `InvalidParameterValue` for a period that CloudWatch has not.
    init(start: Int, end: Int, period: Int, now: Int) throws(ServiceFault) {
        guard [1, 5, 10, 20, 30].contains(period) || period >= 60 && period % 60 == 0 else {
            throw .invalidParameter("The value \(period) for parameter Period must be a multiple of 60.")
        }
        // The start is rounded down to what is kept at its age.
        let age = now - start
        let grain = period < 60 ? period : age <= 15 * 86_400 ? 60 : age <= 63 * 86_400 ? 300 : 3_600
        self.start = start - start.remainder(grain)
        self.end = end
        self.period = period
        self.now = now
    }

    var starts: StrideTo<Int> { stride(from: start, to: end, by: period) }

    /// Whether data of a period's length is still kept: minutes for 15 days, five minutes for 63, hours for 455.
    func isKept(_ second: Int) -> Bool {
        let age = now - second
        return age <= (period < 60 ? 3 * 3_600 : period < 300 ? 15 : period < 3_600 ? 63 : 455)
            * (period < 60 ? 1 : 86_400)
    }
}
