import BedrockCost
import BedrockCostTesting
import Foundation
import Testing

@Suite("Metrics of metered calls in CloudWatch")
struct CloudWatchCallMetricsTests {
    private let desk = MeteredDesk()

    @Test("what was counted is sent as the blog's metrics, and a search finds it")
    func publishes() async throws {
        let client = CloudWatchClient(try desk.aws())
        let metrics = CloudWatchCallMetrics(client, CallDimensions(application: "triage", environment: "prod"))
        let bedrock = try desk.bedrock { $0.observers = [metrics] }
        for _ in 1...2 { try await desk.ask(bedrock) }
        #expect(try await metrics.flush() > 0)
        #expect(try await metrics.flush() == 0)
        let labels = RateLimitingLabels(
            model: MeteredDesk.nova.rawValue, modelID: MeteredDesk.nova.rawValue, application: "triage",
            environment: "prod")
        let start = desk.mock.now.addingTimeInterval(-600)
        desk.mock.clock.advance(by: .seconds(600))
        let points = try await client.statistics(
            of: .rateLimiting(.totalRequests, labels), [.sum], from: start, to: desk.mock.now, period: 3_600)
        #expect(points.compactMap(\.sum).reduce(0, +) == 2)
    }

    @Test("a failure keeps what was counted for the next time, and only as much as there is room for")
    func keepsUnsent() async throws {
        let client = CloudWatchClient(try desk.aws { $0.retry.maximumAttempts = 1 })
        let metrics = CloudWatchCallMetrics(client, CallDimensions(application: "triage"), capacity: 1)
        let bedrock = try desk.bedrock { $0.observers = [metrics] }
        for _ in 1...3 { try await desk.ask(bedrock) }
        #expect(metrics.droppedCount == 2)
        desk.mock.faults.add(.throttle, for: "PutMetricData")
        await #expect(throws: AWSError.self) { try await metrics.flush() }
        #expect(try await metrics.flush() == 1)
        #expect(metrics.droppedCount > 2)
    }

    @Test("a call is one line in the embedded format, with its dimensions made legal")
    func embeds() async throws {
        let lines = Notebook<String>()
        var dimensions = CallDimensions(application: "Schadenprüfung")
        dimensions.costCenterKey = "team"
        let bedrock = try desk.bedrock {
            $0.observers = [EmbeddedCallMetrics(dimensions, to: lines.write)]
            $0.makeCallID = { "call-1" }
        }
        try await desk.ask(bedrock)
        let line = try JSONValue(parsing: Array(try #require(lines.notes.first).utf8))
        #expect(lines.notes.count == 1)
        #expect(line["TotalRequests"]?.int == 1)
        #expect(line["RateLimitApproved"]?.int == 1)
        #expect(line["CostCenter"]?.string == "claims")
        #expect(line["Application"]?.string == "Schadenpr?fung")
        #expect(line["Environment"]?.string == "none")
        #expect(line["CallId"]?.string == "call-1")
        #expect(try line["Cost"]?.string == "\(desk.billed) USD")
        #expect(line["_aws"]?["CloudWatchMetrics"]?[0]?["Namespace"]?.string == "GenAIRateLimiting")
    }
}
