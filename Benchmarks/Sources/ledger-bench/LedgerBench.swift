import BenchmarkSupport
import Foundation
import GRDB
import Metering
import SQLiteLedger

/// What the ledger in SQLite costs beside bare transactions of GRDB, in the time that passes: it waits for the disk.
///
/// `ledger-bench --lines N` changes how many lines the month report is over.
@main
struct LedgerBench {
    static func main() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ledger-bench-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let arguments = CommandLine.arguments
        let lines = arguments.firstIndex(of: "--lines").flatMap { Int(arguments[$0 + 1]) } ?? 300_000
        let bench = LedgerBench(folder: folder)
        try await bench.processSafe()
        try await bench.powerSafe()
        try await bench.monthReport(over: lines)
    }

    let folder: URL
    let calls = Calls(start: Date(timeIntervalSince1970: 1_793_500_000))

    private func store(_ name: String, _ durability: LedgerDurability) throws -> SQLiteSpendStore {
        try SQLiteSpendStore(path: folder.appending(path: name).path, configuration: .durability(durability))
    }

    /// Nanoseconds for each of `count` pieces of work, done by `callers` at once.
    private func time(
        _ count: Int, callers: Int, _ work: @escaping @Sendable (Int) async throws -> Void
    ) async throws -> Double {
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

    /// Holds and settles calls of four budgets, alone and with others, beside an insertion of one row each.
    private func processSafe() async throws {
        let bare = try BareTransactions(path: folder.appending(path: "bare.sqlite").path)
        let store = try store("safe.sqlite", .processSafe)
        for callers in [1, 64] {
            var bareTimes: [Double] = []
            var pairTimes: [Double] = []
            for round in 0...7 {
                let count = round == 0 ? 400 : 4_000
                bareTimes.append(
                    try await time(count, callers: 1) { try await bare.insert("\(callers)-\(round)-\($0)") })
                pairTimes.append(
                    try await time(count, callers: callers) {
                        try await calls.run($0, id: "call-\(callers)-\(round)-\($0)", on: store)
                    })
            }
            let pair = median(pairTimes)
            let callersText = callers == 1 ? "1 caller" : "\(callers) callers"
            Report.line(
                measure: "reserve and settle, four budgets, SQLite processSafe, \(callersText)",
                reference: "bare GRDB insert of a row", value: pair, referenceValue: median(bareTimes), bound: 3)
            let rate = Int((1e9 / pair).rounded())
            text(
                "pairs a second, \(callersText)", pair, "\(rate)/s", bound: "≥ 4,000/s", isKept: rate >= 4_000)
        }
    }

    /// How much callers gain who share the wait for the disk.
    private func powerSafe() async throws {
        let store = try store("power.sqlite", .powerSafe)
        let one = try await time(200, callers: 1) { try await calls.run($0, id: "one-\($0)", on: store) }
        let many = try await time(6_400, callers: 64) { try await calls.run($0, id: "many-\($0)", on: store) }
        let gain = one / many
        text(
            "reserve and settle, SQLite powerSafe, 64 callers", many,
            "\((gain * 10).rounded() / 10) × single commits", bound: "≥ 15 ×", isKept: gain >= 15)
    }

    /// A month's report by team, model and day, from the roll-ups, held against the sum of all lines.
    private func monthReport(over lines: Int) async throws {
        let store = try store("month.sqlite", .processSafe)
        let month = Calls(start: Date(timeIntervalSince1970: 1_793_491_200))
        let spacing = 30 * 86_400 / Double(lines)
        _ = try await time(lines, callers: 256) { number in
            let date = month.start.addingTimeInterval(Double(number) * spacing)
            try await store.perform(Posting(month.line(number, id: "line-\(number)", at: date), at: date))
        }
        var times: [Double] = []
        var total = Money.zero()
        for _ in 0...5 {
            let start = ContinuousClock.now
            let report = try await store.totals(UsageQuery(by: [.tag("team"), .model, .day]))
            times.append((ContinuousClock.now - start) / .nanoseconds(1))
            total = try Money.sum(report.map(\.cost))
        }
        var sum = Money.zero()
        var page: String?
        repeat {
            let next = try await store.lines(LineQuery(limit: 20_000), after: page)
            sum = try sum.adding(try Money.sum(next.lines.compactMap(\.cost.amount)))
            page = next.next
        } while page != nil
        let value = median(times)
        text(
            "month report over \(lines) lines from roll-ups, equal to their sum: \(total == sum)", value,
            "\((value / 1e6).rounded()) ms", bound: "≤ 500 ms, equal", isKept: value <= 5e8 && total == sum)
    }

    /// The median without the first round, which warms up.
    private func median(_ values: [Double]) -> Double { values.dropFirst().sorted()[(values.count - 1) / 2] }

    private func text(_ measure: String, _ nanoseconds: Double, _ text: String, bound: String, isKept: Bool) {
        print(
            """
            {"measure": "\(measure)", "value_ns": \(nanoseconds.rounded()), "text": "\(text)", "bound": "\(bound)", \
            "pass": \(isKept)}
            """)
    }
}

/// A transaction of GRDB that inserts one row: what no ledger on GRDB can go below.
struct BareTransactions {
    private let pool: DatabasePool

    init(path: String) throws {
        pool = try DatabasePool(path: path)
        try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 8192")
            try db.execute(sql: "CREATE TABLE line (id TEXT NOT NULL PRIMARY KEY, cost INTEGER NOT NULL)")
        }
    }

    func insert(_ id: String) async throws {
        try await pool.write { db in
            try db.cachedStatement(sql: "INSERT INTO line VALUES (?, ?)").execute(arguments: [id, 1])
        }
    }
}
