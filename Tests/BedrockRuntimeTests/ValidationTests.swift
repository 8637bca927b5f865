import AWSCore
import BedrockCostTesting
import BedrockRuntime
import HTTPTypes
import Testing

/// Input that the service would refuse is refused before it is sent, with the rule in the message.
@Suite struct ValidationTests {
    private static let prompt = ModelID("arn:aws:bedrock:us-east-1:123456789012:prompt/PROMPT12345:1")

    private func refusal(_ request: some AWSRequest) -> String {
        do throws(AWSError) {
            try request.validate()
            return "accepted"
        } catch {
            #expect(error.code == .invalidInput)
            return error.message
        }
    }

    private func refusal(_ configure: (inout Converse) -> Void) -> String {
        var request = Converse(modelID: "m", messages: [.user("hi")])
        configure(&request)
        #expect(refusal(ConverseStream(request)) == refusal(request))
        return refusal(request)
    }

    @Test func `a plain request is accepted`() {
        #expect(refusal { _ in } == "accepted")
    }

    @Test func `a model is 1 to 2048 characters of printable ASCII`() {
        #expect(refusal { $0.modelID = "" } == "modelId: 1 to 2048 characters, not 0")
        #expect(
            refusal { $0.modelID = ModelID(rawValue: String(repeating: "m", count: 2049)) }
                == "modelId: 1 to 2048 characters, not 2049")
        #expect(refusal { $0.modelID = "a b" } == "modelId: an id or ARN of printable ASCII without spaces")
        #expect(refusal { $0.modelID = "模型" } == "modelId: an id or ARN of printable ASCII without spaces")
    }

    @Test func `only a stored prompt brings its own messages`() {
        #expect(
            refusal { $0.messages = [] } == "messages: at least one message, unless the model is a stored prompt's ARN")
        #expect(refusal(Converse(modelID: Self.prompt, promptVariables: ["topic": "costs"])) == "accepted")
    }

    @Test func `inference parameters have ranges`() {
        #expect(
            refusal { $0.inferenceConfig = .init(maxTokens: 0) } == "inferenceConfig.maxTokens: at least 1, not 0")
        #expect(
            refusal { $0.inferenceConfig = .init(temperature: 1.5) } == "inferenceConfig.temperature: 0 to 1, not 1.5")
        #expect(
            refusal { $0.inferenceConfig = .init(temperature: .nan) } == "inferenceConfig.temperature: 0 to 1, not nan")
        #expect(refusal { $0.inferenceConfig = .init(topP: -0.1) } == "inferenceConfig.topP: 0 to 1, not -0.1")
        #expect(
            refusal { $0.inferenceConfig = .init(stopSequences: .init(repeating: "x", count: 2501)) }
                == "inferenceConfig.stopSequences: at most 2500, not 2501")
        #expect(
            refusal { $0.inferenceConfig = .init(stopSequences: [""]) }
                == "inferenceConfig.stopSequences: a sequence has at least one character")
        #expect(
            refusal { $0.inferenceConfig = .init(maxTokens: 1, temperature: 0, topP: 1, stopSequences: []) }
                == "accepted")
    }

    @Test func `metadata have 1 to 16 pairs of a small alphabet`() {
        func refused(_ metadata: [String: String]) -> String {
            let converse = refusal { $0.requestMetadata = metadata }
            let invoke = refusal(InvokeModel(modelID: "m", body: [], options: .init(requestMetadata: metadata)))
            #expect(converse == invoke)
            return converse
        }
        let many = Dictionary(uniqueKeysWithValues: (0..<17).map { ("key\($0)", "v") })
        #expect(refused(many) == "requestMetadata: 1 to 16 pairs, not 17")
        #expect(refused([:]) == "requestMetadata: 1 to 16 pairs, not 0")
        #expect(refused(["": "v"]) == "requestMetadata: a key has 1 to 256 characters, not 0")
        #expect(
            refused([String(repeating: "k", count: 257): "v"])
                == "requestMetadata: a key has 1 to 256 characters, not 257")
        #expect(
            refused(["k": String(repeating: "v", count: 257)])
                == "requestMetadata: a value has at most 256 characters, not 257")
        let alphabet =
            "requestMetadata: only letters a-z A-Z, digits, white space and : _ @ $ # = / + , - . are legal"
        #expect(refused(["部門": "v"]) == alphabet)
        #expect(refused(["k": "a*b"]) == alphabet)
        #expect(refused(["cost Center:_@$#=/+,-.": ""]) == "accepted")
    }

    @Test func `tools have names of 1 to 64 letters, digits, underscores and hyphens`() {
        #expect(refusal { $0.toolConfig = .init(tools: []) } == "toolConfig.tools: at least one tool")
        #expect(
            refusal { $0.toolConfig = .init(tools: [.named("look up", inputSchema: [:])]) }
                == "toolSpec.name: 1 to 64 letters a-z A-Z, digits, _ and -")
        #expect(
            refusal { $0.toolConfig = .init(tools: [.named("a", description: "", inputSchema: [:])]) }
                == "toolSpec.description: at least one character, or none given")
        #expect(
            refusal { $0.toolConfig = .init(tools: [.systemTool(.init(name: ""))]) }
                == "systemTool.name: 1 to 64 letters a-z A-Z, digits, _ and -")
        #expect(
            refusal { $0.toolConfig = .init(tools: [.named("a", inputSchema: [:])], toolChoice: .tool(named: "é")) }
                == "toolChoice.tool.name: 1 to 64 letters a-z A-Z, digits, _ and -")
    }

    @Test func `content has its own limits`() {
        func refused(_ block: ContentBlock) -> String { refusal { $0.messages = [.user(block)] } }
        #expect(refused(.image(.png([]))) == "image.source.bytes: at least one byte")
        #expect(refused(.document(.pdf([1], named: ""))) == "document.name: 1 to 200 characters, not 0")
        #expect(
            refused(.video(.init(format: .mp4, source: .s3Location(.init(uri: "http://x")))))
                == "video.source.s3Location.uri: s3://bucket/key of at most 1024 characters")
        #expect(
            refused(.audio(.init(format: .mp3, source: .s3Location(.init(uri: "s3://bucket/k", bucketOwner: "12")))))
                == "audio.source.s3Location.bucketOwner: an account of twelve digits")
        #expect(
            refused(.toolResult(for: "a b", "x")) == "toolResult.toolUseId: 1 to 64 letters a-z A-Z, digits and _ . : -"
        )
        #expect(
            refused(.toolResult(for: "t1", .image(.gif([])))) == "image.source.bytes: at least one byte")
        #expect(refusal { $0.system = [""] } == "system: a text has at least one character")
    }

    @Test func `response field paths are at most ten`() {
        #expect(
            refusal { $0.additionalModelResponseFieldPaths = .init(repeating: "/a", count: 11) }
                == "additionalModelResponseFieldPaths: at most 10, not 11")
        #expect(
            refusal { $0.additionalModelResponseFieldPaths = [""] }
                == "additionalModelResponseFieldPaths: a path has 1 to 256 characters")
    }

    @Test func `guardrails have a version of a known form`() {
        #expect(
            refusal { $0.guardrailConfig = .init(guardrailIdentifier: "g", guardrailVersion: "v1") }
                == "guardrailVersion: DRAFT, or a number of up to eight digits")
        #expect(
            refusal { $0.guardrailConfig = .init(guardrailIdentifier: "g", guardrailVersion: "DRAFT") } == "accepted")
    }

    @Test func `header fields of InvokeModel hold no line breaks`() {
        let rule = "printable ASCII without line breaks"
        #expect(refusal(InvokeModel(modelID: "m", body: [], contentType: "a\r\nX-Evil: 1")) == "contentType: \(rule)")
        #expect(refusal(InvokeModelWithResponseStream(modelID: "m", body: [], accept: "a\n")) == "accept: \(rule)")
        #expect(
            refusal(InvokeModel(modelID: "m", body: [], options: .init(serviceTier: "flex\r\n")))
                == "serviceTier: \(rule)")
    }

    @Test func `bodies have at most 25 MB`() {
        let body = [UInt8](repeating: 0, count: 25_000_001)
        #expect(refusal(InvokeModel(modelID: "m", body: body)) == "body: at most 25000000 bytes, not 25000001")
    }

    @Test func `tokens are counted of foundation models`() {
        let rule = "modelId: 1 to 256 letters, digits and _ . - / : to count tokens"
        #expect(refusal(CountTokens(modelID: "a+b", input: .converse(Converse(modelID: "a")))) == rule)
        #expect(
            refusal(CountTokens(modelID: "anthropic.claude-v1:0", input: .invokeModel(.init(body: [1])))) == "accepted")
    }

    @Test func `nothing is sent that was refused`() async throws {
        let sent = Received<String>()
        let runtime = try BedrockRuntimeClient { request, _ in
            sent.append(request.path ?? "")
            return .init(.init(status: .ok))
        }
        await #expect(throws: AWSError.self) { try await runtime.converse(model: "", "hi") }
        await #expect(throws: AWSError.self) { try await runtime.converseStream(model: "", "hi") { _ in } }
        #expect(sent.values.isEmpty)
    }
}
