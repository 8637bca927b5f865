public import AWSCore

/// The body of a CloudWatch dashboard, typed.
///
/// ```swift
/// let dashboard = Dashboard(
///     region: .usEast1,
///     widgets: [
///         .text("# Bedrock by department"),
///         .graph("Input tokens", [.metric(.bedrock(.inputTokenCount, of: profile), .sum, label: "claims")]),
///     ])
/// try await cloudWatch.putDashboard(dashboard, named: "bedrock")
/// ```
///
/// Widgets without a place of their own are laid out from left to right in rows of 24 columns.
public struct Dashboard: Sendable, Hashable {
    /// The Region whose metrics are shown.
    public var region: Region
    /// The stretch of time that is shown at first; three hours where `nil`.
    public var window: MetricWindow?
    /// Whether widgets keep their periods whatever stretch of time is shown.
    public var keepsPeriods: Bool
    /// What is shown, at most 500.
    public var widgets: [DashboardWidget]

    /// A dashboard.
    public init(
        region: Region, window: MetricWindow? = nil, keepsPeriods: Bool = false, widgets: [DashboardWidget]
    ) {
        self.region = region
        self.window = window
        self.keepsPeriods = keepsPeriods
        self.widgets = widgets
    }

    /// The body as PutDashboard takes it: JSON text.
    public var body: String {
        // Numbers are checked before; what JSON cannot hold does not come here.
        String(decoding: (try? document.serialized()) ?? Array("{}".utf8), as: UTF8.self)
    }

    /// The body as a JSON document.
    public var document: JSONValue {
        var members: [String: JSONValue] = [:]
        if let window { members["start"] = .string(Self.relativeStart(window)) }
        if keepsPeriods { members["periodOverride"] = "inherit" }
        var place = (x: 0, y: 0)
        var rowHeight = 0
        members["widgets"] = .array(
            widgets.map { widget in
                if place.x + widget.width > 24 {
                    place = (0, place.y + rowHeight)
                    rowHeight = 0
                }
                defer {
                    place.x += widget.width
                    rowHeight = max(rowHeight, widget.height)
                }
                return widget.document(in: region, x: place.x, y: place.y)
            })
        return .object(members)
    }

    /// Checks sizes, ids and numbers, and the names of Bedrock's metrics by the catalogue.
    ///
    /// - Throws: `AWSError` of code `invalidInput`, which names the widget.
    public func validate() throws(AWSError) {
        guard widgets.count <= 500 else {
            throw .invalidInput("widgets", "a dashboard has at most 500 widgets, not \(widgets.count)")
        }
        for (index, widget) in widgets.enumerated() {
            do throws(AWSError) {
                try widget.validate()
            } catch {
                throw .invalidInput("widgets[\(index)]", error.message)
            }
        }
    }

    private static func relativeStart(_ window: MetricWindow) -> String {
        if window.seconds % 86_400 == 0 { return "-P\(window.seconds / 86_400)D" }
        return window.seconds % 3600 == 0 ? "-PT\(window.seconds / 3600)H" : "-PT\(window.seconds / 60)M"
    }
}
