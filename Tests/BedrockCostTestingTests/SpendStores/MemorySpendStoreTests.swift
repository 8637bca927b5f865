import BedrockCostTesting
import Metering
import Testing

@Suite struct `The store in memory` {
    @Test func `it keeps the contract of stores`() async throws {
        let outcomes = try await SpendStoreConformance().run { MemorySpendStore() }
        for outcome in outcomes { #expect(outcome.failure == nil, "\(outcome)") }
        #expect(outcomes.map(\.check) == SpendStoreConformance.checks)
    }

    @Test func `the suite has at least 250 checks, and no two have one name`() {
        let checks = SpendStoreConformance.checks
        #expect(checks.count >= 250)
        #expect(Set(checks).count == checks.count)
    }

    @Test func `the checks that are named are run, and no others`() async throws {
        let name = try #require(SpendStoreConformance.checks.last)
        let outcomes = try await SpendStoreConformance(callers: 2).run(only: [name]) { MemorySpendStore() }
        #expect(outcomes.map(\.description) == ["\(name): passed"])
    }
}
