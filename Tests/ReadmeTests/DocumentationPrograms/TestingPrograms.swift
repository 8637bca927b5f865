import BedrockCost
import BedrockCostTesting

/// The code of Documentation/Testing.md.
enum TestingPrograms {
    static func inProcess() throws -> AWSClient {
        let mock = MockAWS(seed: 1)
        let aws = try AWSClient(region: .usEast1, transport: mock.transport, credentials: mock.credentials)
        return aws
    }
}
