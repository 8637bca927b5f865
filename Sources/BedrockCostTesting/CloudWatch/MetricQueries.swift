import AWSCore

/// The lines of a GetMetricData request or of an alarm, and their evaluation.
struct MetricQueries {
    struct Line {
        let id: String
        let label: String?
        let returnsData: Bool
        let stat: Stat?
        let expression: MetricMath?
        let isSearch: Bool
        let period: Int?
    }

    struct Stat {
        let key: MetricKey
        let statistic: SimulatedStatistic
        let period: Int
        let unit: String?
    }

    let lines: [Line]
    private let store: MetricStore
    private let span: (start: Int, end: Int, now: Int)

    /// - Parameters:
    ///   - documents: The lines as they came in.
    ///   - member: The name of the list, for messages.
    ///   - store: The data.
    ///   - span: The first second, the one after the last, and the present.
    /// - Throws: The service's faults for lines that break its rules.
    init(
        _ documents: [JSONValue], _ member: String, _ store: MetricStore, from start: Int, to end: Int, now: Int
    ) throws(ServiceFault) {
        var lines: [Line] = []
        var seen: Set<String> = []
        for document in documents {
            let line = try Self.line(document, member)
            guard seen.insert(line.id).inserted else {
                throw .invalidParameter("The values for parameter id in \(member) must be unique.")
            }
            lines.append(line)
        }
        self.lines = lines
        self.store = store
        self.span = (start, end, now)
    }

    private static func line(_ document: JSONValue, _ member: String) throws(ServiceFault) -> Line {
        guard let id = document["Id"]?.string else { throw .missingParameter("\(member).member.1.Id") }
        guard let first = id.first, first.isLowercase, id.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else {
            throw .invalidParameter("The value \(id) for parameter Id does not match the pattern [a-z][a-zA-Z0-9_]*.")
        }
        var stat: Stat?
        if let given = document["MetricStat"] {
            guard let period = given["Period"]?.int else { throw .missingParameter("\(member).MetricStat.Period") }
            guard let name = given["Stat"]?.string else { throw .missingParameter("\(member).MetricStat.Stat") }
            stat = Stat(
                key: try MetricKey(given["Metric"] ?? [:]), statistic: try SimulatedStatistic(name), period: period,
                unit: given["Unit"]?.string)
        }
        let text = document["Expression"]?.string
        guard (stat == nil) != (text == nil) else {
            throw .invalidCombination("Exactly one of MetricStat and Expression must be given for \(id).")
        }
        var expression: MetricMath?
        if let text { expression = try MetricMathParser.parse(text) }
        return Line(
            id: id, label: document["Label"]?.string, returnsData: document["ReturnData"]?.bool ?? true, stat: stat,
            expression: expression, isSearch: text?.uppercased().firstRange(ofText: "SEARCH(") != nil,
            period: document["Period"]?.int)
    }

    /// The longest period of the lines' metrics.
    var longestPeriod: Int { lines.compactMap { $0.stat?.period ?? $0.period }.max() ?? 60 }

    /// The series that a line comes to.
    func series(of line: Line) throws(ServiceFault) -> [MetricPoints] {
        var evaluation = MetricEvaluation(queries: self)
        let value = try evaluation.value(of: line)
        switch value {
        case .scalar:
            throw .invalidParameter("Error in expression \"\(line.id)\": the final result must be a time series.")
        case .text: throw .invalidParameter("Error in expression \"\(line.id)\": a string is no time series.")
        case .series(let series): return [MetricPoints(label: line.label ?? series.label, points: series.points)]
        case .array(let array):
            return array.map { series in
                let label = line.label.map { array.count == 1 ? $0 : "\($0) \(series.label)" }
                return MetricPoints(label: label ?? series.label, points: series.points)
            }
        }
    }

    func grid(_ period: Int) throws(ServiceFault) -> MetricGrid {
        try MetricGrid(start: span.start, end: span.end, period: period, now: span.now)
    }

    func points(of stat: Stat) throws(ServiceFault) -> [Int: Double] {
        store.points(stat.key, stat.statistic, on: try grid(stat.period), unit: stat.unit)
    }

    /// Values before the span, in periods of its own length: what a band is drawn from.
    func history(of stat: Stat) throws(ServiceFault) -> [Double] {
        let start = span.start - 14 * 86_400
        let grid = try MetricGrid(start: start, end: span.start, period: stat.period, now: span.now)
        return Array(store.points(stat.key, stat.statistic, on: grid, unit: stat.unit).values)
    }

    /// The series that a search finds: those with data in the last two weeks, in alphabetical order of their dimensions.
    func found(by search: MetricSearch, _ statistic: SimulatedStatistic, _ period: Int) throws(ServiceFault)
        -> [MetricPoints]
    {
        let grid = try grid(period)
        let keys = store.series.filter { search.matches($0.key) && $0.value.lastSecond > span.now - 14 * 86_400 }.keys
        return keys.sorted { $0.texts.lexicographicallyPrecedes($1.texts) }.map {
            key in
            let label = key.dimensions.map(\.value).joined(separator: " ")
            return MetricPoints(
                label: label.isEmpty ? key.name : label, points: store.points(key, statistic, on: grid))
        }
    }
}

extension MetricKey {
    /// The name and the dimensions' values: what series are ordered by.
    fileprivate var texts: [String] { [name] + dimensions.map(\.value) }

    /// A metric as requests name it.
    init(_ metric: JSONValue) throws(ServiceFault) {
        guard let namespace = metric["Namespace"]?.string else { throw .missingParameter("Namespace") }
        guard let name = metric["MetricName"]?.string else { throw .missingParameter("MetricName") }
        self.init(namespace, name, try Self.dimensions(metric["Dimensions"]))
    }

    static func dimensions(_ list: JSONValue?) throws(ServiceFault) -> [(name: String, value: String)] {
        var dimensions: [(name: String, value: String)] = []
        for entry in list?.array ?? [] {
            guard let name = entry["Name"]?.string, !name.isEmpty, let value = entry["Value"]?.string, !value.isEmpty
            else { throw .invalidParameter("The parameter Dimensions must have names and values that are not empty.") }
            dimensions.append((name, value))
        }
        guard dimensions.count <= 30 else {
            throw .invalidParameter("The collection Dimensions must not have a size greater than 30.")
        }
        return dimensions
    }
}
