import AWSCore
import BedrockCostTesting
import Foundation
import HTTPTypes
import Testing

@Suite struct `The bill` {
    let mock = MockAWS(seed: 6)

    @Test func `it equals usage times price, summed by hand to the last digit`() async throws {
        let caller = Caller(mock)
        let claims = try await caller.profile("claims", copying: Models.sonnet, tags: ["dept": "claims"])
        // USD per million tokens: input, output.
        let calls: [(model: String, input: Decimal, output: Decimal)] = [
            (claims, 3, 15), (Models.nova, Decimal(string: "0.06") ?? 0, Decimal(string: "0.24") ?? 0),
            (Models.globalSonnet, 3, 15),
            (
                "us.anthropic.claude-sonnet-4-5-20250929-v1:0", Decimal(string: "3.30") ?? 0,
                Decimal(string: "16.50") ?? 0
            ),
        ]
        var expected = Decimal(0)
        for (index, call) in calls.enumerated() {
            for round in 0...index {
                let reply = try await caller.converse(call.model, "Call \(round)", maxTokens: 60)
                let usage = try #require(reply.json["usage"])
                expected += Decimal(usage["inputTokens"]?.int ?? 0) * call.input / 1_000_000
                expected += Decimal(usage["outputTokens"]?.int ?? 0) * call.output / 1_000_000
            }
        }
        #expect(Decimal(string: mock.bill.total) == expected)
        #expect(mock.bill.rows.reduce(Decimal(0)) { $0 + (Decimal(string: $1.cost) ?? 0) } == expected)
    }

    @Test func `third-party models are billed under their own names and units`() async throws {
        let caller = Caller(mock)
        let claims = try await caller.profile("claims", copying: Models.sonnet, tags: ["dept": "claims"])
        for model in [claims, Models.nova, Models.globalSonnet] { _ = try await caller.converse(model, "Hello") }
        let rows = mock.bill.rows
        #expect(
            Set(rows.map(\.service)) == [
                "Amazon Bedrock", "Claude 3.7 Sonnet (Amazon Bedrock Edition)",
                "Claude Sonnet 4.5 (Amazon Bedrock Edition)",
            ])
        #expect(
            Set(rows.map(\.usageType)) == [
                "USE1-NovaLite-input-tokens", "USE1-NovaLite-output-tokens", "USE1-MP:USE1_InputTokenCount-Units",
                "USE1-MP:USE1_OutputTokenCount-Units", "USE1-MP:USE1_InputTokenCount_Global-Units",
                "USE1-MP:USE1_OutputTokenCount_Global-Units",
            ])
        let first = try #require(rows.first { $0.usageType == "USE1-NovaLite-input-tokens" })
        #expect((first.tokens, first.quantity, first.cost) == (5, "0.005", "0.0000003"))
        #expect(first.resource == "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0")
        let tagged = try #require(rows.first { $0.service.hasPrefix("Claude 3.7") && $0.tokenClass == .input })
        #expect((tagged.tokens, tagged.quantity, tagged.cost) == (5, "0.000005", "0.000015"))
        #expect((tagged.resource, tagged.tags) == (claims, ["dept": "claims"]))
    }

    @Test func `each token class has its own rate`() async throws {
        let caller = Caller(mock)
        let long = String(repeating: "x", count: 8_000)
        let body: JSONValue = [
            "system": [["text": .string(long)], ["cachePoint": ["type": "default"]]], "messages": [message("Hello")],
            "inferenceConfig": ["maxTokens": 10],
        ]
        for _ in 0..<2 { _ = try await caller.runtime(Models.sonnet, "converse", body) }
        let costs = Dictionary(uniqueKeysWithValues: mock.bill.rows.map { ($0.tokenClass, $0.cost) })
        #expect(costs[.cacheWrite5m] == "0.0075")
        #expect(costs[.cacheRead] == "0.0006")
        #expect(costs[.input] == "0.00003")
        #expect(costs[.output] == "0.0003")
        #expect(mock.bill.tokens == [.input: 10, .output: 20, .cacheRead: 2_000, .cacheWrite5m: 2_000])
    }

    @Test func `flex costs half and priority 1.75 times, under usage types of their own`() async throws {
        let caller = Caller(mock)
        for tier in ["flex", "priority", "default"] {
            _ = try await caller.runtime(
                Models.nova, "converse",
                [
                    "messages": [message("Hello")], "serviceTier": ["type": .string(tier)],
                    "inferenceConfig": ["maxTokens": 10],
                ])
        }
        let outputs = mock.bill.rows.filter { $0.tokenClass == .output }.map { [$0.usageType, $0.cost] }
        #expect(
            outputs == [
                ["USE1-NovaLite-output-tokens", "0.0000024"], ["USE1-NovaLite-output-tokens-flex", "0.0000012"],
                ["USE1-NovaLite-output-tokens-priority", "0.0000042"],
            ])
    }

    @Test func `lines are kept by day, Region and the tags of the time`() async throws {
        var caller = Caller(mock)
        let arn = try await caller.profile("claims", tags: ["dept": "claims"])
        _ = try await caller.converse(arn, "Hello")
        _ = try await caller.control(
            .post, "/tagResource", ["resourceARN": .string(arn), "tags": [["key": "dept", "value": "sales"]]])
        _ = try await caller.converse(arn, "Hello")
        mock.clock.advance(by: .seconds(86_400))
        _ = try await caller.converse(arn, "Hello")
        caller.region = "eu-west-1"
        _ = try await caller.converse(Models.nova, "Hello")
        let inputs = mock.bill.rows.filter { $0.tokenClass == .input }
        #expect(inputs.map(\.day) == ["2026-10-01", "2026-10-01", "2026-10-02", "2026-10-02"])
        #expect(inputs.map { $0.tags["dept"] } == ["claims", "sales", nil, "sales"])
        #expect(inputs.map(\.usageType).contains("EU-NovaLite-input-tokens"))
    }

    @Test func `a stream is billed as the whole call is`() async throws {
        let caller = Caller(mock)
        _ = try await caller.converse(Models.nova, "Hello")
        let whole = mock.bill
        let other = MockAWS(seed: 6)
        _ = try await Caller(other).runtime(
            Models.nova, "converse-stream",
            ["messages": [message("Hello")], "inferenceConfig": ["maxTokens": 50]])
        #expect(other.bill.total == whole.total)
        #expect(other.bill.rows.first?.operation == "InvokeModelStreamingInference")
    }

    @Test func `charges of other services can be added`() {
        #expect(mock.addCharge(usd: "1.25", service: "Amazon Simple Storage Service"))
        #expect(!mock.addCharge(usd: "a lot", service: "Amazon Simple Storage Service"))
        #expect(mock.bill.total == "1.25")
    }
}
