#if SQLite
import Foundation
import GRDB
import Metering
import Testing

@testable import SQLiteLedger

struct OpeningTests {
    @Test(arguments: [(LedgerDurability.processSafe, 1), (.powerSafe, 2)])
    func eachDurabilityIsWhatSQLiteReallyDoes(durability: LedgerDurability, synchronous: Int) async throws {
        try await withLedger(.durability(durability)) { store in
            #expect(store.effectiveSynchronous == synchronous)
            // Asked on the connection that writes: GRDB lowers it when it opens a pool.
            let effective = try await store.pool.writeWithoutTransaction { db in
                try Int.fetchOne(db, sql: "PRAGMA synchronous")
            }
            #expect(effective == synchronous)
            let mode = try await store.pool.writeWithoutTransaction { db in
                try String.fetchOne(db, sql: "PRAGMA journal_mode")
            }
            #expect(mode == "wal")
        }
    }

    @Test(arguments: [1, 8_192]) func theLogIsBoundedByItsBytesWhateverAPageHolds(checkpointPages: Int) async throws {
        try await withLedger(.defaults { $0.checkpointPages = checkpointPages }) { store in
            let (page, pages, limit) = try await store.pool.writeWithoutTransaction { db in
                (
                    try Int.fetchOne(db, sql: "PRAGMA page_size"),
                    try Int.fetchOne(db, sql: "PRAGMA wal_autocheckpoint"),
                    try Int.fetchOne(db, sql: "PRAGMA journal_size_limit")
                )
            }
            #expect(page == 2_048)
            #expect(pages == checkpointPages * 2)
            #expect(limit == checkpointPages * 4_096)
        }
    }

    @Test func aLedgerIsThereAfterItWasClosed() async throws {
        try await withLedgerPath { path in
            let first = try SQLiteSpendStore(path: path)
            let outcome = try await first.perform(
                reservation("h", [HoldPart(of: key("b"), cents(50), limit: cents(100))]))
            try await first.close()

            let second = try SQLiteSpendStore(path: path)
            let hold = try await second.hold("h")
            #expect(outcome == .held(try #require(hold)))
            _ = try await second.perform(Settlement(of: "h", with: [line("a")], at: noon))
            #expect(try await second.line("a")?.cost == .priced(.usd(cents: 10)))
            #expect(try await second.balance(key("b"))?.posted == cents(10))
            try await second.close()
        }
    }

    @Test func afterItWasClosedALedgerAnswersNobody() async throws {
        try await withLedgerPath { path in
            let store = try SQLiteSpendStore(path: path)
            try await store.close()
            let written = await spendError { try await store.perform(Posting(line("a"), at: noon)) }
            #expect(written?.code == .unavailable)
            #expect(written?.message == "the ledger was closed")
            let read = await spendError { _ = try await store.line("a") }
            #expect(read?.code == .configuration || read?.code == .unavailable)
        }
    }

    @Test func aFileOfALaterVersionIsRefused() async throws {
        try await withLedgerPath { path in
            let store = try SQLiteSpendStore(path: path)
            try await store.pool.write { db in try db.execute(sql: "PRAGMA user_version = 99") }
            try await store.close()
            for open in [{ _ = try SQLiteSpendStore(path: path) }, { _ = try SQLiteSpendStore(readingFrom: path) }] {
                let error = await spendError { try open() }
                #expect(error?.code == .configuration)
                #expect(error?.message == "the ledger's file has version 99 of the schema; this library knows 1")
            }
        }
    }

    @Test func aDatabaseOfAnotherProgramIsRefusedAndLeftAsItIs() async throws {
        try await withLedgerPath { path in
            let other = try DatabaseQueue(path: path)
            try await other.write { db in try db.execute(sql: "CREATE TABLE song (title TEXT)") }
            try other.close()
            let before = try Data(contentsOf: URL(filePath: path))
            let error = await spendError { _ = try SQLiteSpendStore(path: path) }
            #expect(error?.code == .configuration)
            #expect(error?.message == "the file is a database of another program, no ledger")
            #expect(try Data(contentsOf: URL(filePath: path)) == before)
        }
    }

