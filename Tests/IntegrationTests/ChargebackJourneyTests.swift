import BedrockCost
import BedrockCostTesting
import Testing

@Suite("From a profile to the bill")
struct ChargebackJourneyTests {
    @Test("Cost Explorer's answers add up to the simulator's bill, department by department", arguments: Front.allCases)
    func chargeback(_ front: Front) async throws {
        let mock = MockAWS(seed: 20)
        try await front.run(mock) { aws in
            let control = BedrockControlClient(aws)
            let runtime = BedrockRuntimeClient(aws)
            let costExplorer = CostExplorerClient(aws)
            let claims = try await control.createInferenceProfile(
                named: "claims", copying: .systemDefined("us.anthropic.claude-3-7-sonnet-20250219-v1:0"),
                tags: ["dept": "claims"])
            let sales = try await control.createInferenceProfile(
                named: "sales", copying: .foundationModel("amazon.nova-lite-v1:0"), tags: ["dept": "sales"])
            for profile in [claims, sales] { _ = try await runtime.converse(model: profile, "first use") }
            mock.pass(days: 1)
            try await costExplorer.activateCostAllocationTags(["dept"])
            mock.pass(days: 1)
            for _ in 0..<3 {
                for profile in [claims, sales] { _ = try await runtime.converse(model: profile, "Which are urgent?") }
            }
            _ = try await runtime.converse(model: "amazon.nova-lite-v1:0", "a call that nobody owns")
            mock.pass(days: 2)

            let costs = try await costExplorer.costs(in: .month(2026, 10), by: .tag("dept"), where: .bedrock)
            #expect(Set(costs.compactMap(\.tag)) == ["claims", "sales"])
            #expect(!costs.untagged.isZero)
            let billed = try Money(mock.bill.total)
            #expect(costs.total == billed)
            #expect(costs.matchedServices == ["Amazon Bedrock", "Claude 3.7 Sonnet (Amazon Bedrock Edition)"])
            #expect(costs.billableRequests == mock.billableRequests)

            let models = try await costExplorer.modelCosts(in: .month(2026, 10), by: "dept")
            #expect(models.total == costs.total)
            #expect(models.untagged == costs.untagged)
            #expect(
                models.rows.filter { $0.tag != nil }.map { [$0.tag, $0.model] } == [
                    ["claims", "Claude 3.7 Sonnet"], ["sales", "NovaLite"],
                ])
        }
    }

    @Test("an account that never used Bedrock has an empty report, with its untagged row")
    func emptyBill() async throws {
        try await Front.inProcess.run(MockAWS(seed: 21)) { aws in
            let costs = try await CostExplorerClient(aws).costs(
                in: .month(2026, 10), by: .tag("dept"), where: .bedrock)
            #expect(costs.total.isZero)
            #expect(costs.rows.map(\.tag) == [nil])
            #expect(costs.matchedServices == [])
        }
    }

    @Test(
        "a key that no billed resource carries cannot be activated, and the error names it", arguments: Front.allCases)
    func unknownKey(_ front: Front) async throws {
        try await front.run(MockAWS(seed: 22)) { aws in
            let error = await #expect(throws: AWSError.self) {
                try await CostExplorerClient(aws).activateCostAllocationTags(["costCentre"])
            }
            #expect(error?.failedCostAllocationTags.map(\.tagKey) == ["costCentre"])
        }
    }
}
