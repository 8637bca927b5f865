import BenchmarkSupport
import Foundation
import GRDB
import Metering
import SQLiteLedger

/// What the ledger in SQLite costs beside bare transactions of GRDB, in the time that passes.
@main
struct LedgerBench {
    static func main() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ledger-bench-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let bench = LedgerBench(folder: folder)
        if CommandLine.arguments.contains("many") {
            let store = try bench.store("many.sqlite", .processSafe)
            print(
                try await bench.time(60_000, callers: 64) {
                    try await bench.calls.run($0, id: "call-64-\($0)", on: store)
                })
            return
        }
        if CommandLine.arguments.contains("bare") {
            let bare = try BareTransactions(path: folder.appending(path: "bare.sqlite").path, synchronous: 1)
            print(try await bench.time(60_000, callers: 1) { try await bare.insert("x\($0)") })
            return
        }
        if CommandLine.arguments.contains("one") {
            let store = try bench.store("many.sqlite", .processSafe)
            print(
                try await bench.time(20_000, callers: 1) {
                    try await bench.calls.run($0, id: "call-64-\($0)", on: store)
                })
            return
        }
        try await bench.processSafe()
        try await bench.powerSafe()
    }

    let folder: URL
    let calls = Calls(start: Date(timeIntervalSince1970: 1_793_500_000))

    private func store(_ name: String, _ durability: LedgerDurability) throws -> SQLiteSpendStore {
        try SQLiteSpendStore(path: folder.appending(path: name).path, configuration: .durability(durability))
    }

    /// Nanoseconds for each of `count` pieces of work, done by `callers` at once.
    private func time(_ count: Int, callers: Int, _ work: @escaping @Sendable (Int) async throws -> Void) async throws
        -> Double
    {
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<callers {
                group.addTask {
                    for number in stride(from: caller, to: count, by: callers) { try await work(number) }
                }
            }
            try await group.waitForAll()
        }
        return (ContinuousClock.now - start) / .nanoseconds(count)
    }

    private func processSafe() async throws {
        let bare = try BareTransactions(path: folder.appending(path: "bare.sqlite").path, synchronous: 1)
        let store = try store("safe.sqlite", .processSafe)
        var singles: [Double] = [], pairs: [Double] = [], many: [Double] = [], manyBare: [Double] = []
        for round in 0...7 {
            let n = round == 0 ? 400 : 4_000
            singles.append(try await time(n, callers: 1) { try await bare.insert("\(round)-1-\($0)") })
            pairs.append(
                try await time(n, callers: 1) { try await calls.run($0, id: "call-\(round)-1-\($0)", on: store) })
            manyBare.append(try await time(n, callers: 64) { try await bare.insert("\(round)-64-\($0)") })
            many.append(
                try await time(n, callers: 64) { try await calls.run($0, id: "call-\(round)-64-\($0)", on: store) })
        }
        func median(_ values: [Double]) -> Double { values.dropFirst().sorted()[values.count / 2 - 1] }
        print("bare", median(singles), "pair", median(pairs), "bare64", median(manyBare), "pair64", median(many))
        print(
            "ratio", median(pairs) / median(singles), median(many) / median(singles), "pairs/s", 1e9 / median(pairs),
            1e9 / median(many))
    }

    private func powerSafe() async throws {
        let store = try store("power.sqlite", .powerSafe)
        let one = try await time(200, callers: 1) { try await calls.run($0, id: "one-\($0)", on: store) }
        let many = try await time(6_400, callers: 64) { try await calls.run($0, id: "many-\($0)", on: store) }
        print("power", one, many, one / many)
    }
}

/// A transaction of GRDB that inserts one row: what no ledger on GRDB can go below.
struct BareTransactions {
    private let pool: DatabasePool

    init(path: String, synchronous: Int) throws {
        pool = try DatabasePool(path: path)
        try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = \(synchronous); PRAGMA wal_autocheckpoint = 8192")
            try db.execute(sql: "CREATE TABLE line (id TEXT NOT NULL PRIMARY KEY, cost INTEGER NOT NULL)")
        }
    }

    func insert(_ id: String) async throws {
        try await pool.write { db in
            try db.cachedStatement(sql: "INSERT INTO line VALUES (?, ?)").execute(arguments: [id, 1])
        }
    }
}
