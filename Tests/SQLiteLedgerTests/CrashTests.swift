#if SQLite
import BedrockCostTesting
import Foundation
import GRDB
import Metering
import Testing

@testable import SQLiteLedger

/// Processes that end without warning, and many that write at once. `Examples/proof` does the same at full size.
struct CrashTests {
    @Test(arguments: [LedgerDurability.processSafe, .powerSafe])
    func whatWasAcknowledgedBeforeAKillIsThereAndNothingIsThereTwice(durability: LedgerDurability) async throws {
        try await withLedgerPath { path in
            var random = SystemRandomNumberGenerator()
            var acknowledged = SpendWriterProcess.Acknowledgements()
            let calls = durability == .processSafe ? 400 : 100
            var kills = 0
            var rounds = 0
            while !acknowledged.isDone {
                rounds += 1
                // Calls whose end nobody saw are made again, and so are some whose end was seen.
                let seen = (0..<calls).first { !acknowledged.numbers.contains($0) } ?? calls
                let first = max(0, seen - 10)
                let writer = try SpendWriterProcess(path, writer: "w", from: first, calls: calls - first, durability)
                let round = try writer.acknowledgements(
                    killAfter: rounds > 8 ? nil : Int.random(in: 1...calls / 6, using: &random))
                if writer.signal == SIGKILL { kills += 1 }
                acknowledged.lines += round.lines
                acknowledged.voided += round.voided
                acknowledged.numbers.formUnion(round.numbers)
                acknowledged.isDone = round.isDone

                let store = try SQLiteSpendStore(path: path)
                for id in round.lines { #expect(try await store.line(id)?.id == id) }
                for id in round.voided { #expect(try await store.hold(id)?.state == .voided) }
                try await expectAgreement(in: store)
                let integrity = try await store.pool.read { db in
                    try String.fetchAll(db, sql: "PRAGMA integrity_check")
                }
                #expect(integrity == ["ok"])
                try await store.close()
            }
            #expect(kills >= 3)

            // The same calls in one go, with nobody killed, leave the same.
            let interrupted = try SQLiteSpendStore(readingFrom: path)
            let whole = MemorySpendStore()
            let workload = SpendWorkload(writer: "w", start: Date(timeIntervalSince1970: 1_793_500_000))
            for number in 0..<calls { _ = try await workload.run(number, on: whole) }
            let (balances, rollups) = (
                try await interrupted.balances(of: nil, at: .distantPast),
                try await interrupted.rollups(from: nil, until: nil)
            )
            let (allBalances, allRollups) = (
                try await whole.balances(of: nil, at: .distantPast), try await whole.rollups(from: nil, until: nil)
            )
            #expect(balances.map(\.posted) == allBalances.map(\.posted))
            #expect(Set(rollups) == Set(allRollups))
            try await interrupted.close()
        }
    }

    @Test func aLimitIsExactAcrossProcesses() async throws {
        try await withLedgerPath { path in
            // Each call holds ten cents: the tenth of 1,200 calls fits into twelve dollars while it runs.
            let writers = try (0..<6).map { number in
                try SpendWriterProcess(path, writer: "p\(number)", calls: 200, callers: 8, limitInDollars: 12)
            }
            // Their pipes are read one after the other: none fills up before its turn.
            let ends = try writers.map { try $0.acknowledgements() }
            #expect(ends.map(\.isDone) == Array(repeating: true, count: 6))
            #expect(ends.map(\.numbers.count) == Array(repeating: 200, count: 6))
            #expect(ends.map(\.denied).reduce(0, +) > 0)

            let store = try SQLiteSpendStore(path: path)
            let ids = ends.flatMap(\.lines)
            #expect(Set(ids).count == ids.count)
            for id in ids { #expect(try await store.line(id) != nil) }
            let balance = try #require(
                try await store.balance(BalanceKey(budget: "company", window: "2026-11@UTC")))
            // Posting is never denied, so that only held calls are bound by the limit.
            #expect(balance.held == .usd(0))
            let audit = try await expectAgreement(in: store)
            #expect(audit.openHolds == 0)
            try await store.close()
        }
    }

    @Test func aFileWithoutItsIndexOfTheLogIsRecovered() async throws {
        try await withLedgerPath { path in
            let writer = try SpendWriterProcess(path, writer: "w", calls: 1_000)
            let acknowledged = try writer.acknowledgements(killAfter: 50)
            // As after a reboot: the shared memory beside the log is gone.
            try? FileManager.default.removeItem(atPath: path + "-shm")
            let store = try SQLiteSpendStore(path: path)
            for id in acknowledged.lines { #expect(try await store.line(id) != nil) }
            try await expectAgreement(in: store)
            try await store.close()
        }
    }
}
#endif
