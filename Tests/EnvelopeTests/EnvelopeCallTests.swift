import AWSCore
import Attribution
import BedrockCost
import BedrockCostTesting
import BedrockRuntime
import CloudWatch
import Foundation
import TaggingLookup
import Testing

@Suite struct `The call of an envelope` {
    static let id = "ded98994-eb76-48d9-9dbc-f269541b5e49"
    static let date = Date(timeIntervalSince1970: 1_738_332_326.854)
    /// The blog's map; the cost centres in one account.
    static let models: EnvelopeModels = [
        "nova-lite": "amazon.nova-lite-v1:0", "claude-2": "anthropic.claude-v2:0",
        "claude-3-5-haiku": "us.anthropic.claude-3-5-haiku-20241022-v1:0",
        "sales": .model(
            "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123def456",
            of: "anthropic.claude-3-haiku-20240307-v1:0"),
        "support": .profile(tagged: ["costCenter": "support"], of: "anthropic.claude-3-haiku-20240307-v1:0"),
        "hidden": .model("arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123def456"),
        "small": .model("amazon.nova-micro-v1:0", defaults: InferenceEnvelope.Parameters(maxTokens: 300, topK: 20)),
    ]

    static func envelope(
        _ model: String, _ messages: [(String, String)] = [("user", "Hello")],
        _ parameters: InferenceEnvelope.Parameters = .init(), tags: [String: String] = ["applicationId": "helper"]
    ) -> InferenceEnvelope {
        InferenceEnvelope(
            model: model,
            prompt: InferenceEnvelope.Prompt(
                messages: messages.map { InferenceEnvelope.Message(role: $0.0, content: $0.1) }, parameters: parameters),
            tags: tags)
    }

    static func call(
        _ envelope: InferenceEnvelope, policy: TagPolicy = InferenceEnvelope.tagPolicy,
        profiles: (any ProfileFinding)? = nil
    ) async throws(InferenceEnvelopeError) -> EnvelopeCall {
        try await envelope.call(models: models, policy: policy, profiles: profiles, requestID: id, at: date)
    }

    static func violations(
        _ envelope: InferenceEnvelope, policy: TagPolicy = InferenceEnvelope.tagPolicy,
        profiles: (any ProfileFinding)? = nil
    ) async -> [String] {
        do throws(InferenceEnvelopeError) {
            _ = try await call(envelope, policy: policy, profiles: profiles)
            return []
        } catch { return error.violations.map { "\($0.code) \($0)" } }
    }

