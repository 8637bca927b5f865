import BedrockCost
import BedrockCostTesting
import Testing

@Suite("Profiles")
struct ProfileJourneyTests {
    @Test("a profile is created, read, listed, tagged anew and deleted", arguments: Front.allCases)
    func lifecycle(_ front: Front) async throws {
        try await front.run(MockAWS(seed: 2)) { aws in
            let control = BedrockControlClient(aws)
            let created = try await control.createInferenceProfile(
                named: "sales nova", copying: .foundationModel("amazon.nova-lite-v1:0"), tags: ["dept": "sales"])
            let profile = try await control.inferenceProfile(created)
            #expect(profile.name == "sales nova")
            #expect(profile.type == .application)
            let arn = try #require(ARN(created.modelID.rawValue))
            #expect(try await control.tags(of: arn) == ["dept": "sales"])

            try await control.tag(arn, ["dept": "marketing", "env": "prod"])
            try await control.untag(arn, keys: ["env"])
            #expect(try await control.tags(of: arn) == ["dept": "marketing"])

            var listed: [String] = []
            for try await profile in control.inferenceProfiles(pageSize: 1) { listed.append(profile.name) }
            #expect(listed == ["sales nova"])

            try await control.deleteInferenceProfile(created)
            let error = await #expect(throws: AWSError.self) { _ = try await control.inferenceProfile(created) }
            #expect(error?.code == .notFound)
            #expect(error?.serviceCode == "ResourceNotFoundException")
            #expect(error?.requestID != nil)
        }
    }

    @Test("a profile is found by its tags, and no longer once it is gone", arguments: Front.allCases)
    func lookup(_ front: Front) async throws {
        try await front.run(MockAWS(seed: 3)) { aws in
            let control = BedrockControlClient(aws)
            let created = try await control.createInferenceProfile(
                named: "claims", copying: .systemDefined("us.anthropic.claude-3-7-sonnet-20250219-v1:0"),
                tags: ["dept": "claims", "env": "prod"])
            let resolver = ProfileResolver(TaggingClient(aws))
            let found = try await resolver.profile(tagged: ["env": "prod", "dept": "claims"])
            #expect(found.modelID == created.modelID)

            try await control.deleteInferenceProfile(created)
            resolver.invalidateAll()
            await #expect(throws: (any Error).self) { _ = try await resolver.profile(tagged: ["dept": "claims"]) }
        }
    }

    @Test("a Chinese description never leaves the program")
    func descriptionIsRefused() async throws {
        let mock = MockAWS(seed: 4)
        try await Front.inProcess.run(mock) { aws in
            let error = await #expect(throws: AWSError.self) {
                _ = try await BedrockControlClient(aws).createInferenceProfile(
                    named: "dev", copying: .foundationModel("amazon.nova-lite-v1:0"), description: "開發環境的推理設定檔")
            }
            #expect(error?.code == .invalidInput)
            #expect(error?.message.contains("description") == true)
            #expect(mock.requests.isEmpty)
        }
    }
}
