#if SQLite
import Foundation
import GRDB
import Metering
import Testing

@testable import SQLiteLedger

/// Several stores on one file, as several processes have them.
struct SharingTests {
    @Test func aLimitIsExactForAllStoresOfAFile() async throws {
        try await withLedgerPath { path in
            let stores = try (0..<4).map { _ in try SQLiteSpendStore(path: path) }
            let held = try await withThrowingTaskGroup(of: Int.self) { group in
                for (index, store) in stores.enumerated() {
                    for caller in 0..<8 {
                        group.addTask {
                            var held = 0
                            for number in 0..<20 {
                                let outcome = try await store.perform(
                                    reservation(
                                        "h\(index)-\(caller)-\(number)",
                                        [HoldPart(of: key("b"), cents(1), limit: cents(333))]))
                                if case .held = outcome { held += 1 }
                            }
                            return held
                        }
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(held == 333)
            #expect(try await stores[0].balance(key("b"))?.held == cents(333))
            for store in stores { try await store.close() }
        }
    }

    @Test func aStoreSeesWhatAnotherHasChangedSinceItLastWrote() async throws {
        try await withLedgerPath { path in
            let (one, other) = (try SQLiteSpendStore(path: path), try SQLiteSpendStore(path: path))
            let part = HoldPart(of: key("b"), cents(10), limit: cents(100))
            _ = try await one.perform(reservation("h", [part]))
            _ = try await other.perform(Settlement(of: "h", with: [line("a", cents: 7)], at: noon))
            // What the first has kept of hold, balance, lines and roll-up is out of date now.
            let again = try await one.perform(Settlement(of: "h", with: [line("a", cents: 7)], at: noon))
            #expect(again.state == .settled)
            _ = try await one.perform(reservation("h2", [part]))
            try await one.perform(Posting(line("b", cents: 1), to: [part], at: noon))
            let balance = try #require(try await other.balance(key("b")))
            #expect(balance.posted == cents(8))
            #expect(balance.held == cents(10))
            try await expectAgreement(in: one)
            try await one.close()
            try await other.close()
        }
    }

    @Test func whoWaitsTooLongForAnotherProcessIsToldAndMayTryAgain() async throws {
        try await withLedgerPath { path in
            let store = try SQLiteSpendStore(
                path: path, configuration: .defaults { $0.busyTimeout = .milliseconds(30) })
            var settings = GRDB.Configuration()
            settings.allowsUnsafeTransactions = true
            let other = try DatabaseQueue(path: path, configuration: settings)
            try await other.writeWithoutTransaction { db in try db.execute(sql: "BEGIN IMMEDIATE") }
            let error = await spendError { try await store.perform(Posting(line("a"), at: noon)) }
            #expect(error?.code == .unavailable)
            #expect(error?.message == "could not write to the ledger; SQLite says 5: database is locked")
            try await other.writeWithoutTransaction { db in try db.execute(sql: "COMMIT") }
            try await store.perform(Posting(line("a"), at: noon))
            #expect(try await store.line("a") != nil)
            try other.close()
            try await store.close()
        }
    }

    @Test func eventsAreGivenToOneClaimantOnly() async throws {
        try await withLedgerPath { path in
            let stores = try (0..<3).map { _ in try SQLiteSpendStore(path: path) }
            let events = (0..<60).map {
                SpendEvent(id: "e\($0)", at: noon, kind: .overHold(hold: "h\($0)", balance: key("b"), by: cents(1)))
            }
            try await stores[0].perform(Verbatim(events: events))
            let claimed = try await withThrowingTaskGroup(of: [String].self) { group in
                for (index, store) in stores.enumerated() {
                    for _ in 0..<5 {
                        group.addTask {
                            try await store.claimEvents(by: "p\(index)", until: noon + 60, at: noon, limit: 4).map(\.id)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(claimed.count == 60)
            #expect(Set(claimed).count == 60)
            #expect(try await stores[1].claimEvents(by: "x", until: noon + 60, at: noon + 59, limit: 100).isEmpty)
            for store in stores { try await store.close() }
        }
    }

    @Test func aClaimThatEndedIsGivenToTheNextAndAnAcknowledgedEventToNobody() async throws {
        try await withLedger { store in
            let events = (0..<3).map {
                SpendEvent(id: "e\($0)", at: noon, kind: .overHold(hold: "h", balance: key("b"), by: cents($0)))
            }
            try await store.perform(Verbatim(events: events))
            #expect(try await store.claimEvents(by: "one", until: noon + 10, at: noon, limit: 2) == Array(events[..<2]))
            try await store.acknowledgeEvents(["e0"])
            #expect(
                try await store.claimEvents(by: "two", until: noon + 20, at: noon + 10, limit: 9).map(\.id) == [
                    "e1", "e2",
                ])
            try await store.acknowledgeEvents(["e1", "e2", "none"])
            // The ids stay known.
            try await store.perform(Verbatim(events: events))
            #expect(try await store.claimEvents(by: "one", until: noon + 99, at: noon + 50, limit: 9).isEmpty)
            let error = await spendError { _ = try await store.claimEvents(by: "one", until: noon, at: noon, limit: 0) }
            #expect(error?.message == "at least one event is asked for, not 0")
        }
    }

    @Test func aDamagedRowFailsItsOwnOperationOnly() async throws {
        try await withLedger { store in
            _ = try await store.perform(reservation("h", [HoldPart(of: key("b"), cents(1))]))
            let other = try DatabaseQueue(path: store.path)
            try await other.write { db in try db.execute(sql: "UPDATE holds SET parts = '[{' WHERE id = 'h'") }
            try other.close()
            let error = await spendError { _ = try await store.perform(HoldVoiding(of: "h")) }
            #expect(error?.code == .corrupt)
            #expect(error?.message.hasPrefix("the ledger's file is damaged: ") == true)
            try await store.perform(Posting(line("a"), at: noon))
            #expect(try await store.line("a") != nil)
        }
    }
}
#endif