    @Test func `is that of the blog's sample`() async throws {
        let envelope = try InferenceEnvelope(json: `A request envelope`.sample.utf8)
        let call = try await Self.call(envelope)
        let tags = [
            "requestId": Self.id, "timestamp": "2025-01-31T14:05:26.854Z", "applicationId": "aws-documentation-helper",
            "costCenter": "support", "environment": "production",
            "modelMetric": "us.anthropic.claude-3-5-haiku-20241022-v1:0",
        ]
        #expect(call.tags == tags)
        #expect(
            call.request
                == Converse(
                    modelID: "us.anthropic.claude-3-5-haiku-20241022-v1:0",
                    messages: [
                        .user("Explain the benefits of using S3 using only 100 words."),
                        .assistant("You are a helpful AWS expert."),
                    ],
                    inferenceConfig: InferenceConfiguration(maxTokens: 2000, temperature: 0.7, topP: 0.9),
                    additionalModelRequestFields: .object(["top_k": .int(50)]), requestMetadata: tags))
        try call.request.validate()
        #expect(call.context.tags.keys == ["applicationId", "costCenter", "environment"])
        #expect(call.labels.model == "claude-3-5-haiku")
        #expect(call.labels.modelID == "us.anthropic.claude-3-5-haiku-20241022-v1:0")
        #expect(call.labels.application == "aws-documentation-helper")
        #expect(call.labels.costCenter == "support")
        #expect(call.labels.environment == "production")
        // The blog puts its instructions into the assistant's mouth.
        #expect(
            call.notices == [
                "prompt.messages ends with the assistant: the model goes on with that text, and some models refuse it; "
                    + "instructions belong into a message of the role system, before the others"
            ])
    }

    @Test func `runs on MockAWS, and is logged with its tags`() async throws {
        let mock = MockAWS(seed: 1)
        let aws = try AWSClient(
            region: .usEast1, transport: mock.transport, credentials: mock.credentials, environment: .empty)
        let envelope = try InferenceEnvelope(json: `A request envelope`.sample.utf8)
        let call = try await Self.call(envelope)
        let context = await call.run { CostContext.current }
        #expect(context == call.context)
        let answer = try await aws.send(call.request)
        #expect(answer.usage.outputTokens > 0)
        let recorded = mock.requests.last
        #expect(recorded?.requestMetadata == call.tags)
    }

    @Test(arguments: [
        ("nova-lite", JSONValue.object(["inferenceConfig": .object(["topK": .int(7)])])),
        ("claude-2", .object(["top_k": .int(7)])), ("sales", .object(["top_k": .int(7)])),
        ("mistral.mistral-large-2402-v1:0", .object(["top_k": .int(7)])),
        ("us.anthropic.claude-sonnet-4-20250514-v1:0", .object(["top_k": .int(7)])),
        ("cohere.command-r-plus-v1:0", .object(["k": .int(7)])),
        (
            "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0",
            .object(["inferenceConfig": .object(["topK": .int(7)])])
        ),
    ])
    func `writes top_k as the model takes it`(_ model: String, _ fields: JSONValue) async throws {
        let call = try await Self.call(Self.envelope(model, [("user", "x")], .init(topK: 7)))
        #expect(call.request.additionalModelRequestFields == fields)
        #expect(call.request.inferenceConfig == nil)
    }

    @Test func `has the alias's defaults where the envelope says nothing`() async throws {
        let call = try await Self.call(Self.envelope("small", [("user", "x")], .init(temperature: 0.5)))
        #expect(call.request.inferenceConfig == InferenceConfiguration(maxTokens: 300, temperature: 0.5))
        #expect(call.request.additionalModelRequestFields == .object(["inferenceConfig": .object(["topK": .int(20)])]))
        let own = try await Self.call(Self.envelope("small", [("user", "x")], .init(maxTokens: 9, stop: ["END"])))
        #expect(own.request.inferenceConfig == InferenceConfiguration(maxTokens: 9, stopSequences: ["END"]))
    }

    @Test func `takes instructions out of the conversation, and joins messages of one role`() async throws {
        let messages = [
            ("system", "Be brief."), ("system", "Be kind."), ("user", "One."), ("user", "Two."),
            ("assistant", "Three."),
            ("user", "Four."),
        ]
        let call = try await Self.call(Self.envelope("nova-lite", messages))
        #expect(call.request.system == [.text("Be brief."), .text("Be kind.")])
        #expect(
            call.request.messages == [
                Message(role: .user, content: [.text("One."), .text("Two.")]), .assistant("Three."), .user("Four."),
            ])
        #expect(call.notices.isEmpty)
    }

    @Test func `goes to the cost centre's profile`() async throws {
        let call = try await Self.call(Self.envelope("sales"))
        #expect(
            call.request.modelID.rawValue
                == "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123def456")
        #expect(call.modelMetric == "abc123def456")
        #expect(call.tags["modelMetric"] == "abc123def456")
        #expect(call.labels.model == "sales")
        #expect(call.labels.costCenter == RateLimitingLabels.unknown)
    }

    struct Profiles: ProfileFinding {
        var map = ProfileMap([])

        func profile(tagged tags: TagSet, model: ModelID?) async throws(ProfileLookupError) -> ARN {
            try map.profile(tagged: tags, model: model)
        }
    }

    @Test func `goes to the profile that has the alias's tags`() async throws {
        let arn = try #require(ARN("arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/fedcba654321"))
        let map = ProfileMap([ProfileMap.Entry(["costCenter": "support"], profile: arn)])
        let call = try await Self.call(Self.envelope("support"), profiles: Profiles(map: map))
        #expect(call.modelMetric == "fedcba654321")
        #expect(
            await Self.violations(Self.envelope("support"))
                == ["profileLookup model: the alias names a profile by its tags, and nothing finds profiles"])
        let missing = await Self.violations(Self.envelope("support"), profiles: Profiles())
        #expect(missing.count == 1 && missing[0].hasPrefix("profileLookup model: "), "\(missing)")
    }

    @Test(
        arguments: [
            (
                envelope("claude-3-5-haku"),
                [
                    #"unknownModel model: no model has this name; there are claude-2, claude-3-5-haiku, hidden, nova-lite, sales, small, support; did you mean "claude-3-5-haiku"?"#
                ]
            ),
            (envelope("nova-lite", []), ["missing prompt.messages: there must be at least one message"]),
            (
                envelope("nova-lite", [("system", "x")]),
                ["noUser prompt.messages: instructions alone ask nothing; the user must say something"]
            ),
            (
                envelope("nova-lite", [("assistant", "x"), ("user", "y")]),
                ["noUser prompt.messages: a conversation begins with the user"]
            ),
            (
                envelope("nova-lite", [("user", "x"), ("system", "y"), ("usr", "z"), ("user", " \n")]),
                [
                    "misplacedSystem prompt.messages[1].role: instructions stand before the conversation, since most models take them only there",
                    #"unknownRole prompt.messages[2].role: a role is system, user or assistant; did you mean "user"?"#,
                    "emptyText prompt.messages[3].content: a text has at least one character that is no space",
                ]
            ),
            (
                envelope(
                    "nova-lite", [("user", "x")], .init(maxTokens: 0, temperature: 1.5, topP: -0.1, topK: 0, stop: [""])
                ),
                [
                    "outOfRange prompt.parameters.max_tokens: must be at least 1, not 0",
                    "outOfRange prompt.parameters.temperature: must be 0 to 1, not 1.5",
                    "outOfRange prompt.parameters.top_p: must be 0 to 1, not -0.1",
                    "emptyText prompt.parameters.stop: a text has at least one character",
                    "outOfRange prompt.parameters.top_k: must be at least 1, not 0",
                ]
            ),
            (
                envelope("nova-lite", [("user", "x")], .init(stop: Array(repeating: "x", count: 2501))),
                ["outOfRange prompt.parameters.stop: there can be at most 2500 texts, not 2501"]
            ),
            (
                envelope("meta.llama3-8b-instruct-v1:0", [("user", "x")], .init(topK: 7)),
                [
                    "unsupportedParameter prompt.parameters.top_k: meta.llama3-8b-instruct-v1:0 does not have this parameter"
                ]
            ),
            (
                envelope("hidden", [("user", "x")], .init(topK: 7)),
                [
                    "unsupportedParameter prompt.parameters.top_k: models write it in different ways, and the profile hides its model; name the model in the alias"
                ]
            ),
            (
                envelope("nova-lite", tags: ["aplicationId": "x", "costCenter": "bob@example.com", "requestId": "1"]),
                [
                    "reservedTag tags.requestId: this tag is generated",
                    "tagPolicy tags.costCenter: the value looks like an e-mail address, which logs and bills would keep; send an id, or let the policy allow personal data for this key",
                    #"tagPolicy tags.applicationId: the key is required, and "aplicationId" is probably meant to be it"#,
                ]
            ),
            (
                envelope("nova", [], .init(topK: 7), tags: [:]),
                [
                    #"unknownModel model: no model has this name; there are claude-2, claude-3-5-haiku, hidden, nova-lite, sales, small, support"#,
                    "missing prompt.messages: there must be at least one message",
                    "tagPolicy tags.applicationId: the key is required",
                ]
            ),
        ] as [(InferenceEnvelope, [String])])
    func `is refused with everything that is wrong`(_ envelope: InferenceEnvelope, _ expected: [String]) async {
        let violations = await Self.violations(envelope)
        #expect(violations == expected)
    }

    @Test func `reaches aliases only, where ids are not allowed`() async {
        let models = EnvelopeModels(["nova": "amazon.nova-lite-v1:0"], allowingModelIDs: false)
        let error = await #expect(throws: InferenceEnvelopeError.self) {
            try await Self.envelope("amazon.nova-lite-v1:0").call(models: models)
        }
        #expect(error?.description == "model: no model has this name; there are nova")
    }

    @Test func `has the codes of a policy's display names`() async throws {
        let policy = try TagPolicy([
            .required("applicationId"), .required("environment", oneOf: ["prod": "production", "dev": "development"]),
        ])
        let call = try await Self.call(
            Self.envelope("nova-lite", tags: ["applicationId": "helper", "environment": "production"]), policy: policy)
        #expect(call.context.tags.description == "applicationId=helper,environment=prod")
        #expect(call.request.requestMetadata?["environment"] == "prod")
    }

    @Test func `has an id and a time of its own`() async throws {
        let call = try await Self.envelope("nova-lite").call(models: Self.models)
        #expect(UUID(uuidString: call.requestID) != nil && call.requestID == call.requestID.lowercased())
        #expect(TimestampFormat.iso8601.date(from: call.tags["timestamp"] ?? "") != nil)
        #expect(call.tags["timestamp"]?.hasSuffix("Z") == true)
    }

    @Test func `never shows a prompt or a tag's value in an error`() async {
        let canary = "canary4711"
        let envelope = Self.envelope(
            "nova-lite", [("usr", canary), ("system", canary)], .init(topP: 7),
            tags: ["environment": canary + "ü", "requestId": canary])
        let violations = await Self.violations(envelope)
        #expect(violations.count >= 5)
        #expect(!violations.joined().contains(canary))
    }
}
