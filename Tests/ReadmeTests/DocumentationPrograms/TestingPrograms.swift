import BedrockCost
import BedrockCostTesting

/// The code of Documentation/Testing.md.
enum TestingPrograms {
    static func inProcess() throws -> AWSClient {
        let mock = MockAWS(seed: 1)
        let aws = try AWSClient(region: .usEast1, transport: mock.transport, credentials: mock.credentials)
        return aws
    }

    static func watch(_ mock: MockAWS, _ aws: AWSClient, _ profile: ARN) async throws -> BedrockUsage {
        let runtime = BedrockRuntimeClient(aws)
        let cloudWatch = CloudWatchClient(aws)
        try await cloudWatch.putAlarm(
            PutMetricAlarm(
                "busy", on: .bedrock(.invocations, of: ModelID(profile)), .sum, period: 60, .greaterOrEqual,
                threshold: 2))
        for _ in 1...2 { _ = try await runtime.converse(model: ModelID(profile), "Hello") }
        mock.clock.advance(by: .seconds(60))
        let usage = try await cloudWatch.usage(of: ModelID(profile), last: .hours(1))
        print(usage.invocations, mock.alarmTransitions.map { "\($0.alarm): \($0.to)" })
        return usage
    }
}
