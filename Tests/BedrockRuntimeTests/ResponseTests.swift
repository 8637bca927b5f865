import AWSCore
import AWSSigning
import BedrockCostTesting
import BedrockRuntime
import Foundation
import HTTPTransport
import HTTPTypes
import Testing

/// What responses mean, held against botocore's reading of those in `Tests/Fixtures/wire`, and against the stricter
/// reading where botocore is lax.
@Suite struct ResponseTests {
    static let cases = ((try? Fixture.all(in: "wire/responses.jsonl")) ?? []).filter { fixture in
        fixture["service"] == "bedrock-runtime" && RequestTests.operations.contains(fixture["operation"]?.string ?? "")
    }

    @Test func `the cases are there`() { #expect(Self.cases.count == 29) }

    @Test(arguments: cases)
    func `a response means what it means to botocore`(_ fixture: Fixture) async throws {
        let body: [UInt8] =
            if let base64 = fixture["response"]?["body_b64"]?.string {
                Array(try #require(Data(base64Encoded: base64)))
            } else {
                Array((fixture["response"]?["body"]?.string ?? "").utf8)
            }
        var head = HTTPResponse(status: .init(code: try #require(fixture["response"]?["status"]?.int)))
        for pair in fixture["response"]?["headers"]?.array ?? [] {
            head.headerFields[try #require(HTTPField.Name(pair[0]?.string ?? ""))] = pair[1]?.string
        }
        let runtime = try BedrockRuntimeClient(answering: head, body)
        var outcome = Outcome()
        do {
            switch fixture["operation"]?.string {
            case "Converse":
                outcome.output = try JSONValue(encoding: await runtime.converse(model: "m", "hi"))
            case "CountTokens":
                outcome.output = [
                    "inputTokens": .int(Int64(try await runtime.countTokens(model: "m", .invokeModel(.init(body: [])))))
                ]
            case "InvokeModel":
                outcome.output = try JSONValue(encoding: await runtime.invokeModel(model: "m", body: []))
            case "ConverseStream":
                let events = Received<JSONValue>()
                defer { outcome.events = events.values }
                try await runtime.converseStream(model: "m", "hi") { stream in
                    for try await event in stream {
                        if let json = try JSONValue(event: event) { events.append(json) }
                    }
                }
            default:
                let events = Received<JSONValue>()
                defer { outcome.events = events.values }
                let request = InvokeModelWithResponseStream(modelID: "m", body: [])
                try await runtime.invokeModelStream(request) { head, stream in
                    #expect(head.contentType == "application/json")
                    #expect(head.performanceConfigLatency == .standard)
                    for try await event in stream {
                        if let bytes = event.bytes { events.append(["chunk": ["bytes": .string(base64(bytes))]]) }
                    }
                }
            }
        } catch let error as AWSError {
            outcome.error = error
        }
        try check(outcome, against: fixture)
    }

    private struct Outcome {
        var output: JSONValue?
        var events: [JSONValue]?
        var error: AWSError?
    }

    private func check(_ outcome: Outcome, against fixture: Fixture) throws {
        let expected = try #require(fixture["expect"]).withBareBlobs
        if let error = expected["error"] {
            let actual = try #require(outcome.error)
            #expect(actual.serviceCode == error["code"]?.string)
            #expect(actual.message == error["message"]?.string)
            #expect(actual.httpStatus == error["status"]?.int)
            #expect(actual.requestID == error["request_id"]?.string)
            return
        }
        let ok = try #require(expected["ok"])
        guard let stream = ok["stream"] ?? (ok["body"]?["events"] == nil ? nil : ok["body"]) else {
            #expect(outcome.error == nil)
            #expect(outcome.output == ok)
            return
        }
        if fixture.name.hasSuffix("bad-base64") {
            #expect(outcome.events == [])
            #expect(outcome.error?.code == .malformedResponse)
            return
        }
        if fixture.name.hasSuffix("missing-message-type") {
            #expect(outcome.events?.first == stream["events"]?[0])
            #expect(outcome.error?.code == .malformedResponse)
            return
        }
        #expect(outcome.events == stream["events"]?.array)
        if let error = stream["end"]?["stream_error"], fixture["strict"] == nil {
            #expect(outcome.error?.serviceCode == error["code"]?.string)
            #expect(outcome.error?.message == error["message"]?.string)
        } else if fixture.name.hasSuffix("exception-unmodeled") {
            #expect(outcome.error?.serviceCode == "brandNewException")
            #expect(outcome.error?.message == "m")
        } else if stream["end"]?["client_error"] != nil {
            #expect(outcome.error?.code == .malformedResponse)
        } else if fixture["strict"] != nil {
            #expect(outcome.error?.code == .streamTruncated)
        } else {
            #expect(outcome.error == nil)
        }
    }
}

extension JSONValue {
    /// An event in the form of the fixtures; `nil` for one that botocore passes over.
    init?(event: ConverseStreamEvent) throws {
        switch event {
        case .messageStart(let value): self = ["messageStart": try JSONValue(encoding: value)]
        case .contentBlockStart(let value): self = ["contentBlockStart": try JSONValue(encoding: value)]
        case .contentBlockDelta(let value): self = ["contentBlockDelta": try JSONValue(encoding: value)]
        case .contentBlockStop(let value): self = ["contentBlockStop": try JSONValue(encoding: value)]
        case .messageStop(let value): self = ["messageStop": try JSONValue(encoding: value)]
        case .metadata(let value): self = ["metadata": try JSONValue(encoding: value)]
        case .unknown: return nil
        }
    }
}
