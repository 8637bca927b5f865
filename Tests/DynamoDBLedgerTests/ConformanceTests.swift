import BedrockCostTesting
import DynamoDBLedger
import Testing

@Suite struct ConformanceTests {
    @Test func theStoreKeepsTheContractOfStores() async throws {
        let outcomes = try await SpendStoreConformance().run { try await SpendScene().store }
        for outcome in outcomes where outcome.failure != nil { Issue.record("\(outcome)") }
        #expect(outcomes.map(\.check) == SpendStoreConformance.checks)
    }
}
