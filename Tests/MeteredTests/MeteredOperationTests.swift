import BedrockCost
import BedrockCostTesting
import Foundation
import HTTPTypes
import Testing

@Suite("Every paid operation is metered")
struct MeteredOperationTests {
    private let desk = MeteredDesk()
    private static let claude: ModelID = "us.anthropic.claude-3-7-sonnet-20250219-v1:0"
    private static let gpt: ModelID = "openai.gpt-oss-120b"

    /// What was charged, what was billed, and how the only line ended.
    private func check(_ source: String) async throws {
        let lines = try await desk.lines()
        #expect(lines.map(\.source) == [source])
        #expect(lines.first?.cost.amount == (try desk.billed))
        let balance = try #require(try await desk.balance())
        #expect(balance.posted == .money(try desk.billed))
        #expect(balance.held == .usd(0))
    }

    @Test("an Anthropic message")
    func messages() async throws {
        let bedrock = try desk.bedrock()
        let answer = try await withCostContext(["team": "claims"]) {
            try await bedrock.messages(
                model: Self.claude, AnthropicMessages(maxTokens: 50, messages: [.user("And now?")]))
        }
        #expect(answer.usage.outputTokens > 0)
        try await check("response")
        #expect(desk.mock.requests.first?.requestMetadata["team"] == "claims")
    }

    @Test("a provider's own stream")
    func invokeModelStream() async throws {
        let bedrock = try desk.bedrock()
        let body =
            #"{"max_tokens":60,"anthropic_version":"bedrock-2023-05-31","messages":[{"role":"user","content":"Hi"}]}"#
        try await withCostContext(["team": "claims"]) {
            try await bedrock.invokeModelStream(
                InvokeModelWithResponseStream(modelID: Self.claude, body: Array(body.utf8))
            ) { events in
                for try await _ in events {}
            }
        }
        try await check("stream")
    }

