import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Forecasts, by a rule that can be done by hand.
///
/// The history is the last 30 full days that Cost Explorer knows, or those since the first matching usage where they are
/// fewer; with less than seven there is none. A future day is expected to be the mean of the history, cut after the last digit
/// of a bill. The bounds lie the mean absolute deviation of the days away from it, times the level over 50, and not below
/// zero. Longer periods have their days' multiple.
extension EngineState {
    enum ForecastKind {
        case cost, usage
    }

    /// What one day is expected to be, in the smallest unit of the metric.
    private struct DailyExpectation {
        let mean: Int128
        let deviation: Int128

        /// - Parameter amounts: One for each day of the history.
        init(_ amounts: [Int128]) {
            let count = Int128(amounts.count)
            let mean = amounts.reduce(0, +) / count
            self.mean = mean
            deviation = amounts.reduce(0) { $0 + abs($1 - mean) } / count
        }
    }

    func getForecast(_ body: JSONValue, _ call: Call, of kind: ForecastKind) throws(ServiceFault) -> JSONValue {
        let periods = try forecastPeriods(body, call)
        let metrics =
            kind == .cost
            ? ["AMORTIZED_COST", "BLENDED_COST", "NET_AMORTIZED_COST", "NET_UNBLENDED_COST", "UNBLENDED_COST"]
            : ["USAGE_QUANTITY", "NORMALIZED_USAGE_AMOUNT"]
        guard let metric = body["Metric"]?.string, metrics.contains(metric) else {
            throw .constraint(
                "metric", body["Metric"]?.string,
                "Member must satisfy enum value set: [\(metrics.joined(separator: ", "))]")
        }
        let level = body["PredictionIntervalLevel"]?.int ?? 80
        guard (51...99).contains(level) else {
            throw .constraint("predictionIntervalLevel", "\(level)", "Member must have value between 51 and 99")
        }
        let (history, unit) = try forecastHistory(body, call, kind)
        let scale = kind == .cost ? 15 : 6
        let day = DailyExpectation(history)
        let results: [JSONValue] = periods.map { period in
            let days = Int128(period.days.count)
            let mean = day.mean * days
            let margin = day.deviation * days * Int128(level) / 50
            return [
                "TimePeriod": period.document, "MeanValue": .string(decimal(mean, scale: scale)),
                "PredictionIntervalLowerBound": .string(decimal(max(0, mean - margin), scale: scale)),
                "PredictionIntervalUpperBound": .string(decimal(mean + margin, scale: scale)),
            ]
        }
        let days = Int128(periods.reduce(0) { $0 + $1.days.count })
        return [
            "Total": ["Amount": .string(decimal(day.mean * days, scale: scale)), "Unit": .string(unit)],
            "ForecastResultsByTime": .array(results),
        ]
    }

    /// The days or months to look ahead at.
    private func forecastPeriods(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> [CostInterval] {
        let today = CivilDate(call.now)
        guard let startText = body["TimePeriod"]?["Start"]?.string, let endText = body["TimePeriod"]?["End"]?.string,
            let start = CivilDate(startText), let end = CivilDate(endText)
        else { throw .missing("timePeriod") }
        guard start < end else { throw .validation("Start date should be before end date") }
        guard start >= today else { throw .validation("Start date cannot be before the current date.") }
        let interval = CostInterval(start: start, end: end)
        switch body["Granularity"]?.string {
        case "DAILY":
            guard interval.days.count <= 93 else { throw .validation("A DAILY forecast covers at most 3 months.") }
            return interval.daily
        case "MONTHLY":
            guard interval.monthly.count <= 19 else {
                throw .validation("A MONTHLY forecast covers at most 18 months.")
            }
            return interval.monthly
        case let other:
            throw .constraint("granularity", other, "Member must satisfy enum value set: [DAILY, MONTHLY]")
        }
    }

    private func forecastHistory(
        _ body: JSONValue, _ call: Call, _ kind: ForecastKind
    ) throws(ServiceFault) -> (amounts: [Int128], unit: String) {
        let filter = try CostFilter.optional(body)
        let end = Int((costHorizon(call) / 86_400).rounded(.down))
        let matching = try records(in: end - 30..<end, call).filter { filter?.matches($0) ?? true }
        let first = matching.map(\.day).min() ?? end
        guard end - first >= 7 else {
            throw ServiceFault(
                "DataUnavailableException", 400, "Insufficient amount of historical data to generate forecast.")
        }
        let units = Set(matching.map(\.unit))
        guard kind == .cost || units.count == 1 else {
            throw ServiceFault(
                "UnresolvableUsageUnitException", 400,
                "Usage of several units cannot be added up: \(units.sorted().joined(separator: ", ")).")
        }
        var amounts = Array(repeating: Int128(0), count: end - first)
        for record in matching {
            amounts[record.day - first] += kind == .cost ? record.cost.femtodollars : record.quantity
        }
        return (amounts, kind == .cost ? "USD" : units.first ?? "N/A")
    }
}
