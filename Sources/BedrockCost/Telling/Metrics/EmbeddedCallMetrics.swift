import AWSCore
public import CloudWatch
import Metering

/// Writes a log line for each metered call, from which CloudWatch Logs makes the metrics of `GenAIRateLimiting`: the embedded metric
/// format, which needs no call of an API.
///
/// The metrics are those of ``CloudWatchCallMetrics``; the line tells the call's id, operation, attempts and exact cost, too.
public struct EmbeddedCallMetrics: CallObserving {
    private let dimensions: CallDimensions
    private let dimensionSets: [[RateLimitingDimension]]
    private let write: @Sendable (String) -> Void

    /// Writes lines for calls.
    ///
    /// - Parameters:
    ///   - dimensions: Which values the dimensions have.
    ///   - dimensionSets: Under which dimensions each metric is kept.
    ///   - write: Takes a line without its line break, on the call's own path, so it must not wait. Standard output by default.
    public init(
        _ dimensions: CallDimensions, by dimensionSets: [[RateLimitingDimension]] = [RateLimitingDimension.all],
        to write: @escaping @Sendable (String) -> Void = { print($0) }
    ) {
        self.dimensions = dimensions
        self.dimensionSets = dimensionSets
        self.write = write
    }

    /// Writes the line of a call that has ended.
    public func observe(_ event: CallEvent) {
        guard case .ended(let end) = event.kind, let measurement = CallMeasurement(event, dimensions) else { return }
        var fields: [String: JSONValue] = [
            "CallId": .string(event.call), "Operation": .string(event.operation),
            "Attempts": .int(Int64(end.lines.count)),
        ]
        if let cost = end.cost { fields["Cost"] = .string("\(cost) \(cost.currency)") }
        if let error = end.errorType { fields["ErrorType"] = .string(error) }
        var line = measurement.call.embedded(by: dimensionSets, fields: fields)
        for (name, value) in measurement.more {
            line.add(name, value, unit: name == CallMeasurement.spend ? MetricUnit.unitless : .count)
        }
        // The dimensions are made legal, and all else is: no rule is left that a line could break.
        for text in (try? line.lines()) ?? [] { write(text) }
    }
}
