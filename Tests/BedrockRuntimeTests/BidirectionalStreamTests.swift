import AWSCore
import AWSEventStream
import AWSSigning
import BedrockCostTesting
import BedrockRuntime
import Foundation
import Metering
import Testing
import UsageDialects

@Suite struct BidirectionalStreamTests {
    private static let sonic: ModelID = "amazon.nova-sonic-v1:0"

    private func runtime(_ mock: MockAWS) throws -> BedrockRuntimeClient {
        BedrockRuntimeClient(
            try AWSClient(
                region: .usEast1, transport: mock.transport, credentials: mock.credentials, environment: .empty
            ) {
                $0.now = { mock.now }
                $0.retry.maximumAttempts = 1
            })
    }

    private struct Sound: Codable, Sendable {
        var audio: String
    }

    @Test func `a session speaks and listens in two closures, and tells its tokens`() async throws {
        let mock = MockAWS(seed: 1)
        let (answers, usage, speech) = try await runtime(mock).invokeModelWithBidirectionalStream(model: Self.sonic) {
            input in
            for number in 1...3 { try await input.send(json: Sound(audio: "sound \(number)")) }
        } receiving: { events in
            var answers: [String] = []
            var usage: InvocationUsage?
            var speech: SpeechUsage?
            for try await event in events {
                if let bytes = event.bytes { answers.append(String(decoding: bytes, as: UTF8.self)) }
                usage = event.usage ?? usage
                if case .chunk(let chunk) = event { speech = chunk.speechUsage ?? speech }
            }
            return (answers, usage, speech)
        }
        #expect(answers.count == 4)
        #expect(answers.prefix(3).allSatisfy { $0.contains("textOutput") })
        // {"audio":"sound 1"} has 19 bytes, which are 5 tokens.
        #expect(usage?.inputTokens == 15)
        let output = try #require(usage?.outputTokens)
        #expect(output > 0)
        #expect(usage?.tokenUsage == TokenUsage(input: 15, output: output))
        #expect(speech == SpeechUsage(input: .init(textTokens: 15), output: .init(textTokens: output)))
        let billed = mock.bill.rows.filter { $0.modelID == Self.sonic.rawValue }.map(\.tokens)
        #expect(billed.reduce(0, +) == 15 + output)
        #expect(mock.requests.last?.operation == "InvokeModelWithBidirectionalStream")
        #expect(mock.openStreams == 0)
    }

    @Test func `a session in turns hears each answer before it speaks again`() async throws {
        let mock = MockAWS(seed: 1)
        let turns = try await runtime(mock).invokeModelWithBidirectionalStream(model: Self.sonic) { input, events in
            var events = events.makeAsyncIterator()
            var turns: [Int] = []
            for turn in 1...4 {
                try await input.send(Array("turn \(turn)".utf8))
                let answer = try await events.next()?.bytes
                let json = try JSONValue(parsing: answer ?? [])
                turns.append(json["event"]?["textOutput"]?["turn"]?.int ?? 0)
                #expect(mock.openStreams == 1)
            }
            try await input.finish()
            return turns
        }
        #expect(turns == [1, 2, 3, 4])
    }

