#if SQLite
import BedrockCostTesting
import Foundation
import SQLiteLedger
import Testing

struct ConformanceTests {
    @Test func theStoreKeepsTheContractOfStores() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ledgers-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let outcomes = try await SpendStoreConformance().run {
            try SQLiteSpendStore(path: folder.appending(path: "\(UUID()).sqlite").path)
        }
        #expect(outcomes.count >= 150)
        for outcome in outcomes { #expect(outcome.failure == nil, "\(outcome)") }
    }
}
#endif
