import BedrockCost
import BedrockCostTesting
import Testing

/// The code of the article on testing with MockAWS and of BedrockCostTesting's page, compiled and run.
@Suite("The programs of the articles on MockAWS")
struct MockAWSPrograms {
    /// The service under test.
    struct ClaimsService {
        let aws: AWSClient
        let project: ProjectID

        func summary(of claim: String) async throws -> String {
            let projects = BedrockProjectsClient(aws)
            let answer = try await projects.createResponse(
                model: "openai.gpt-oss-120b", "Summarise this claim: \(claim)", project: project)
            return answer.text
        }
    }

    @Test("a service's answer and what it cost")
    func bill() async throws {
        let mock = MockAWS(seed: 1)
        let aws = try AWSClient(region: .usEast1, transport: mock.transport, credentials: mock.credentials)
        let claims = try await BedrockProjectsClient(aws).createProject(named: "claims", tags: ["dept": "claims"])
        let service = ClaimsService(aws: aws, project: claims.id)

        mock.enqueueReply("A burst pipe; 4,200 USD.")
        #expect(try await service.summary(of: "Water in the cellar") == "A burst pipe; 4,200 USD.")
        // 41 bytes of prompt are 11 tokens, and a message has 3 more; 24 bytes of answer are 6.
        #expect(mock.bill.tokens == [.input: 14, .output: 6])
        #expect(mock.bill.rows.allSatisfy { $0.tags == ["dept": "claims"] })
        #expect(mock.bill.total == "0.0000057")
    }

    @Test("a tag from its activation to the report")
    func clock() async throws {
        let mock = MockAWS(seed: 1)
        let aws = try AWSClient(region: .usEast1, transport: mock.transport, credentials: mock.credentials)
        let claims = try await BedrockProjectsClient(aws).createProject(named: "claims", tags: ["dept": "claims"])
        let service = ClaimsService(aws: aws, project: claims.id)
        _ = try await service.summary(of: "The first, so that billing sees the tag")
        mock.clock.advance(by: .seconds(86_400))
        try await CostExplorerClient(aws).activateCostAllocationTags(["dept"])
        _ = try await service.summary(of: "Water in the cellar")
        mock.clock.advance(by: .seconds(2 * 86_400))
        let costs = try await CostExplorerClient(aws).modelCosts(in: .month(2026, 10), by: "dept")
        #expect(costs.total == (try Money(mock.bill.total)))
        #expect(costs.rows.contains { $0.tag == "claims" && $0.model == "gpt-oss-120b" })
    }

    @Test("failures")
    func faults() async throws {
        let mock = MockAWS(seed: 1)
        let aws = try AWSClient(region: .usEast1, transport: mock.transport, credentials: mock.credentials)
        let service = ClaimsService(aws: aws, project: .defaultProject)
        mock.faults.add(.throttle, for: "CreateResponse")
        _ = try await service.summary(of: "Water in the cellar")
        #expect(mock.requests.map(\.status) == [429, 200])

        mock.faults.add(.lostReply, for: "CreateResponse")
        await #expect(throws: AWSError.self) { try await service.summary(of: "Water in the cellar") }
        // It ran, so it is on the bill; and it was not sent again.
        #expect(mock.requests.count == 3)
    }
}