    @Test("images, which are paid for one by one")
    func images() async throws {
        let model = "stability.stable-image-core-v1:1"
        let transport = InProcessTransport { _, _ in
            InProcessResponse(
                HTTPResponse(status: .ok, headerFields: [.contentType: "application/json"]),
                body: Array(#"{"seeds":[1,2],"finish_reasons":[null,null],"images":["aGk=","aGk="]}"#.utf8))
        }
        let aws = try AWSClient(
            region: .usEast1, transport: transport, authentication: .credentials(desk.mock.credentials),
            environment: .empty)
        var book = PriceBook()
        book.accept(
            PriceRow(model: model, .outputImages, unitPrice: .usd(cents: 4), provenance: PriceProvenance("a test")))
        let prices = book
        let bedrock = try MeteredBedrock(
            aws, policy: try TagPolicy([.required("team")]), budgets: [.monthly(.money(.usd(cents: 8)))],
            store: desk.store
        ) { $0.prices = prices }
        func draw(_ count: Int) async throws {
            try await withCostContext(["team": "claims"]) {
                _ = try await bedrock.invokeModel(
                    InvokeModel(
                        modelID: ModelID(rawValue: model), body: Array(#"{"prompt":"cats","samples":\#(count)}"#.utf8)))
            }
        }
        let denial = await #expect(throws: SpendDenial.self) { try await draw(3) }
        #expect(denial?.shortages.map(\.requested) == [.money(.usd(cents: 12))])
        try await draw(2)
        let line = try #require(try await desk.lines().first)
        #expect(line.state == .settled)
        #expect(line.usage.outputImages == 2)
        #expect(line.cost == .priced(.usd(cents: 8)))
    }

    @Test(
        "what a body asks for besides tokens is held",
        arguments: [
            ("amazon.nova-canvas-v1:0", #"{"imageGenerationConfig":{"numberOfImages":3}}"#, UsageClass.outputImages, 3),
            ("stability.sd3-5-large-v1:0", #"{"prompt":"two cats"}"#, .outputImages, 1),
            ("cohere.rerank-v3-5:0", #"{"query":"cats","documents":["a"]}"#, .searchUnits, 1),
            (
                "amazon.rerank-v1:0", #"{"documents":[0\#(String(repeating: ",0", count: 100))]}"#, .searchUnits, 2
            ),
        ])
    func holdsWhatIsAskedFor(model: String, body: String, usageClass: UsageClass, count: Int) async throws {
        var book = PriceBook()
        book.accept(
            PriceRow(model: model, usageClass, unitPrice: .usd(cents: 4), provenance: PriceProvenance("a test")))
        let prices = book
        let bedrock = try desk.bedrock(limit: .money(.usd(cents: 3))) { $0.prices = prices }
        let denial = await #expect(throws: SpendDenial.self) {
            try await withCostContext(["team": "claims"]) {
                _ = try await bedrock.invokeModel(
                    InvokeModel(modelID: ModelID(rawValue: model), body: Array(body.utf8)))
            }
        }
        #expect(denial?.shortages.map(\.requested) == [.money(.usd(cents: 4 * count))])
        #expect(desk.mock.requests.isEmpty)
    }

    @Test("vectors, which have no tokens of an answer to hold")
    func vectors() async throws {
        let transport = InProcessTransport { _, _ in
            InProcessResponse(
                HTTPResponse(status: .ok, headerFields: [.contentType: "application/json"]),
                body: Array(#"{"embedding":[0.5],"inputTextTokenCount":5}"#.utf8))
        }
        let aws = try AWSClient(
            region: .usEast1, transport: transport, authentication: .credentials(desk.mock.credentials),
            environment: .empty)
        let bedrock = try MeteredBedrock(
            aws, policy: try TagPolicy([.required("team")]), budgets: [.monthly(.usd(1))], store: desk.store)
        try await withCostContext(["team": "claims"]) {
            _ = try await bedrock.invokeModel(
                InvokeModel(modelID: "amazon.titan-embed-text-v2:0", body: Array(#"{"inputText":"two cats"}"#.utf8)))
        }
        let line = try #require(try await desk.lines().first)
        #expect(line.state == .settled)
        #expect(line.usage == TokenUsage(input: 5))
        #expect(line.cost == .priced(try Money("0.0000001")))
    }

    @Test("a body's own limit of tokens is what is held, and is lowered where a budget is short")
    func readsLimits() async throws {
        let bedrock = try desk.bedrock(
            limit: .money(try Money("0.01")), whenShort: [.lowerMaxTokens(atLeast: 10)])
        let body =
            #"{"max_tokens":100000,"anthropic_version":"bedrock-2023-05-31","messages":[{"role":"user","content":"Hi"}]}"#
        _ = try await withCostContext(["team": "claims"]) {
            try await bedrock.invokeModel(InvokeModel(modelID: Self.claude, body: Array(body.utf8)))
        }
        try await check("response")
    }

    @Test("a response in the caller's project")
    func responses() async throws {
        let projects = BedrockProjectsClient(try desk.aws())
        let project = try await projects.createProject(named: "claims")
        let bedrock = try desk.bedrock()
        let response = try await withCostContext(["team": "claims"], project: project.id.rawValue) {
            try await bedrock.createResponse(ResponseRequest(model: Self.gpt, input: "Hello"))
        }
        #expect(response.tokenUsage != nil)
        try await check("response")
        await #expect(throws: TagPolicyError.self) {
            try await withCostContext(["team": "claims"]) {
                _ = try await bedrock.createResponse(ResponseRequest(model: Self.gpt, input: "Hello"))
            }
        }
    }

    @Test("a chat that is streamed")
    func chat() async throws {
        let projects = BedrockProjectsClient(try desk.aws())
        let project = try await projects.createProject(named: "claims")
        let bedrock = try desk.bedrock()
        let text = try await withCostContext(["team": "claims"], project: project.id.rawValue) {
            try await bedrock.streamChatCompletion(ChatRequest(model: Self.gpt, messages: [.user("Hello")])) { chunks in
                var text = ""
                for try await chunk in chunks { text += chunk.text ?? "" }
                return text
            }
        }
        #expect(!text.isEmpty)
        try await check("stream")
    }

    @Test("a profile is found by the caller's tags, and priced as the model behind it")
    func findsProfiles() async throws {
        let aws = try desk.aws()
        let profile = try await BedrockControlClient(aws).createInferenceProfile(
            named: "claims-nova", copying: .foundationModel("amazon.nova-lite-v1:0"), tags: ["team": "claims"])
        let bedrock = try desk.bedrock { $0.profiles = ProfileResolver(TaggingClient(aws)) }
        _ = try await withCostContext(["team": "claims"]) { try await bedrock.converse("Hello") }
        try await check("response")
        let line = try #require(try await desk.lines().first)
        #expect(line.target == profile.arn.rawValue)
        #expect(line.model?.id == "amazon.nova-lite-v1:0")
    }

    @Test("a rate limit denies the call before anything is held")
    func limitsRates() async throws {
        let limit = try RateLimit.requests(1, per: .seconds(3_600), of: "team=claims")
        let bedrock = try desk.bedrock { $0.rateLimits = { _ in [limit] } }
        try await desk.ask(bedrock)
        await #expect(throws: RateDenial.self) { try await desk.ask(bedrock) }
        #expect(desk.mock.requests.count == 1)
        try await check("response")
    }
}
