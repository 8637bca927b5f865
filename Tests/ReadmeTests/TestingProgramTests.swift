import BedrockCost
import BedrockCostTesting
import Testing

/// What Documentation/Testing.md shows, run.
@Suite("The article on testing")
struct TestingProgramTests {
    @Test("two calls raise the alarm, and are the profile's usage")
    func watches() async throws {
        let mock = MockAWS(seed: 1)
        let aws = try AWSClient(region: .usEast1, transport: mock.transport, credentials: mock.credentials) {
            $0.now = { mock.now }
        }
        let profile = try await BedrockControlClient(aws).createInferenceProfile(
            named: "claims", copying: .systemDefined("us.anthropic.claude-3-7-sonnet-20250219-v1:0"),
            tags: ["dept": "claims"])
        let usage = try await TestingPrograms.watch(mock, aws, profile.arn.arn)
        #expect(usage.invocations == 2)
        #expect(mock.alarmTransitions.map(\.to) == ["ALARM"])
    }
}
