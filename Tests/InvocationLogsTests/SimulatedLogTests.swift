import AWSCore
import BedrockControl
import BedrockCostTesting
import BedrockRuntime
import InvocationLogs
import Metering
import Testing

/// The log that the simulator writes, read by the SDK and held against the simulator's bill.
@Suite struct `The simulator's log` {
    let mock = MockAWS(seed: 1)
    static let nova = ModelID("amazon.nova-lite-v1:0")
    static let sonnet = ModelID("us.anthropic.claude-3-7-sonnet-20250219-v1:0")

    private func client() throws -> AWSClient {
        try AWSClient(region: .usEast1, transport: mock.transport, credentials: mock.credentials, environment: .empty) {
            $0.retry.maximumAttempts = 1
        }
    }

    private func records() throws -> [ModelInvocationLog] {
        try mock.invocationLogObjects().filter { !$0.key.contains("/data/") }.flatMap {
            try ModelInvocationLog.records(inFile: $0.bytes)
        }
    }

    @Test func `has a record of every call, with the tokens that were billed`() async throws {
        let aws = try client()
        let runtime = BedrockRuntimeClient(aws)
        _ = try await runtime.converse(model: Self.nova, "Before anything is logged")
        let before = mock.bill
        try await BedrockControlClient(aws).setInvocationLogging(
            .init(
                cloudWatch: .init(logGroupName: "bedrock", roleARN: "arn:aws:iam::123456789012:role/Logs"),
                s3: .init(bucketName: "logs", keyPrefix: "prod")))
        let long = String(repeating: "The policy covers water damage. ", count: 200)
        for team in ["claims", "sales"] {
            _ = try await runtime.converse(model: Self.sonnet, "Summarise claim 4711") {
                $0.system = [.text(long), .cachePoint(.init(ttl: .oneHour))]
                $0.requestMetadata = ["team": team]
            }
        }
        _ = try await runtime.converseStream(model: Self.sonnet, "Draft the letter") {
            $0.requestMetadata = ["team": "claims"]
        } _: { events in
            for try await _ in events {}
        }
        _ = try await runtime.messages(
            model: Self.sonnet, AnthropicMessages(maxTokens: 50, messages: [.user("Hello")]),
            options: InvokeOptions(requestMetadata: ["team": "sales"]))

        let records = try records()
        #expect(records.map(\.operation) == [.converse, .converse, .converseStream, .invokeModel])
        #expect(records.map { $0.requestMetadata["team"] } == ["claims", "sales", "claims", "sales"])
        #expect(Set(records.map(\.requestID)).count == 4)
        #expect(records.allSatisfy { $0.inferenceRegion?.rawValue.hasPrefix("us-") == true })
        #expect(records.allSatisfy { $0.identity?.arn.resource == "user/mock" })
        #expect(mock.invocationLogEvents().map(\.logGroup) == Array(repeating: "bedrock", count: 4))
        #expect(try mock.invocationLogEvents().map { try ModelInvocationLog(logEvent: $0.message) } == records)

        let logged = records.usage { _ in 0 }[0] ?? .zero
        let billed = mock.bill.tokens
        func difference(_ kind: BilledTokenClass) -> Int { (billed[kind] ?? 0) - (before.tokens[kind] ?? 0) }
        #expect(logged.input == difference(.input))
        #expect(logged.output == difference(.output))
        #expect(logged.cacheRead == difference(.cacheRead))
        #expect(logged.cacheWrite5m == difference(.cacheWrite5m))
        #expect(logged.cacheWrite1h == difference(.cacheWrite1h))
        #expect(logged.cacheWrite1h > 1_000 && logged.cacheRead == logged.cacheWrite1h)
    }

    @Test func `names its files by account, Region and hour, and begins one a minute`() async throws {
        let aws = try client()
        let runtime = BedrockRuntimeClient(aws)
        try await BedrockControlClient(aws).setInvocationLogging(.init(s3: .init(bucketName: "logs")))
        for _ in 0..<2 { _ = try await runtime.converse(model: Self.nova, "Hello") }
        mock.clock.advance(by: .seconds(3_600))
        _ = try await runtime.converse(model: Self.nova, "Hello")
        let objects = try mock.invocationLogObjects()
        #expect(objects.map(\.bucket) == ["logs", "logs"])
        let folder = "AWSLogs/123456789012/BedrockModelInvocationLogs/us-east-1/2026/10/01"
        #expect(objects[0].key.hasPrefix("\(folder)/08/20261001T0800"))
        #expect(objects[1].key.hasPrefix("\(folder)/09/20261001T0900"))
        #expect(objects.allSatisfy { $0.key.hasSuffix(".json.gz") && $0.bytes.starts(with: [0x1F, 0x8B]) })
        #expect(try objects.map { try ModelInvocationLog.records(inFile: $0.bytes).count } == [2, 1])
    }

    @Test func `has refused calls with their error and without tokens`() async throws {
        let aws = try client()
        try await BedrockControlClient(aws).setInvocationLogging(.init(s3: .init(bucketName: "logs")))
        mock.faults.add(.throttle, for: "Converse")
        for maximum in [10, 1_000_000] {
            await #expect(throws: AWSError.self) {
                try await BedrockRuntimeClient(aws).converse(model: Self.nova, "Hello") {
                    $0.inferenceConfig = .init(maxTokens: maximum)
                    $0.requestMetadata = ["team": "claims"]
                }
            }
        }
        let records = try records()
        #expect(records.map(\.errorCode) == ["ThrottlingException", "ValidationException"])
        #expect(records.allSatisfy { $0.usage == nil && $0.output == nil && $0.requestMetadata["team"] == "claims" })
    }

    @Test func `keeps bodies where it was told to, large ones in objects of their own`() async throws {
        let aws = try client()
        let control = BedrockControlClient(aws)
        let runtime = BedrockRuntimeClient(aws)
        try await control.setInvocationLogging(.init(s3: .init(bucketName: "logs")))
        let answer = try await runtime.converse(model: Self.nova, "A short one")
        _ = try await runtime.converse(model: Self.nova, String(repeating: "long ", count: 30_000))
        try await control.setInvocationLogging(.init(s3: .init(bucketName: "logs"), textDataDeliveryEnabled: false))
        _ = try await runtime.converse(model: Self.nova, "A secret one")
        try await control.deleteInvocationLogging()
        _ = try await runtime.converse(model: Self.nova, "Not logged")

        let records = try records()
        try #require(records.count == 3)
        #expect(records[0].input.json?["messages"]?[0]?["content"]?[0]?["text"] == "A short one")
        #expect(records[0].output?.json?["output"]?["message"]?["content"]?[0]?["text"] == .string(answer.text))
        #expect(records[1].input.json == nil)
        let place = try #require(records[1].input.s3URI)
        let object = try #require(mock.invocationLogObjects().first { "s3://\($0.bucket)/\($0.key)" == place })
        let body = try LoggedBody.json(inObject: object.bytes)
        #expect(body["messages"]?[0]?["content"]?[0]?["text"]?.string?.count == 150_000)
        #expect(records[2].input.json == nil)
        #expect(records[2].output?.json == nil)
        #expect((records[2].usage?.total ?? 0) > 0)
    }
}