    @Test func `models that do not listen, and calls that do not, are refused by the service`() async throws {
        let mock = MockAWS(seed: 1)
        let deaf = await #expect(throws: AWSError.self) {
            try await runtime(mock).invokeModelWithBidirectionalStream(model: "amazon.nova-lite-v1:0") { _, events in
                for try await _ in events {}
            }
        }
        #expect(deaf?.code == .validation)
        #expect(deaf?.message == "The model amazon.nova-lite-v1:0 doesn't support bidirectional streaming.")
        #expect(deaf?.operation == "Bedrock Runtime.InvokeModelWithBidirectionalStream")
        let mute = await #expect(throws: AWSError.self) {
            try await runtime(mock).converse(model: Self.sonic, "Hello")
        }
        #expect(mute?.code == .validation)
    }

    @Test func `an API key opens no session`() async throws {
        let mock = MockAWS(seed: 1)
        let aws = try AWSClient(
            region: .usEast1, transport: mock.transport, authentication: .bearerToken(try BedrockAPIKey(mock.apiKey)),
            environment: .empty)
        let error = await #expect(throws: AWSError.self) {
            try await BedrockRuntimeClient(aws).invokeModelWithBidirectionalStream(model: Self.sonic) { _, _ in }
        }
        #expect(error?.code == .credentials)
        #expect(mock.requests.isEmpty)
    }

    @Test func `the service's faults come out as its errors`() async throws {
        let mock = MockAWS(seed: 1)
        mock.faults.add(.throttle, for: "InvokeModelWithBidirectionalStream")
        mock.faults.add(
            .lateException("modelTimeoutException", message: "Too slow."), for: "InvokeModelWithBidirectionalStream")
        func speak() async throws {
            try await runtime(mock).invokeModelWithBidirectionalStream(model: Self.sonic) { input in
                for _ in 1...3 { try await input.send([1]) }
            } receiving: { events in
                for try await _ in events {}
            }
        }
        let throttled = await #expect(throws: AWSError.self) { try await speak() }
        #expect(throttled?.code == .throttled)
        let late = await #expect(throws: AWSError.self) { try await speak() }
        #expect(late?.serviceCode == "modelTimeoutException")
        #expect(late?.message == "Too slow.")
        try await speak()
    }

    @Test func `a chunk past the service's limit is refused before it is sent`() async throws {
        let mock = MockAWS(seed: 1)
        let error = await #expect(throws: AWSError.self) {
            try await runtime(mock).invokeModelWithBidirectionalStream(model: Self.sonic) { input, _ in
                try await input.send([UInt8](repeating: 0, count: 1_000_001))
            }
        }
        #expect(error?.code == .invalidInput)
        #expect(error?.message == "bytes: at most 1000000 bytes in one event, not 1000001")
        let noModel = await #expect(throws: AWSError.self) {
            try await runtime(mock).invokeModelWithBidirectionalStream(model: "") { _, _ in }
        }
        #expect(noModel?.code == .invalidInput)
        #expect(mock.bill.rows.isEmpty)
    }

    @Test func `a chunk travels as base64 in a JSON event`() throws {
        let message = try InvokeModelWithBidirectionalStream.encode(event: try RequestChunk(json: ["a": 1]))
        #expect(message.eventType == "chunk")
        #expect(message.contentType == "application/json")
        #expect(String(decoding: message.payload, as: UTF8.self) == #"{"bytes":"eyJhIjoxfQ=="}"#)
    }

    @Test func `usage is read from Bedrock's metrics and from a speech model's count, else there is none`() {
        func chunk(_ text: String) -> ResponseChunk { ResponseChunk(bytes: Blob(Array(text.utf8))) }
        let sonic = chunk(
            #"""
            {"event":{"usageEvent":{"totalInputTokens":30,"totalOutputTokens":12,"totalTokens":42,"details":{"delta":{},
            "total":{"input":{"speechTokens":25,"textTokens":5},"output":{"speechTokens":12}}}}}}
            """#)
        #expect(
            sonic.usage
                == InvocationUsage(
                    inputTokens: 30, outputTokens: 12, inputSpeechTokens: 25, outputSpeechTokens: 12))
        var priced = TokenUsage(input: 5)
        (priced.inputAudioTokens, priced.outputAudioTokens) = (25, 12)
        #expect(sonic.usage?.tokenUsage == priced)
        #expect(sonic.usageReading?.usage == priced)
        #expect(sonic.usageReading?.addsUp == true)
        #expect(
            sonic.speechUsage
                == SpeechUsage(
                    input: .init(speechTokens: 25, textTokens: 5), output: .init(speechTokens: 12, textTokens: 0)))
        let metrics = chunk(#"{"amazon-bedrock-invocationMetrics":{"inputTokenCount":3,"outputTokenCount":4}}"#)
        #expect(metrics.usage == InvocationUsage(inputTokens: 3, outputTokens: 4))
        #expect(metrics.speechUsage == nil)
        #expect(chunk(#"{"event":{"textOutput":{"content":"\"usageEvent\""}}}"#).usage == nil)
        #expect(chunk("sound").usage == nil)
    }
}
