import BedrockCost

/// The code of the article on request envelopes.
enum EnvelopePrograms {
    static func run(_ document: [UInt8], _ aws: AWSClient, _ profiles: ProfileResolver) async throws {
        let models: EnvelopeModels = [
            "nova-lite": "amazon.nova-lite-v1:0",
            "claude-3-5-haiku": .model(
                "us.anthropic.claude-3-5-haiku-20241022-v1:0", defaults: .init(maxTokens: 1_000)),
            "sales": .profile(tagged: ["costCenter": "sales"], of: "anthropic.claude-3-haiku-20240307-v1:0"),
        ]
        let envelope = try InferenceEnvelope(json: document)
        let call = try await envelope.call(models: models, profiles: profiles)
        let reply = try await call.run { try await aws.send(call.request) }
        print(call.tags["modelMetric"] ?? "", reply.usage.outputTokens)
    }
}
