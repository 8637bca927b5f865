#if SQLite
import BedrockCostTesting
import Foundation
import Metering
import SQLiteLedger
import Testing

@Suite("The SQLite ledger as a store of budgets")
struct StoreConformanceTests {
    @Test("it keeps every rule but those of amounts that no column holds, which it refuses")
    func conforms() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "conformance-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let make = { @Sendable in
            try SQLiteSpendStore(path: folder.appending(path: "\(UUID().uuidString).sqlite").path)
        }
        let all = Set(SpendStoreConformance.checks)
        #expect(SpendStoreConformance.checksOfHugeAmounts.isSubset(of: all))
        let suite = SpendStoreConformance()
        for outcome in try await suite.run(only: all.subtracting(SpendStoreConformance.checksOfHugeAmounts), make) {
            #expect(outcome.failure == nil, "\(outcome)")
        }
        for outcome in try await suite.run(only: SpendStoreConformance.checksOfHugeAmounts, make) {
            #expect(outcome.failure?.contains("overflow") == true, "\(outcome)")
        }
    }
}
#endif
