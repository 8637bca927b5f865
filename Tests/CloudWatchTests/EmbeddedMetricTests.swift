import AWSCore
import CloudWatch
import Foundation
import Metering
import Testing

@Suite struct EmbeddedMetricTests {
    private let now = Date(timeIntervalSince1970: 1_767_225_600)

    private func event() -> EmbeddedMetricEvent {
        var event = EmbeddedMetricEvent(
            in: "BedrockCost", at: now, dimensionSets: [["Team"], ["Team", "ModelId"], []],
            dimensions: ["Team": "claims", "ModelId": "amazon.nova-lite-v1:0"], fields: ["requestId": "r-1"])
        event.add("InputTokens", 10, unit: .count)
        event.add("EstimatedCost", 0.0000123, unit: .unitless, storageResolution: 60)
        return event
    }

    private func refusal(_ change: (inout EmbeddedMetricEvent) -> Void) -> String? {
        var event = event()
        change(&event)
        return CloudWatchTests.refusal { () throws(AWSError) in _ = try event.lines() }
    }

    @Test func `a line has the metrics' declaration and their values`() throws {
        var output = ""
        try event().write(to: &output)
        #expect(output.hasSuffix("}\n"))
        #expect(output.count { $0 == "\n" } == 1)
        let line = try JSONValue(parsing: Array(output.utf8))
        #expect(
            line == [
                "_aws": [
                    "Timestamp": 1_767_225_600_000,
                    "CloudWatchMetrics": [
                        [
                            "Namespace": "BedrockCost", "Dimensions": [["Team"], ["Team", "ModelId"], []],
                            "Metrics": [
                                ["Name": "InputTokens", "Unit": "Count"],
                                ["Name": "EstimatedCost", "Unit": "None", "StorageResolution": 60],
                            ],
                        ]
                    ],
                ],
                "Team": "claims", "ModelId": "amazon.nova-lite-v1:0", "InputTokens": 10, "EstimatedCost": 0.0000123,
                "requestId": "r-1",
            ])
    }

    @Test func `a text with line breaks stays on one line`() throws {
        var event = event()
        event.fields["note"] = "first\nsecond"
        let lines = try event.lines()
        #expect(lines.count == 1)
        #expect(!lines[0].contains("\n"))
        #expect(lines[0].contains(#"first\nsecond"#))
    }

    @Test func `more than a hundred metrics become several lines`() throws {
        var event = EmbeddedMetricEvent(in: "N", at: now)
        for number in 0..<250 { event.add("m\(number)", Double(number)) }
        let documents = try event.lines().map { try JSONValue(parsing: Array($0.utf8)) }
        let counts = documents.map { $0["_aws"]?["CloudWatchMetrics"]?[0]?["Metrics"]?.array?.count }
        #expect(counts == [100, 100, 50])
        #expect(documents[2]["m249"] == 249)
        #expect(documents[0]["m249"] == nil)
    }

    @Test func `values of one name join`() throws {
        var event = EmbeddedMetricEvent(in: "N", at: now)
        event.add("m", 1)
        event.add("m", values: [2, 2.5])
        let document = try JSONValue(parsing: Array(event.lines()[0].utf8))
        #expect(document["m"] == [1, 2, 2.5])
    }

    @Test func `what CloudWatch would pass over in silence is refused`() {
        #expect(refusal { $0.dimensionSets = [["Stage"]] } == "Dimensions: Stage has no value")
        #expect(
            refusal { $0.dimensions["Team"] = "" } == "Dimensions.Team: must have 1 to 1024 characters, not 0")
        #expect(
            refusal { $0.add("x", values: Array(repeating: 1, count: 101)) }
                == "Metrics.x: must hold 1 to 100 items, not 101")
        #expect(
            refusal { $0.add("x", .infinity) } == "Metrics.x: the value inf must be finite, within ±2^360")
        #expect(refusal { $0.add("x", 1, unit: "Tokens") } == "Metrics.x: Tokens is none of CloudWatch's units")
        #expect(
            refusal { $0.add("x", 1, storageResolution: 5) }
                == "Metrics.x: StorageResolution must be 1 or 60 seconds, not 5")
        #expect(refusal { $0.fields["Team"] = "sales" } == "fields: Team names two members of the line")
        #expect(refusal { $0.fields["_aws"] = [:] } == "fields: _aws is the format's own member")
        #expect(
            refusal { $0.dimensionSets = [(0...30).map { "d\($0)" }] } == "Dimensions: must hold 0 to 30 items, not 31")
        #expect(
            refusal { $0 = EmbeddedMetricEvent(in: "N", at: now) } == "Metrics: a line without metrics makes none")
        #expect(refusal { $0.namespace = .bedrock }?.contains("is AWS' own") == true)
        let long = String(repeating: "x", count: 1_100_000)
        #expect(refusal { $0.fields["note"] = .string(long) }?.contains("at most 1048576 bytes") == true)
    }
}

