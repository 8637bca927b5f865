public import AWSCore

/// One tile of a dashboard.
public struct DashboardWidget: Sendable, Hashable {
    /// How a widget draws its lines.
    public struct View: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
        /// The name in the body.
        public let rawValue: String

        /// A view by its name in the body.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// A view by its name in the body.
        public init(stringLiteral value: String) { self.init(rawValue: value) }

        /// The name in the body.
        public var description: String { rawValue }

        /// Lines over time.
        public static let timeSeries = Self(rawValue: "timeSeries")
        /// One number for each line.
        public static let singleValue = Self(rawValue: "singleValue")
        /// A bar for each line.
        public static let bar = Self(rawValue: "bar")
        /// A slice for each line.
        public static let pie = Self(rawValue: "pie")
        /// A table of numbers.
        public static let table = Self(rawValue: "table")
    }

    /// A horizontal line in a graph, such as a limit.
    public struct Limit: Sendable, Hashable {
        /// What it is.
        public var label: String
        /// Where it is.
        public var value: Double

        /// A limit.
        public init(_ label: String, _ value: Double) {
            self.label = label
            self.value = value
        }
    }

    private enum Content: Hashable {
        case text(String)
        case graph(Graph)
        case alarms(title: String, [ARN])
    }

    private struct Graph: Hashable {
        var title: String
        var lines: [DashboardLine]
        var view: View
        var isStacked: Bool
        var period: Int
        var limits: [Limit]
    }

    private var content: Content
    /// The width in columns, 1 to 24.
    public var width: Int
    /// The height in rows of about 50 pixels, 1 to 1,000.
    public var height: Int

    private init(_ content: Content, _ width: Int, _ height: Int) {
        self.content = content
        self.width = width
        self.height = height
    }

    /// Text in Markdown.
    public static func text(_ markdown: String, width: Int = 24, height: Int = 2) -> Self {
        Self(.text(markdown), width, height)
    }

    /// Metrics and expressions.
    ///
    /// - Parameters:
    ///   - title: What stands above.
    ///   - lines: What is drawn.
    ///   - view: How.
    ///   - isStacked: Whether lines stand on one another.
    ///   - period: The period in seconds of lines that have none of their own.
    ///   - limits: Horizontal lines.
    ///   - width: The width in columns.
    ///   - height: The height in rows.
    public static func graph(
        _ title: String, _ lines: [DashboardLine], view: View = .timeSeries, isStacked: Bool = false,
        period: Int = 300, limits: [Limit] = [], width: Int = 12, height: Int = 6
    ) -> Self {
        let graph = Graph(
            title: title, lines: lines, view: view, isStacked: isStacked, period: period, limits: limits)
        return Self(.graph(graph), width, height)
    }

    /// The states of alarms.
    public static func alarms(_ title: String, _ alarms: [ARN], width: Int = 24, height: Int = 2) -> Self {
        Self(.alarms(title: title, alarms), width, height)
    }

    func document(in region: Region, x: Int, y: Int) -> JSONValue {
        let (type, properties): (String, JSONValue) =
            switch content {
            case .text(let markdown): ("text", ["markdown": .string(markdown)])
            case .alarms(let title, let alarms):
                ("alarm", ["title": .string(title), "alarms": .array(alarms.map { .string($0.rawValue) })])
            case .graph(let graph): ("metric", Self.properties(of: graph, in: region))
            }
        return [
            "type": .string(type), "x": .int(Int64(x)), "y": .int(Int64(y)), "width": .int(Int64(width)),
            "height": .int(Int64(height)), "properties": properties,
        ]
    }

    private static func properties(of graph: Graph, in region: Region) -> JSONValue {
        var properties: [String: JSONValue] = [
            "title": .string(graph.title), "region": .string(region.rawValue), "view": .string(graph.view.rawValue),
            "stacked": .bool(graph.isStacked), "period": .int(Int64(graph.period)),
            "metrics": .array(graph.lines.map(\.document)),
        ]
        if !graph.limits.isEmpty {
            let limits = graph.limits.map {
                JSONValue.object(["label": .string($0.label), "value": .double($0.value)])
            }
            properties["annotations"] = ["horizontal": .array(limits)]
        }
        return .object(properties)
    }

    func validate() throws(AWSError) {
        guard (1...24).contains(width), (1...1000).contains(height) else {
            throw .invalidInput("size", "must be 1 to 24 columns and 1 to 1000 rows, not \(width) and \(height)")
        }
        switch content {
        case .text: return
        case .alarms(_, let alarms):
            guard (1...100).contains(alarms.count) else {
                throw .invalidInput("alarms", "must be 1 to 100, not \(alarms.count)")
            }
        case .graph(let graph):
            guard (1...500).contains(graph.lines.count) else {
                throw .invalidInput("metrics", "a widget draws 1 to 500 lines, not \(graph.lines.count)")
            }
            try InputRules.check(period: graph.period)
            var seen: Set<String> = []
            for line in graph.lines {
                try line.validate()
                guard let id = line.id, !seen.insert(id).inserted else { continue }
                throw .invalidInput("metrics", "the id \"\(id)\" stands there twice")
            }
            for limit in graph.limits where !limit.value.isFinite {
                throw .invalidInput("annotations", "the limit \(limit.label) is not a finite number")
            }
        }
    }
}
