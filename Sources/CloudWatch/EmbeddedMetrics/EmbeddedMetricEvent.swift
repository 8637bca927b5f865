public import AWSCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A log line in CloudWatch's embedded metric format: what a program logs anyhow, from which CloudWatch Logs makes metrics.
///
/// No call of an API is needed: on Lambda, and where an agent or the `awslogs` driver takes the logs, a line on standard
/// output is enough.
///
/// ```swift
/// var event = EmbeddedMetricEvent(in: "BedrockCost", at: now, dimensionSets: [["Team"], []])
/// event.dimensions["Team"] = "claims"
/// event.add("InputTokens", 1234, unit: .count)
/// try event.write(to: &output)
/// ```
public struct EmbeddedMetricEvent: Sendable, Hashable {
    /// A metric of the event.
    public struct Entry: Sendable, Hashable {
        /// The metric's name.
        public var name: String
        /// Its values, 1 to 100.
        public var values: [Double]
        /// What they are counted in.
        public var unit: MetricUnit?
        /// 1 to keep seconds apart; minutes where `nil`.
        public var storageResolution: Int?
    }

    /// When it was measured.
    public var date: Date
    /// Where the metrics belong.
    public var namespace: MetricNamespace
    /// Under which dimensions, by name, each metric is kept: a series for each set. An empty set is a series without any.
    public var dimensionSets: [[String]]
    /// The values of the dimensions, 1 to 1,024 characters each.
    public var dimensions: [String: String]
    /// The metrics.
    public private(set) var entries: [Entry] = []
    /// What else the line tells. High-cardinality values, such as a request's id, belong here: they cost no series.
    public var fields: [String: JSONValue]

    /// The most metrics that one line declares; ``lines()`` splits what has more.
    public static let maximumMetrics = 100
    /// The most bytes of a line.
    public static let maximumBytes = 1_048_576

    /// A line without metrics yet.
    public init(
        in namespace: MetricNamespace, at date: Date, dimensionSets: [[String]] = [[]],
        dimensions: [String: String] = [:], fields: [String: JSONValue] = [:]
    ) {
        self.namespace = namespace
        self.date = date
        self.dimensionSets = dimensionSets
        self.dimensions = dimensions
        self.fields = fields
    }

    /// Adds a metric with one value. A further value of the same name joins the first.
    ///
    /// - Parameters:
    ///   - name: The metric's name.
    ///   - value: The value; fractions are kept as a `Double` keeps them.
    ///   - unit: What it is counted in.
    ///   - storageResolution: 1 to keep seconds apart.
    public mutating func add(_ name: String, _ value: Double, unit: MetricUnit? = nil, storageResolution: Int? = nil) {
        add(name, values: [value], unit: unit, storageResolution: storageResolution)
    }

    /// Adds a metric with several values.
    public mutating func add(
        _ name: String, values: [Double], unit: MetricUnit? = nil, storageResolution: Int? = nil
    ) {
        if let index = entries.firstIndex(where: { $0.name == name }) {
            entries[index].values += values
        } else {
            entries.append(Entry(name: name, values: values, unit: unit, storageResolution: storageResolution))
        }
    }

    /// The line, or the lines where there are more than 100 metrics, as JSON text without line breaks.
    ///
    /// - Throws: `AWSError` of code `invalidInput` for what CloudWatch would log without making metrics of it.
    public func lines() throws(AWSError) -> [String] {
        try EmbeddedMetricRules.check(self)
        var lines: [String] = []
        for start in stride(from: 0, to: entries.count, by: Self.maximumMetrics) {
            let part = entries[start..<min(start + Self.maximumMetrics, entries.count)]
            let bytes: [UInt8]
            do {
                bytes = try document(part).serialized()
            } catch {
                throw AWSError(.invalidInput, "fields: a value cannot be written as JSON", underlying: error)
            }
            guard bytes.count <= Self.maximumBytes else {
                throw .invalidInput("fields", "a line has at most \(Self.maximumBytes) bytes, not \(bytes.count)")
            }
            lines.append(String(decoding: bytes, as: UTF8.self))
        }
        return lines
    }

    /// Writes the line and a line break to a text output.
    ///
    /// - Throws: `AWSError`, as ``lines()`` does; nothing has been written then.
    public func write(to output: inout some TextOutputStream) throws(AWSError) {
        for line in try lines() { output.write(line + "\n") }
    }

    private func document(_ entries: ArraySlice<Entry>) -> JSONValue {
        var members = fields
        for (name, value) in dimensions { members[name] = .string(value) }
        var metrics: [JSONValue] = []
        for entry in entries {
            let values = entry.values.map(Self.number)
            members[entry.name] = values.count == 1 ? values[0] : .array(values)
            var metric: [String: JSONValue] = ["Name": .string(entry.name)]
            if let unit = entry.unit { metric["Unit"] = .string(unit.rawValue) }
            if let resolution = entry.storageResolution { metric["StorageResolution"] = .int(Int64(resolution)) }
            metrics.append(.object(metric))
        }
        let sets = dimensionSets.map { JSONValue.array($0.map(JSONValue.string)) }
        members["_aws"] = [
            "Timestamp": .int(Int64((date.timeIntervalSince1970 * 1000).rounded())),
            "CloudWatchMetrics": [
                [
                    "Namespace": .string(namespace.rawValue), "Dimensions": .array(sets),
                    "Metrics": .array(metrics),
                ]
            ],
        ]
        return .object(members)
    }

    private static func number(_ value: Double) -> JSONValue {
        Int64(exactly: value).map(JSONValue.int) ?? .double(value)
    }
}

/// Standard output, as a text output for ``EmbeddedMetricEvent/write(to:)``.
public struct StandardOutput: TextOutputStream, Sendable {
    /// Standard output.
    public init() {}

    /// Writes text as it is.
    public mutating func write(_ string: String) { print(string, terminator: "") }
}
