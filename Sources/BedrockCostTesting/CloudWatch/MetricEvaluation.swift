/// One evaluation of a request's lines, which may name one another.
struct MetricEvaluation {
    private let queries: MetricQueries
    private var running: Set<String> = []

    init(queries: MetricQueries) { self.queries = queries }

    /// - Throws: `InvalidParameterValue` for unknown names and functions, and for lines that need themselves.
    mutating func value(of line: MetricQueries.Line) throws(ServiceFault) -> MetricMathValue {
        if let stat = line.stat {
            return .series(MetricPoints(label: line.label ?? stat.key.name, points: try queries.points(of: stat)))
        }
        guard let expression = line.expression, running.insert(line.id).inserted else {
            throw .invalidParameter("Error in expression \"\(line.id)\": it refers to itself.")
        }
        defer { running.remove(line.id) }
        let value = try value(of: expression, in: line)
        guard case .series(let series) = value else { return value }
        return .series(MetricPoints(label: line.label ?? line.id, points: series.points))
    }

    private mutating func value(
        of tree: MetricMath, in line: MetricQueries.Line
    ) throws(ServiceFault) -> MetricMathValue {
        switch tree {
        case .number(let number): return .scalar(number)
        case .text(let text): return .text(text)
        case .name(let name):
            guard let other = queries.lines.first(where: { $0.id == name }) else {
                throw .invalidParameter("Error in expression \"\(line.id)\": unknown identifier \(name).")
            }
            return try value(of: other)
        case .list(let elements):
            var series: [MetricPoints] = []
            for element in elements { series += try value(of: element, in: line).allSeries }
            return .array(series)
        case .negated(let inner): return try value(of: inner, in: line).mapped { -$0 }
        case .operation(let symbol, let left, let right):
            let operation = try Self.operation(symbol)
            return try .combined(value(of: left, in: line), value(of: right, in: line), operation)
        case .call(let function, let arguments): return try call(function, arguments, line)
        }
    }

    private static func operation(_ symbol: String) throws(ServiceFault) -> (Double, Double) -> Double {
        switch symbol {
        case "+": { $0 + $1 }
        case "-": { $0 - $1 }
        case "*": { $0 * $1 }
        case "/": { $0 / $1 }
        case "^": { base, exponent in Self.power(base, exponent) }
        case "<": { $0 < $1 ? 1 : 0 }
        case ">": { $0 > $1 ? 1 : 0 }
        case "<=": { $0 <= $1 ? 1 : 0 }
        case ">=": { $0 >= $1 ? 1 : 0 }
        case "==": { $0 == $1 ? 1 : 0 }
        case "!=": { $0 != $1 ? 1 : 0 }
        case "&&": { $0 != 0 && $1 != 0 ? 1 : 0 }
        default: { $0 != 0 || $1 != 0 ? 1 : 0 }
        }
    }

    /// Whole exponents are all that the simulator raises to.
    private static func power(_ base: Double, _ exponent: Double) -> Double {
        guard let count = Int(exactly: exponent), count.magnitude <= 1_024 else { return .nan }
        let product = (0..<count.magnitude).reduce(1.0) { product, _ in product * base }
        return count < 0 ? 1 / product : product
    }

    // MARK: Functions

    private mutating func call(
        _ function: String, _ arguments: [MetricMath], _ line: MetricQueries.Line
    ) throws(ServiceFault) -> MetricMathValue {
        if let values = try source(function, arguments, line) { return values }
        guard let first = arguments.first else { throw unknown(function, line) }
        let operand = try value(of: first, in: line)
        if let value = try aggregate(function, operand, line) { return value }
        switch function {
        case "FILL": return try filled(operand, arguments, line)
        case "IF":
            guard arguments.count == 3 else { throw unknown(function, line) }
            let yes = try value(of: arguments[1], in: line)
            let no = try value(of: arguments[2], in: line)
            let chosen = try MetricMathValue.combined(operand, yes) { $0 != 0 ? $1 : .zero }
            let other = try MetricMathValue.combined(operand, no) { $0 == 0 ? $1 : .zero }
            return try .combined(chosen, other) { $0 + $1 }
        case "ABS": return operand.mapped { abs($0) }
        case "CEIL": return operand.mapped { $0.rounded(.up) }
        case "FLOOR": return operand.mapped { $0.rounded(.down) }
        case "RUNNING_SUM":
            return operand.mappedSeries { series in
                var sum = 0.0
                var points: [Int: Double] = [:]
                for (time, value) in series.points.sorted(by: { $0.key < $1.key }) {
                    sum += value
                    points[time] = sum
                }
                return MetricPoints(label: series.label, points: points)
            }
        case "DIFF", "RATE":
            return operand.mappedSeries { series in
                let times = series.points.keys.sorted()
                var points: [Int: Double] = [:]
                for (before, time) in zip(times, times.dropFirst()) {
                    let change = (series.points[time] ?? 0) - (series.points[before] ?? 0)
                    points[time] = function == "RATE" ? change / Double(time - before) : change
                }
                return MetricPoints(label: series.label, points: points)
            }
        case "TIME_SERIES":
            guard case .scalar(let value) = operand else { return operand }
            let starts = try queries.grid(line.period ?? queries.longestPeriod).starts
            let points = Dictionary(starts.map { ($0, value) }) { first, _ in first }
            return .series(MetricPoints(label: line.id, points: points))
        case "REMOVE_EMPTY": return .array(operand.allSeries.filter { !$0.points.isEmpty })
        case "ANOMALY_DETECTION_BAND": return try band(first, operand, arguments, line)
        default: throw unknown(function, line)
        }
    }

