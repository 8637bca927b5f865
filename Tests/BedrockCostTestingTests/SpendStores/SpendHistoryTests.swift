import BedrockCostTesting
import Metering
import Testing

@Suite struct `Random histories` {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `the store in memory agrees with the model`(seed: UInt64) async throws {
        let report = try await SpendHistories(seed: seed).run(operations: 3_000) { MemorySpendStore() }
        #expect(report.difference == nil, "\(report)")
        #expect(report.operations >= 3_000)
        #expect(report.effective > 500 && report.repeated > 500 && report.denied > 50, "\(report)")
        #expect(report.kinds.count == 8 && report.kinds.values.allSatisfy { $0 > 50 }, "\(report.kinds)")
    }

    @Test func `histories can share a store`() async throws {
        let store = MemorySpendStore()
        let report = try await SpendHistories(seed: 4, length: 100).run(operations: 1_000) { store }
        #expect(report.difference == nil, "\(report)")
        #expect(report.histories >= 5)
    }

    @Test func `the same seed gives the same histories`() async throws {
        let one = try await SpendHistories(seed: 5).run(operations: 500) { MemorySpendStore() }
        let two = try await SpendHistories(seed: 5).run(operations: 500) { MemorySpendStore() }
        #expect(one.description == two.description)
        #expect(one.kinds == two.kinds)
    }
}
