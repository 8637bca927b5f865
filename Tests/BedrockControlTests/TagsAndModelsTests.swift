import AWSCore
import Attribution
import BedrockControl
import Foundation
import Testing

private let resource = arn("arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6")

@Suite struct `Tags of a resource` {
    @Test func `are added, read and taken off by its ARN`() async throws {
        let service = ControlDouble { exchange, _ in
            exchange.path == "/listTagsForResource"
                ? .init(200, #"{"tags":[{"key":"部門","value":"理賠"},{"key":"empty","value":""}]}"#) : .init()
        }
        let client = try service.client()
        try await client.tag(resource, ["dept": "claims"])
        try await client.untag(resource, keys: ["部門"])
        let tags = try await client.tags(of: resource)
        #expect(tags["部門"] == "理賠")
        #expect(tags["empty"] == "")
        #expect(service.exchanges.map(\.path) == ["/tagResource", "/untagResource", "/listTagsForResource"])
        #expect(
            try service.exchanges.map { try $0.body.json } == [
                ["resourceARN": .string(resource.rawValue), "tags": [["key": "dept", "value": "claims"]]],
                ["resourceARN": .string(resource.rawValue), "tagKeys": ["部門"]],
                ["resourceARN": .string(resource.rawValue)],
            ])
    }

    @Test func `that are too many for the service are an error that names the resource`() async throws {
        let service = ControlDouble { _, _ in
            .init(
                400, #"{"message":"limit","resourceName":"r"}"#,
                headers: [("x-amzn-ErrorType", "TooManyTagsException:http://internal.amazon.com/")])
        }
        let client = try service.client()
        let error = await #expect(throws: AWSError.self) { try await client.tag(resource, ["a": "b"]) }
        #expect(error?.code == .quotaExceeded)
        #expect(error?.serviceCode == "TooManyTagsException")
        #expect(error?.details?["resourceName"] == "r")
    }

    @Test func `are not sent where they or the ARN break a rule`() async throws {
        let service = ControlDouble { _, _ in .init() }
        let client = try service.client()
        let wrongTag = await #expect(throws: AWSError.self) { try await client.tag(resource, ["a": "b", "a": "c"]) }
        #expect(wrongTag?.message == "tags: tag key \"a\": a key may come once")
        #expect((wrongTag?.underlyingError as? TagError)?.code == .duplicateKey)
        let bucket = try #require(ARN("arn:aws:s3:::some-bucket-name"))
        let wrongARN = await #expect(throws: AWSError.self) { try await client.tags(of: bucket) }
        #expect(wrongARN?.message == "resourceARN: arn:aws:s3:::some-bucket-name is not the ARN of a Bedrock resource")
        let short = try #require(ARN("arn:aws:bedrock:::x"))
        let shortARN = await #expect(throws: AWSError.self) { try await client.tags(of: short) }
        #expect(shortARN?.message == "resourceARN: must have 20 to 1011 characters, not 19")
        let keys = await #expect(throws: AWSError.self) {
            try await client.untag(resource, keys: Array(repeating: "k", count: 201))
        }
        #expect(keys?.message == "tagKeys: at most 200 keys, not 201")
        let empty = await #expect(throws: AWSError.self) { try await client.untag(resource, keys: [""]) }
        #expect(empty?.message == "tagKeys: must have 1 to 128 characters, not 0")
        #expect(service.exchanges.isEmpty)
    }
}

@Suite struct `Foundation models` {
    static let model = """
        {"modelArn":"arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0",
         "modelId":"anthropic.claude-3-haiku-20240307-v1:0","modelName":"Claude 3 Haiku","providerName":"Anthropic",
         "inputModalities":["TEXT","IMAGE"],"outputModalities":["TEXT"],"responseStreamingSupported":true,
         "customizationsSupported":[],"inferenceTypesSupported":["ON_DEMAND","INFERENCE_PROFILE"],
         "modelLifecycle":{"status":"LEGACY","endOfLifeTime":"2026-12-01T00:00:00Z"}}
        """

    @Test func `are listed by provider, modality and the like`() async throws {
        let service = ControlDouble { _, _ in .init(200, #"{"modelSummaries":[\#(Self.model)]}"#) }
        let models = try await service.client().foundationModels(
            ListFoundationModels(
                provider: "Stability AI", customization: .fineTuning, outputModality: .text, inferenceType: .onDemand))
        #expect(
            service.exchanges.first?.path == "/foundation-models?byProvider=Stability%20AI"
                + "&byCustomizationType=FINE_TUNING&byOutputModality=TEXT&byInferenceType=ON_DEMAND")
        let model = try #require(models.first)
        #expect(model.provider == "Anthropic")
        #expect(model.inferenceTypes == [.onDemand, .inferenceProfile])
        #expect(model.lifecycle?.status == .legacy)
        #expect(model.lifecycle?.endOfLife == Date(timeIntervalSince1970: 1_796_083_200))
        #expect(model.modelID == "anthropic.claude-3-haiku-20240307-v1:0")
    }

    @Test func `are shown one by one`() async throws {
        let service = ControlDouble { _, _ in .init(200, #"{"modelDetails":\#(Self.model)}"#) }
        let model = try await service.client().foundationModel("anthropic.claude-3-haiku-20240307-v1:0")
        #expect(model.isStreamingSupported == true)
        #expect(service.exchanges.first?.path == "/foundation-models/anthropic.claude-3-haiku-20240307-v1%3A0")
    }

    @Test func `a reply without the model is malformed`() async throws {
        let service = ControlDouble { _, _ in .init() }
        let client = try service.client()
        let error = await #expect(throws: AWSError.self) { try await client.foundationModel("a.b") }
        #expect(error?.code == .malformedResponse)
    }

    @Test(arguments: [
        ("", "modelIdentifier: must have 1 to 2048 characters, not 0"),
        ("claude", "modelIdentifier: \"claude\" lacks the provider, as in anthropic.claude-…"),
        (
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.x",
            "modelIdentifier: arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.x is not the ARN of a "
                + "foundation model"
        ),
    ])
    func `an identifier of another kind is not sent`(_ id: String, _ message: String) async throws {
        let service = ControlDouble { _, _ in .init() }
        let client = try service.client()
        let error = await #expect(throws: AWSError.self) {
            try await client.foundationModel(ModelID(rawValue: id))
        }
        #expect(error?.message == message)
        #expect(service.exchanges.isEmpty)
    }

    @Test func `a provider's name has a pattern`() async throws {
        let error = #expect(throws: AWSError.self) { try ListFoundationModels(provider: "Anthropic & co").validate() }
        #expect(error?.message == "byProvider: must be ASCII letters, digits, hyphens and spaces")
    }
}
