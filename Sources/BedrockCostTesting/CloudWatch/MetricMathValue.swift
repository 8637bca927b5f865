/// Points in time and their values, with what a legend calls them.
struct MetricPoints: Equatable {
    var label: String
    var points: [Int: Double]

    func mapped(_ change: (Double) -> Double) -> MetricPoints {
        MetricPoints(label: label, points: points.mapValues(change))
    }
}

/// What an expression of metric math comes to.
enum MetricMathValue {
    case scalar(Double)
    case series(MetricPoints)
    case array([MetricPoints])
    case text(String)

    /// The series of which it is made; none for a number or a text.
    var allSeries: [MetricPoints] {
        switch self {
        case .series(let series): [series]
        case .array(let array): array
        default: []
        }
    }

    func mapped(_ change: (Double) -> Double) -> MetricMathValue {
        switch self {
        case .scalar(let value): .scalar(change(value))
        case .series(let series): .series(series.mapped(change))
        case .array(let array): .array(array.map { $0.mapped(change) })
        case .text: self
        }
    }

    func mappedSeries(_ change: (MetricPoints) -> MetricPoints) -> MetricMathValue {
        switch self {
        case .series(let series): .series(change(series))
        case .array(let array): .array(array.map(change))
        default: self
        }
    }

    /// Two values by an operation; where both are series, at the times that both have.
    static func combined(
        _ left: MetricMathValue, _ right: MetricMathValue, _ work: (Double, Double) -> Double
    ) throws(ServiceFault) -> MetricMathValue {
        switch (left, right) {
        case (.scalar(let a), .scalar(let b)): return .scalar(work(a, b))
        case (.scalar(let a), .series), (.scalar(let a), .array): return right.mapped { work(a, $0) }
        case (.series, .scalar(let b)), (.array, .scalar(let b)): return left.mapped { work($0, b) }
        case (.series(let a), .series(let b)): return .series(joined(a, b, work))
        case (.series(let a), .array(let b)): return .array(b.map { joined(a, $0, work) })
        case (.array(let a), .series(let b)): return .array(a.map { joined($0, b, work) })
        case (.array(let a), .array(let b)):
            guard a.count == b.count else {
                throw .invalidParameter("Error in expression: two arrays of different lengths cannot be combined.")
            }
            return .array(zip(a, b).map { joined($0, $1, work) })
        default: throw .invalidParameter("Error in expression: a string cannot be combined.")
        }
    }

    private static func joined(
        _ left: MetricPoints, _ right: MetricPoints, _ work: (Double, Double) -> Double
    ) -> MetricPoints {
        var points: [Int: Double] = [:]
        for (time, value) in left.points {
            guard let other = right.points[time] else { continue }
            // A division by zero leaves a gap, as CloudWatch's does.
            let result = work(value, other)
            if result.isFinite { points[time] = result }
        }
        return MetricPoints(label: left.label, points: points)
    }
}
