import BedrockCostTesting
import Testing

@Suite struct `A store with a fault` {
    @Test(arguments: StoreFault.allCases)
    func `is caught by the suite`(fault: StoreFault) async throws {
        let outcomes = try await SpendStoreConformance(callers: 4).run { BrokenStore(fault) }
        let caught = outcomes.filter { $0.failure != nil }
        #expect(!caught.isEmpty, "\(fault.rawValue) passes all checks")
        // A fault is no avalanche: most checks have nothing to do with it, and tell so.
        #expect(caught.count < outcomes.count, "\(fault.rawValue) fails every check")
    }

    @Test(arguments: StoreFault.allCases.filter(\.isSeenByHistories))
    func `is caught by a random history`(fault: StoreFault) async throws {
        let report = try await SpendHistories(seed: 11).run(operations: 2_000) { BrokenStore(fault) }
        #expect(report.difference != nil, "\(fault.rawValue) passes: \(report)")
    }
}
