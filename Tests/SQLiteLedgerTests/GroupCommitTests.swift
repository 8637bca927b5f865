#if SQLite
import Foundation
import GRDB
import Metering
import Synchronization
import Testing

@testable import SQLiteLedger

struct GroupCommitTests {
    @Test func operationsThatWaitTogetherShareACommit() async throws {
        try await withLedger(.defaults { $0.longestGroup = .seconds(60) }) { store in
            let commits = CommitCount()
            store.pool.add(transactionObserver: commits)
            try await whileTheWriterIsHeld(store) {
                for number in 0..<100 {
                    $0.addTask { try await store.perform(Posting(line("a\(number)"), at: noon)) }
                }
                await untilWaiting(100, in: store)
            }
            #expect(commits.count == 1)
            #expect(try await store.lines(LineQuery(), after: nil).lines.count == 100)
            try await expectAgreement(in: store)
        }
    }

    @Test(arguments: [(largest: 2, commits: 1), (largest: 1, commits: 2)])
    func whoJoinsWhileAGroupRunsComesAlongAsFarAsThereIsRoom(largest: Int, expected: Int) async throws {
        let configuration = SQLiteSpendStore.Configuration.defaults {
            $0.largestGroup = largest
            $0.longestGroup = .seconds(60)
        }
        try await withLedger(configuration) { store in
            let commits = CommitCount()
            store.pool.add(transactionObserver: commits)
            let isRunning = Tally(false)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await store.perform(PostingOnceOthersWait(line: line("a"), store: store, isRunning: isRunning))
                }
                while !isRunning.value { await Task.yield() }
                group.addTask { try await store.perform(Posting(line("b"), at: noon)) }
                try await group.waitForAll()
            }
            #expect(commits.count == expected)
            #expect(try await store.lines(LineQuery(), after: nil).lines.map(\.id) == ["a", "b"])
        }
    }

    @Test func aGroupIsNoLargerThanAllowed() async throws {
        let configuration = SQLiteSpendStore.Configuration.defaults {
            $0.largestGroup = 7
            $0.longestGroup = .seconds(60)
        }
        try await withLedger(configuration) { store in
            let commits = CommitCount()
            store.pool.add(transactionObserver: commits)
            try await whileTheWriterIsHeld(store) {
                for number in 0..<20 {
                    $0.addTask { try await store.perform(Posting(line("a\(number)"), at: noon)) }
                }
                await untilWaiting(20, in: store)
            }
            #expect(commits.count == 3)
        }
    }

    @Test func aGroupWhoseTimeIsUpIsCommittedAndTheRestFollows() async throws {
        try await withLedger(.defaults { $0.longestGroup = .zero }) { store in
            let commits = CommitCount()
            store.pool.add(transactionObserver: commits)
            try await whileTheWriterIsHeld(store) {
                for number in 0..<5 {
                    $0.addTask { try await store.perform(Posting(line("a\(number)"), at: noon)) }
                }
                await untilWaiting(5, in: store)
            }
            #expect(commits.count == 5)
        }
    }

    @Test func anOperationOfAGroupThatThrowsLeavesNothingAndHarmsNobody() async throws {
        try await withLedger { store in
            let outcomes = Tally<[String: SpendError?]>([:])
            try await whileTheWriterIsHeld(store) { group in
                for number in 0..<9 {
                    group.addTask {
                        let part = HoldPart(of: key("b"), cents(0))
                        let failing = number % 3 == 1
                        let error = await spendError {
                            if failing {
                                try await store.perform(WritingThenFailing(line: line("f\(number)"), balance: key("b")))
                            } else {
                                try await store.perform(Posting(line("a\(number)"), to: [part], at: noon))
                            }
                        }
                        outcomes.change { $0["\(number)"] = .some(error) }
                    }
                }
                await untilWaiting(9, in: store)
            }
            let errors = outcomes.value
            for number in 0..<9 {
                #expect(errors["\(number)"]??.code == (number % 3 == 1 ? .conflictingID : nil))
            }
            #expect(try await store.lines(LineQuery(), after: nil).lines.count == 6)
            #expect(try await store.balance(key("b"))?.posted == cents(60))
            #expect(try await store.claimEvents(by: "me", until: noon, at: noon, limit: 10).isEmpty)
            try await expectAgreement(in: store)
        }
    }

    @Test func operationsOfAGroupSeeWhatThoseBeforeThemWrote() async throws {
        try await withLedger { store in
            let denials = Tally(0)
            try await whileTheWriterIsHeld(store) {
                for number in 0..<40 {
                    $0.addTask {
                        let outcome = try await store.perform(
                            reservation("h\(number)", [HoldPart(of: key("b"), cents(10), limit: cents(100))]))
                        if case .denied = outcome { denials.change { $0 += 1 } }
                    }
                }
                await untilWaiting(40, in: store)
            }
            #expect(denials.value == 30)
            #expect(try await store.balance(key("b"))?.held == cents(100))
        }
    }

    @Test func whoJoinsALineThatIsFullIsTurnedAway() async throws {
        try await withLedger(.defaults { $0.mostWaiting = 2 }) { store in
            try await whileTheWriterIsHeld(store) { group in
                for number in 0..<2 {
                    group.addTask { try await store.perform(Posting(line("a\(number)"), at: noon)) }
                }
                await untilWaiting(2, in: store)
                let error = await spendError { try await store.perform(Posting(line("late"), at: noon)) }
                #expect(error?.code == .unavailable)
                #expect(error?.message == "2 operations wait for the ledger already")
            }
            #expect(try await store.lines(LineQuery(), after: nil).lines.count == 2)
        }
    }

    @Test func anOperationOfACancelledTaskIsDoneAndAnswered() async throws {
        try await withLedger { store in
            try await whileTheWriterIsHeld(store) { group in
                group.addTask {
                    let task = Task { try await store.perform(Posting(line("a"), at: noon)) }
                    task.cancel()
                    try await task.value
                }
                await untilWaiting(1, in: store)
            }
            #expect(try await store.line("a") != nil)
        }
    }

    @Test func closingAnswersThoseInLineFirst() async throws {
        try await withLedgerPath { path in
            let store = try SQLiteSpendStore(path: path)
            try await whileTheWriterIsHeld(store) { group in
                for number in 0..<10 {
                    group.addTask { try await store.perform(Posting(line("a\(number)"), at: noon)) }
                }
                await untilWaiting(10, in: store)
                group.addTask { try await store.close() }
            }
            let reader = try SQLiteSpendStore(readingFrom: path)
            #expect(try await reader.lines(LineQuery(), after: nil).lines.count == 10)
            try await reader.close()
        }
    }

    @Test func readsDoNotWaitForTheWriter() async throws {
        try await withLedger { store in
            try await store.perform(Posting(line("a"), at: noon))
            try await whileTheWriterIsHeld(store) { group in
                group.addTask { try await store.perform(Posting(line("b"), at: noon)) }
                await untilWaiting(1, in: store)
                let (first, second) = (try await store.line("a"), try await store.line("b"))
                #expect(first != nil)
                #expect(second == nil)
                let rollups = try await store.rollups(from: nil, until: nil)
                #expect(rollups.map(\.lines) == [1])
            }
            #expect(try await store.line("b") != nil)
        }
    }
}

