#if SQLite
import BedrockCost
import Foundation

/// The code of the SQLiteLedger target's page.
enum SQLiteLedgerPrograms {
    static func open(_ reservation: Reservation, _ settlement: Settlement) async throws {
        let store = try SQLiteSpendStore(path: "/var/lib/claims/spend.sqlite")
        if case .denied(let denial) = try await store.perform(reservation) { throw denial }
        let hold = try await store.perform(settlement)
        print(hold.state)
        try await store.close()
    }

    static func report() async throws {
        let ledger = try SQLiteSpendStore(readingFrom: "/var/lib/claims/spend.sqlite")
        let november = UsageQuery(from: PriceDay("2026-11-01"), until: PriceDay("2026-12-01"), by: [.tag("team")])
        for total in try await ledger.totals(november) { print(total.group, total.cost, total.lines) }
    }

    static func power() throws -> SQLiteSpendStore {
        let store = try SQLiteSpendStore(path: "/var/lib/claims/spend.sqlite", configuration: .durability(.powerSafe))
        print(store.effectiveSynchronous ?? 0)  // 2, as SQLite says
        return store
    }

    static func audit(_ store: SQLiteSpendStore) async throws {
        let audit = try await LedgerAudit(of: store)
        print(audit.lines, audit.findings.isEmpty)
    }
}
#endif
