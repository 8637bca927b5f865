#if SQLite
import Attribution
import Foundation
import GRDB
import Metering
import Testing

@testable import SQLiteLedger

let noon = Date(timeIntervalSince1970: 1_793_534_400)

/// Gives the body a path in a folder of its own, which goes away afterwards.
func withLedgerPath<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder.appending(path: "spend.sqlite").path)
}

/// Gives the body a new ledger.
func withLedger<Result>(
    _ configuration: SQLiteSpendStore.Configuration = .init(), _ body: (SQLiteSpendStore) async throws -> Result
) async throws -> Result {
    try await withLedgerPath { path in
        let store = try SQLiteSpendStore(path: path, configuration: configuration)
        let result = try await body(store)
        try await store.close()
        return result
    }
}

func key(_ budget: String, _ scope: String = "") -> BalanceKey {
    BalanceKey(budget: budget, scope: scope, window: "2026-11@UTC")
}

func cents(_ count: Int) -> SpendAmount { .money(.usd(cents: count)) }

func line(
    _ id: String, cents: Int = 10, at date: Date = noon, state: LedgerLine.State = .settled, tags: TagSet = [:]
) -> LedgerLine {
    LedgerLine(
        id: id, occurred: date, target: "model", tags: tags, usage: TokenUsage(input: 100, output: 20),
        cost: .priced(.usd(cents: cents)), state: state)
}

func reservation(_ id: String, _ parts: [HoldPart], expires: Date = noon + 60) -> Reservation {
    Reservation(id, owner: "test", parts: parts, draft: line(id), at: noon, expires: expires)
}

/// Expects that a store's balances and roll-ups are what its lines and holds say.
@discardableResult
func expectAgreement(
    in store: some BudgetStore, at location: SourceLocation = #_sourceLocation
) async throws -> LedgerAudit {
    let audit = try await LedgerAudit(of: store)
    #expect(audit.findings.isEmpty, "\(audit.findings)", sourceLocation: location)
    return audit
}

/// What is thrown, where it is an error of a store.
func spendError(_ body: () async throws -> Void) async -> SpendError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? SpendError
    }
}
#endif