    /// Functions that bring series in: METRICS, SEARCH and PERIOD.
    private mutating func source(
        _ function: String, _ arguments: [MetricMath], _ line: MetricQueries.Line
    ) throws(ServiceFault) -> MetricMathValue? {
        switch (function, arguments.first) {
        case ("METRICS", let filter):
            var part = ""
            if case .text(let text) = filter { part = text }
            var series: [MetricPoints] = []
            for other in queries.lines
            where other.stat != nil && (part.isEmpty || other.id.firstRange(ofText: part) != nil) {
                series += try value(of: other).allSeries
            }
            return .array(series)
        case ("SEARCH", .text(let text)):
            guard arguments.count >= 2, case .text(let name) = arguments[1] else { throw unknown(function, line) }
            var period = line.period
            if arguments.count > 2, case .number(let seconds) = arguments[2] { period = Int(exactly: seconds) }
            guard let period else {
                throw .invalidParameter("Error in expression \"\(line.id)\": SEARCH needs a period.")
            }
            return .array(try queries.found(by: MetricSearch(text), SimulatedStatistic(name), period))
        case ("PERIOD", .name(let name)):
            guard let period = queries.lines.first(where: { $0.id == name })?.stat?.period else {
                throw unknown(function, line)
            }
            return .scalar(Double(period))
        default: return nil
        }
    }

    /// Functions that make one number of a series, and one series of an array.
    private func aggregate(
        _ function: String, _ operand: MetricMathValue, _ line: MetricQueries.Line
    ) throws(ServiceFault) -> MetricMathValue? {
        let work: ([Double]) -> Double
        switch function {
        case "SUM": work = { $0.reduce(0, +) }
        case "AVG": work = { $0.reduce(0, +) / Double($0.count) }
        case "MIN": work = { $0.min() ?? 0 }
        case "MAX": work = { $0.max() ?? 0 }
        case "METRIC_COUNT": return .scalar(Double(operand.allSeries.count))
        default: return nil
        }
        switch operand {
        case .series(let series): return .scalar(series.points.isEmpty ? 0 : work(Array(series.points.values)))
        case .array(let array):
            var columns: [Int: [Double]] = [:]
            for series in array {
                for (time, value) in series.points { columns[time, default: []].append(value) }
            }
            return .series(MetricPoints(label: line.label ?? line.id, points: columns.mapValues(work)))
        default: throw .invalidParameter("Error in expression \"\(line.id)\": \(function) needs time series.")
        }
    }

    private mutating func filled(
        _ operand: MetricMathValue, _ arguments: [MetricMath], _ line: MetricQueries.Line
    ) throws(ServiceFault) -> MetricMathValue {
        guard arguments.count == 2 else { throw unknown("FILL", line) }
        let isRepeat = arguments[1] == .name("REPEAT")
        var filler = 0.0
        if !isRepeat {
            guard case .scalar(let value) = try value(of: arguments[1], in: line) else { throw unknown("FILL", line) }
            filler = value
        }
        // The grid is that of the series' own points, or the line's where there are none.
        let starts = Array(try queries.grid(period(of: arguments[0], line)).starts)
        return operand.mappedSeries { series in
            var last: Double?
            var points: [Int: Double] = [:]
            for start in starts {
                last = series.points[start] ?? (isRepeat ? last : filler)
                points[start] = last
            }
            return MetricPoints(label: series.label, points: points)
        }
    }

    /// The period in which an expression's points stand.
    private func period(of tree: MetricMath, _ line: MetricQueries.Line) -> Int {
        switch tree {
        case .name(let name):
            guard let other = queries.lines.first(where: { $0.id == name }) else { return queries.longestPeriod }
            return other.stat?.period ?? other.expression.map { period(of: $0, other) } ?? queries.longestPeriod
        case .call("SEARCH", let arguments):
            guard arguments.count > 2, case .number(let seconds) = arguments[2], let period = Int(exactly: seconds)
            else {
                return line.period ?? queries.longestPeriod
            }
            return period
        case .call(_, let arguments), .list(let arguments):
            return arguments.first.map { period(of: $0, line) } ?? line.period ?? queries.longestPeriod
        case .negated(let inner): return period(of: inner, line)
        case .operation(_, let left, _): return period(of: left, line)
        default: return line.period ?? queries.longestPeriod
        }
    }

    /// The simulator's band: so many standard deviations around the mean of the two weeks before. Where there are fewer than
    /// three periods with data there is no band.
    private mutating func band(
        _ tree: MetricMath, _ operand: MetricMathValue, _ arguments: [MetricMath], _ line: MetricQueries.Line
    ) throws(ServiceFault) -> MetricMathValue {
        guard case .name(let name) = tree, case .series(let series) = operand,
            let stat = queries.lines.first(where: { $0.id == name })?.stat
        else { throw unknown("ANOMALY_DETECTION_BAND", line) }
        var width = 2.0
        if arguments.count > 1, case .number(let number) = arguments[1] { width = number }
        let history = try queries.history(of: stat)
        guard history.count >= 3 else { return .array([]) }
        let mean = history.reduce(0, +) / Double(history.count)
        let variance = history.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(history.count)
        let margin = width * variance.squareRoot()
        let starts = try queries.grid(stat.period).starts
        return .array(
            [("low", mean - margin), ("high", mean + margin)].map { side, value in
                MetricPoints(
                    label: "\(line.label ?? series.label) (expected \(side))",
                    points: Dictionary(starts.map { ($0, value) }) { first, _ in first })
            })
    }

    private func unknown(_ function: String, _ line: MetricQueries.Line) -> ServiceFault {
        .invalidParameter("Error in expression \"\(line.id)\": \(function) is not known, or not with these arguments.")
    }
}