    @Test func aFileThatIsNoDatabaseIsRefusedAndLeftAsItIs() async throws {
        try await withLedgerPath { path in
            let text = Data(String(repeating: "Dear diary, ", count: 1_000).utf8)
            try text.write(to: URL(filePath: path))
            let error = await spendError { _ = try SQLiteSpendStore(path: path) }
            #expect(error?.code == .corrupt)
            #expect(error?.message.contains("no ledger; SQLite says 26") == true)
            #expect(try Data(contentsOf: URL(filePath: path)) == text)
        }
    }

    @Test func aFolderThatIsNotThereIsNamedAsAMatterOfConfiguration() async throws {
        let error = await spendError { _ = try SQLiteSpendStore(path: "/nowhere/at/all/spend.sqlite") }
        #expect(error?.code == .configuration)
        #expect(error?.message.hasPrefix("could not open the ledger; SQLite says 14") == true)
    }

    @Test(arguments: ["", ":memory:"]) func aLedgerNeedsAFile(path: String) async throws {
        let error = await spendError { _ = try SQLiteSpendStore(path: path) }
        #expect(error?.code == .configuration)
        #expect(error?.message == "a ledger in SQLite needs a file; use MemorySpendStore for one in memory")
    }

    @Test func settingsThatCannotBeKeptAreNamed() async throws {
        let changes: [(String, (inout SQLiteSpendStore.Configuration) -> Void)] = [
            ("busyTimeout is at least a millisecond, not 0.0 seconds", { $0.busyTimeout = .zero }),
            ("largestGroup is at least 1, not 0", { $0.largestGroup = 0 }),
            ("mostWaiting is at least 1, not -1", { $0.mostWaiting = -1 }),
            ("checkpointPages is at least 1, not 0", { $0.checkpointPages = 0 }),
            ("readers is at least 1, not 0", { $0.readers = 0 }),
        ]
        for (message, change) in changes {
            try await withLedgerPath { path in
                let error = await spendError {
                    _ = try SQLiteSpendStore(path: path, configuration: .defaults(change))
                }
                #expect(error?.code == .configuration)
                #expect(error?.message == message)
                #expect(!FileManager.default.fileExists(atPath: path))
            }
        }
    }

    @Test func aReaderSeesWhatWasCommittedAndWritesNothing() async throws {
        try await withLedgerPath { path in
            let writer = try SQLiteSpendStore(path: path)
            let reader = try SQLiteSpendStore(readingFrom: path)
            #expect(reader.effectiveSynchronous == nil)
            #expect(try await reader.line("a") == nil)
            try await writer.perform(Posting(line("a"), to: [HoldPart(of: key("b"), cents(0))], at: noon))
            #expect(try await reader.line("a") == writer.line("a"))
            #expect(try await reader.balances(of: nil, at: noon).map(\.posted) == [cents(10)])
            let error = await spendError { try await reader.perform(Posting(line("b"), at: noon)) }
            #expect(error?.code == .configuration)
            #expect(error?.message == "the ledger was opened for reading")
            try await reader.close()
            try await writer.close()

            // Nobody has the file open any more.
            let later = try SQLiteSpendStore(readingFrom: path)
            #expect(try await later.line("a") != nil)
            try await later.close()
        }
    }

    @Test func aReaderNeedsALedger() async throws {
        try await withLedgerPath { path in
            let error = await spendError { _ = try SQLiteSpendStore(readingFrom: path) }
            #expect(error?.code == .configuration)
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test func twoThatOpenANewFileAtOnceShareIt() async throws {
        try await withLedgerPath { path in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        let store = try SQLiteSpendStore(path: path)
                        try await store.perform(Posting(line("a\(number)"), at: noon))
                        try await store.close()
                    }
                }
                try await group.waitForAll()
            }
            let store = try SQLiteSpendStore(readingFrom: path)
            #expect(try await store.lines(LineQuery(), after: nil).lines.count == 8)
            try await store.close()
        }
    }
}
#endif