/// Holds the writer's thread while `body` runs, and waits for the tasks that it added.
func whileTheWriterIsHeld(
    _ store: SQLiteSpendStore, _ body: (inout ThrowingTaskGroup<Void, any Error>) async throws -> Void
) async throws {
    let gate = DispatchSemaphore(value: 0)
    store.pool.asyncWriteWithoutTransaction { _ in gate.wait() }
    try await withThrowingTaskGroup(of: Void.self) { group in
        do {
            try await body(&group)
        } catch {
            gate.signal()
            throw error
        }
        gate.signal()
        try await group.waitForAll()
    }
}

/// Returns when so many operations wait.
func untilWaiting(_ count: Int, in store: SQLiteSpendStore) async {
    while store.waiting < count { await Task.yield() }
}

/// A value that several tasks change.
final class Tally<Value: Sendable>: Sendable {
    private let mutex: Mutex<Value>

    init(_ value: Value) {
        mutex = Mutex(value)
    }

    var value: Value { mutex.withLock { $0 } }

    func change(_ body: (inout Value) -> Void) { mutex.withLock { body(&$0) } }
}

/// Counts commits that changed something.
final class CommitCount: TransactionObserver, Sendable {
    private let commits = Mutex(0)

    var count: Int { commits.withLock { $0 } }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) { commits.withLock { $0 += 1 } }
    func databaseDidRollback(_ db: Database) {}
}

/// Appends a line once somebody waits behind it. It blocks the writer's thread, on which no task runs.
struct PostingOnceOthersWait: SpendOperation {
    let line: LedgerLine
    let store: SQLiteSpendStore
    let isRunning: Tally<Bool>

    func validate() throws(SpendError) {}

    func apply(to transaction: inout some SpendTransaction) throws(SpendError) {
        isRunning.change { $0 = true }
        while store.waiting == 0 { sched_yield() }
        try transaction.append(line)
    }
}

/// Writes a bit of everything, and fails then.
struct WritingThenFailing: SpendOperation {
    let line: LedgerLine
    let balance: BalanceKey

    func validate() throws(SpendError) {}

    func apply(to transaction: inout some SpendTransaction) throws(SpendError) {
        try transaction.append(line)
        if let balance = try transaction.balance(balance) {
            try transaction.put(
                Balance(
                    key: balance.key, limit: nil, carried: balance.carried, posted: cents(99), held: balance.held,
                    unknown: balance.unknown, resets: nil, crossed: []))
        }
        try transaction.emit(
            SpendEvent(id: line.id, at: noon, kind: .overHold(hold: "h", balance: self.balance, by: cents(1))))
        throw SpendError(.conflictingID, "on purpose")
    }
}
#endif
