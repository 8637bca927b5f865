import AWSCore
import CloudWatch
import Foundation
import Testing

@Suite struct DashboardTests {
    private let profile = ModelID(rawValue: "a1b2c3d4e5f6")

    private func refusal(_ widgets: [DashboardWidget]) -> String? {
        let dashboard = Dashboard(region: .usEast1, widgets: widgets)
        return CloudWatchTests.refusal { () throws(AWSError) in try dashboard.validate() }
    }

    @Test func `the body is what CloudWatch's dashboards are made of`() async throws {
        let cloudWatch = ScriptedCloudWatch { _ in
            .init(body: ["DashboardValidationMessages": [["DataPath": "/widgets/0", "Message": "odd"]]])
        }
        let dashboard = Dashboard(
            region: .usWest2, window: .hours(24), keepsPeriods: true,
            widgets: [
                .text("# Bedrock", height: 1),
                .graph(
                    "Tokens",
                    [
                        .metric(.bedrock(.inputTokenCount, of: profile), .sum, id: "m1", label: "in", isVisible: false),
                        .expression("m1 / 1000", label: "thousands"),
                    ], period: 300, limits: [.init("limit", 80_000)]),
            ])
        let messages = try await cloudWatch.client().putDashboard(dashboard, named: "bedrock")
        #expect(messages.map(\.description) == ["/widgets/0: odd"])
        let sent = try #require(cloudWatch.requests.first?.body["DashboardBody"]?.string)
        let body = try JSONValue(parsing: Array(sent.utf8))
        #expect(
            body == [
                "start": "-P1D", "periodOverride": "inherit",
                "widgets": [
                    [
                        "type": "text", "x": 0, "y": 0, "width": 24, "height": 1,
                        "properties": ["markdown": "# Bedrock"],
                    ],
                    [
                        "type": "metric", "x": 0, "y": 1, "width": 12, "height": 6,
                        "properties": [
                            "title": "Tokens", "region": "us-west-2", "view": "timeSeries", "stacked": false,
                            "period": 300,
                            "metrics": [
                                [
                                    "AWS/Bedrock", "InputTokenCount", "ModelId", "a1b2c3d4e5f6",
                                    ["id": "m1", "label": "in", "visible": false, "stat": "Sum"],
                                ],
                                [["expression": "m1 / 1000", "label": "thousands"]],
                            ],
                            "annotations": ["horizontal": [["label": "limit", "value": 80000]]],
                        ],
                    ],
                ],
            ])
    }

    @Test func `widgets flow from left to right, and a new row begins below the highest`() {
        let widgets = [(12, 6), (12, 3), (8, 2), (8, 2), (8, 2), (24, 1)].map { width, height in
            DashboardWidget.text("x", width: width, height: height)
        }
        let document = Dashboard(region: .usEast1, widgets: widgets).document
        let places = (document["widgets"]?.array ?? []).map { "\($0["x"]?.int ?? -1),\($0["y"]?.int ?? -1)" }
        #expect(places == ["0,0", "12,0", "0,6", "8,6", "16,6", "0,8"])
    }

    @Test func `what is wrong is told with the widget's place`() {
        #expect(
            refusal([.text("x"), .text("y", width: 25)])
                == "widgets[1]: size: must be 1 to 24 columns and 1 to 1000 rows, not 25 and 2")
        #expect(refusal([.graph("g", [])]) == "widgets[0]: metrics: a widget draws 1 to 500 lines, not 0")
        let invented = Metric(.bedrock, "InvocationCount", dimensions: [MetricDimension("ModelId", "a1b2c3d4e5f6")])
        #expect(
            refusal([.graph("g", [.metric(invented, .sum)])])?
                .hasPrefix("widgets[0]: MetricName: AWS/Bedrock has no metric InvocationCount") == true)
        let line = DashboardLine.expression("1 + 1", id: "e")
        #expect(refusal([.graph("g", [line, line])]) == "widgets[0]: metrics: the id \"e\" stands there twice")
        #expect(
            refusal(Array(repeating: .text("x"), count: 501))
                == "widgets: a dashboard has at most 500 widgets, not 501")
    }

    @Test func `the rate limiter's dashboard has the document's metrics by model and cost center`() throws {
        let dashboard = Dashboard.rateLimiting(
            in: .usEast1, models: ["claude-3-5-haiku", "nova-lite"], costCenters: ["sales", "services", "support"],
            tokenLimit: 100_000)
        try dashboard.validate()
        let body = dashboard.body
        for metric in RateLimitingMetric.all { #expect(body.contains(metric.name)) }
        for value in ["sales", "services", "support", "nova-lite"] { #expect(body.contains("\\\"\(value)\\\"")) }
        #expect(body.contains("Model,ModelId,CostCenter,Application,Environment"))
    }

    @Test func `the usage dashboard keeps to the catalogue`() throws {
        let dashboard = Dashboard.bedrockUsage(
            of: [("claims", profile), ("sales", "amazon.nova-lite-v1:0")], in: .usEast1)
        try dashboard.validate()
        #expect(dashboard.widgets.count == 7)
        #expect(dashboard.body.contains("InvocationLatency"))
    }
}
