#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Makes few measurements of many: equal values of a series within a minute become one with a count, and up to 150
/// different ones go together.
///
/// CloudWatch computes the same statistics of them, percentiles included, as of single values.
public struct MetricAccumulator: Sendable {
    private struct Key: Hashable {
        let name: String
        let unit: MetricUnit?
        let dimensions: [MetricDimension]
        let minute: Int64
    }

    private var counts: [Key: [Double: Double]] = [:]
    private var order: [Key] = []

    /// Nothing yet.
    public init() {}

    /// Adds a value.
    ///
    /// - Parameters:
    ///   - name: The metric's name.
    ///   - value: The value.
    ///   - unit: What it is counted in.
    ///   - dimensions: All dimensions of the series.
    ///   - date: When it was measured; the minute counts.
    public mutating func add(
        _ name: String, _ value: Double, unit: MetricUnit? = nil, dimensions: [MetricDimension] = [], at date: Date
    ) {
        let minute = Int64((date.timeIntervalSince1970 / 60).rounded(.down))
        let key = Key(name: name, unit: unit, dimensions: dimensions, minute: minute)
        if counts[key] == nil { order.append(key) }
        counts[key, default: [:]][value, default: 0] += 1
    }

    /// The measurements so far, in the order in which their series began.
    public var data: [MetricDatum] {
        order.flatMap { key in
            let values = (counts[key] ?? [:]).sorted { $0.key < $1.key }
            let date = Date(timeIntervalSince1970: Double(key.minute * 60))
            return stride(from: 0, to: values.count, by: 150).map { start in
                let part = values[start..<min(start + 150, values.count)]
                if let only = part.first, part.count == 1, only.value == 1 {
                    return MetricDatum(key.name, only.key, unit: key.unit, dimensions: key.dimensions, at: date)
                }
                return MetricDatum(
                    key.name, values: part.map(\.key), counts: part.map(\.value), unit: key.unit,
                    dimensions: key.dimensions, at: date)
            }
        }
    }
}
