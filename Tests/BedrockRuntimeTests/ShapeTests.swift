import AWSCore
import BedrockRuntime
import Testing

/// Documents made from botocore's service model, with every member of every shape and every case of every union.
@Suite struct ShapeTests {
    static let documents = (try? Fixture.all(in: "shapes/bedrock-runtime.jsonl")) ?? []

    @Test func `the documents are there`() { #expect(Self.documents.count == 41) }

    @Test(arguments: documents)
    func `a document with every member loses nothing on its way through the model types`(_ document: Fixture) throws {
        let json = try #require(document["json"])
        let written: JSONValue =
            switch try #require(document["shape"]?.string) {
            case "ConverseRequest": try roundTrip(json, Converse.self)
            case "ConverseResponse": try roundTrip(json, ConverseResponse.self)
            case "ConverseStreamRequest": try roundTrip(json, ConverseStream.self)
            case "InvokeModelRequest": try roundTrip(json, InvokeModel.self)
            case "InvokeModelResponse": try roundTrip(json, InvokeModelResponse.self)
            case "InvokeModelWithResponseStreamRequest": try roundTrip(json, InvokeModelWithResponseStream.self)
            case "CountTokensRequest": try roundTrip(json, CountTokens.self)
            case "CountTokensResponse": try roundTrip(json, CountTokensResponse.self)
            case "PayloadPart": try roundTrip(json, ResponseChunk.self)
            case "MessageStartEvent": try roundTrip(json, MessageStartEvent.self)
            case "ContentBlockStartEvent": try roundTrip(json, ContentBlockStartEvent.self)
            case "ContentBlockDeltaEvent": try roundTrip(json, ContentBlockDeltaEvent.self)
            case "ContentBlockStopEvent": try roundTrip(json, ContentBlockStopEvent.self)
            case "MessageStopEvent": try roundTrip(json, MessageStopEvent.self)
            case "ConverseStreamMetadataEvent": try roundTrip(json, ConverseStreamMetadataEvent.self)
            default: .null
            }
        #expect(written == json)
    }

    @Test(arguments: documents)
    func `members that this version does not know are passed over`(_ document: Fixture) throws {
        let json = try #require(document["json"]).setting("brandNew", to: [1, ["x": nil]])
        if document["shape"] == "ConverseResponse" {
            #expect(try json.decoded(ConverseResponse.self) == document["json"]?.decoded())
        } else if document["shape"] == "ContentBlockDeltaEvent" {
            #expect(try json.decoded(ContentBlockDeltaEvent.self) == document["json"]?.decoded())
        }
    }

    private func roundTrip<Value: Codable & Hashable>(_ json: JSONValue, _ type: Value.Type) throws -> JSONValue {
        let value = try json.decoded(type)
        let written = try JSONValue(encoding: value)
        #expect(try written.decoded(type) == value)
        #expect(!String(reflecting: value).contains(".unknown("))
        return written
    }
}

@Suite struct OpenModelTests {
    @Test func `a union member from the future is kept and written back`() throws {
        let json: JSONValue = ["hologram": ["depth": 3, "layers": [true, nil]]]
        let block: ContentBlock = try json.decoded()
        #expect(block == .unknown("hologram", ["depth": 3, "layers": [true, nil]]))
        #expect(try JSONValue(encoding: block) == json)
    }

    @Test func `a value from the future is kept, printed and written back`() throws {
        let reason: StopReason = try JSONValue.string("cosmic_ray").decoded()
        #expect(reason == "cosmic_ray")
        #expect("\(reason)" == "cosmic_ray")
        #expect(try JSONValue(encoding: reason) == "cosmic_ray")
    }

    @Test func `null members of a union do not count`() throws {
        let block: ContentBlock = try (["text": "hi", "image": nil, "__type": "x"] as JSONValue).decoded()
        #expect(block == "hi")
    }

    @Test(arguments: [["text": "a", "toolUse": [:]], [:], ["text": nil]] as [JSONValue])
    func `a union of no member or of two is an error`(_ json: JSONValue) {
        #expect(throws: DecodingError.self) { try json.decoded(ContentBlock.self) }
    }

    @Test func `blocks read as they are said`() throws {
        let message: Message = .user(
            "What is this?", .image(.png([1, 2, 3])), .cachePoint(ttl: .oneHour),
            .document(.text("abc", named: "notes")))
        #expect(
            try JSONValue(encoding: message) == [
                "role": "user",
                "content": [
                    ["text": "What is this?"], ["image": ["format": "png", "source": ["bytes": "AQID"]]],
                    ["cachePoint": ["type": "default", "ttl": "1h"]],
                    ["document": ["format": "txt", "name": "notes", "source": ["text": "abc"]]],
                ],
            ])
        let tools = ToolConfiguration(
            tools: [.named("cost", description: "Looks up", inputSchema: ["type": "object"])],
            toolChoice: .tool(named: "cost"))
        #expect(
            try JSONValue(encoding: tools) == [
                "tools": [
                    [
                        "toolSpec": [
                            "name": "cost", "description": "Looks up", "inputSchema": ["json": ["type": "object"]],
                        ]
                    ]
                ],
                "toolChoice": ["tool": ["name": "cost"]],
            ])
        #expect(try JSONValue(encoding: ToolChoice.auto) == ["auto": [:]])
        #expect(
            try JSONValue(encoding: ContentBlock.toolResult(for: "t1", .json(["usd": 1.5]), "ok", status: .success))
                == [
                    "toolResult": [
                        "toolUseId": "t1", "status": "success", "content": [["json": ["usd": 1.5]], ["text": "ok"]],
                    ]
                ])
    }
}
