import BedrockCostTesting
import Metering
import Testing

@Suite struct `The store in memory` {
    @Test func `it keeps the contract of stores`() async throws {
        let outcomes = try await SpendStoreConformance().run { MemorySpendStore() }
        for outcome in outcomes { #expect(outcome.failure == nil, "\(outcome)") }
        #expect(outcomes.map(\.check) == SpendStoreConformance.checks)
    }
}