@Suite struct RateLimitingTests {
    private let now = Date(timeIntervalSince1970: 1_767_225_600)
    private let labels = RateLimitingLabels(
        model: "claude-3-5-haiku", modelID: "us.anthropic.claude-3-5-haiku-20241022-v1:0",
        application: "aws-documentation-helper", costCenter: "support", environment: "production")

    @Test func `the six metrics and five dimensions are those of the document`() {
        #expect(
            RateLimitingMetric.all.map(\.name) == [
                "TotalRequests", "RateLimitApproved", "RateLimitDenied", "InvocationFailed", "InputTokens",
                "OutputTokens",
            ])
        #expect(
            RateLimitingDimension.all.map(\.name) == ["Model", "ModelId", "CostCenter", "Application", "Environment"])
    }

    @Test func `each outcome counts what happened, and nothing else`() {
        func counts(_ outcome: RateLimitedCall.Outcome) -> [String: Double] {
            Dictionary(
                uniqueKeysWithValues: RateLimitedCall(labels, outcome, at: now).counts.map {
                    ($0.metric.name, $0.value)
                })
        }
        #expect(
            counts(.succeeded(TokenUsage(input: 100, output: 20, cacheRead: 30))) == [
                "TotalRequests": 1, "RateLimitApproved": 1, "InputTokens": 130, "OutputTokens": 20,
            ])
        #expect(counts(.denied) == ["TotalRequests": 1, "RateLimitDenied": 1])
        #expect(counts(.failed()) == ["TotalRequests": 1, "RateLimitApproved": 1, "InvocationFailed": 1])
        #expect(
            counts(.failed(TokenUsage(input: 5, output: 1))) == [
                "TotalRequests": 1, "RateLimitApproved": 1, "InvocationFailed": 1, "InputTokens": 5, "OutputTokens": 1,
            ])
    }

    @Test func `many calls become few measurements, under each set of dimensions`() {
        let calls = (0..<10).map { number in
            RateLimitedCall(
                labels, number < 8 ? .succeeded(TokenUsage(input: 50, output: number)) : .denied, at: now)
        }
        let data = RateLimitedCall.data(for: calls, by: [RateLimitingDimension.all, [.costCenter]])
        #expect(data.count == 10)
        let total = data.filter { $0.name == "TotalRequests" }
        #expect(total.map(\.dimensions.count) == [5, 1])
        #expect(total[1].dimensions == [MetricDimension("CostCenter", "support")])
        #expect(total[0].values == [1])
        #expect(total[0].counts == [10])
        let output = data.filter { $0.name == "OutputTokens" }
        #expect(output[0].values?.count == 8)
    }

    @Test func `an unknown cost center has a value, since CloudWatch takes no empty one`() {
        let anonymous = RateLimitingLabels(model: "m", modelID: "m.m", application: "a")
        #expect(
            Metric.rateLimiting(.totalRequests, anonymous).description
                == "GenAIRateLimiting TotalRequests {Model=m, ModelId=m.m, CostCenter=none, Application=a, "
                + "Environment=none}")
    }

    @Test func `a call can be logged as embedded metrics with its id as a field`() throws {
        let call = RateLimitedCall(labels, .denied, at: now)
        let line = try call.embedded(by: [[.model], [.costCenter]], fields: ["requestId": "ded98994"]).lines()[0]
        let document = try JSONValue(parsing: Array(line.utf8))
        #expect(document["RateLimitDenied"] == 1)
        #expect(document["requestId"] == "ded98994")
        #expect(document["_aws"]?["CloudWatchMetrics"]?[0]?["Dimensions"] == [["Model"], ["CostCenter"]])
        #expect(document["Environment"] == "production")
    }
}
