#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension SimulatedAlarm {
    /// The most evaluations that are made up for at once; what lies before them has passed unseen.
    private static let evaluationLimit = 20_000

    /// Brings the alarm up to the present, period by period.
    ///
    /// - Returns: The changes of state on the way.
    mutating func evaluate(_ store: MetricStore, at now: Date) -> [MockAWS.AlarmTransition] {
        let step = max(period, 10)
        let last = now.second - now.second.remainder(step)
        var end = evaluated - evaluated.remainder(step) + step
        end = max(end, last - (Self.evaluationLimit - 1) * step)
        var transitions: [MockAWS.AlarmTransition] = []
        while end <= last {
            if let (state, reason) = verdict(store, at: end), state != self.state {
                let date = Date(timeIntervalSince1970: Double(end))
                transitions.append(
                    MockAWS.AlarmTransition(
                        alarm: name, from: self.state.rawValue, to: state.rawValue, date: date,
                        actions: actions(for: state)))
                self.state = state
                self.reason = reason
                stateChanged = date
                stateUpdated = date
            }
            end += step
        }
        evaluated = max(evaluated, last)
        return transitions
    }

    /// What the periods before `end` come to; `nil` to keep the state.
    private func verdict(_ store: MetricStore, at end: Int) -> (state: State, reason: String)? {
        let start = end - evaluationPeriods * period
        guard let queries = try? MetricQueries(lines, "Metrics", store, from: start, to: end, now: end),
            let line = queries.lines.first(where: { $0.id == watched }),
            let points = try? queries.series(of: line).first?.points
        else { return nil }
        var bounds: (low: Double, high: Double)?
        switch threshold {
        case .number(let number): bounds = (number, number)
        case .band(let id):
            guard let band = queries.lines.first(where: { $0.id == id }), let sides = try? queries.series(of: band),
                sides.count == 2, let low = sides[0].points.values.first, let high = sides[1].points.values.first
            else { break }
            bounds = (low, high)
        }
        var breaching = 0
        var missing = 0
        for time in stride(from: start, to: end, by: period) {
            if let value = points[time], let bounds {
                if crosses(value, bounds) { breaching += 1 }
            } else if missingData == "breaching" {
                breaching += 1
            } else if missingData != "notBreaching" {
                missing += 1
            }
        }
        if missing == evaluationPeriods {
            guard missingData != "ignore" else { return nil }
            return (.insufficientData, "Insufficient Data: no data points were received for \(missing) period(s).")
        }
        let values = points.sorted { $0.key > $1.key }.map { "\($0.value)" }.joined(separator: ", ")
        let verb = breaching >= datapointsToAlarm ? "crossed" : "did not cross"
        return (
            breaching >= datapointsToAlarm ? .alarm : .ok,
            "Threshold \(verb == "crossed" ? "Crossed" : "not crossed"): \(breaching) of \(evaluationPeriods) datapoints "
                + "[\(values)] \(verb) the threshold (\(comparison))."
        )
    }

    private func crosses(_ value: Double, _ bounds: (low: Double, high: Double)) -> Bool {
        switch comparison {
        case "GreaterThanOrEqualToThreshold": value >= bounds.low
        case "GreaterThanThreshold": value > bounds.low
        case "LessThanThreshold": value < bounds.low
        case "LessThanOrEqualToThreshold": value <= bounds.low
        case "GreaterThanUpperThreshold": value > bounds.high
        case "LessThanLowerThreshold": value < bounds.low
        default: value < bounds.low || value > bounds.high
        }
    }
}
