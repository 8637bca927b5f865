#if SQLite

import GRDB
import Metering
import Synchronization

/// Operations in line for the one writer. Those that wait at the same time share a transaction, and all are answered after its
/// commit.
///
/// It starts no tasks: the thread is that of GRDB's writer, which is asked for when somebody joins an empty line, and given back
/// when the line is empty again.
final class CommitQueue: Sendable {
    /// One operation in line.
    struct Member: Sendable {
        /// Runs the operation, and returns what tells its caller of the outcome. It may run several times.
        let run: @Sendable (LedgerBooks) -> @Sendable () -> Void
        /// Tells the caller that nothing was written.
        let fail: @Sendable (SpendError) -> Void
    }

    /// Who waits, and whether somebody serves them.
    private struct Line {
        var members: [Member] = []
        var isServed = false
        var isClosed = false
        var whenEmpty: [CheckedContinuation<Void, Never>] = []

        /// Takes those who have waited longest.
        mutating func take(_ limit: Int) -> [Member] {
            let taken = Array(members.prefix(limit))
            members.removeFirst(taken.count)
            return taken
        }
    }

    private let pool: DatabasePool
    private let configuration: SQLiteSpendStore.Configuration
    private let busyWait: BusyWait
    private let line = Mutex(Line())
    private let cache = Mutex(LedgerCache())

    init(_ pool: DatabasePool, configuration: SQLiteSpendStore.Configuration, busyWait: BusyWait) {
        self.pool = pool
        self.configuration = configuration
        self.busyWait = busyWait
    }

    /// How many wait in line.
    var waiting: Int { line.withLock { $0.members.count } }

    /// Joins the line.
    func join(_ member: Member) {
        let (refusal, isFirst) = line.withLock { line -> (SpendError?, Bool) in
            if line.isClosed { return (SpendError(.unavailable, "the ledger was closed"), false) }
            if line.members.count >= configuration.mostWaiting {
                return (SpendError(.unavailable, "\(line.members.count) operations wait for the ledger already"), false)
            }
            line.members.append(member)
            defer { line.isServed = true }
            return (nil, !line.isServed)
        }
        if let refusal { return member.fail(refusal) }
        if isFirst { pool.asyncWriteWithoutTransaction { db in self.serve(db) } }
    }

    /// Lets nobody join any more, and waits until those in line are answered.
    func close() async {
        await withCheckedContinuation { continuation in
            let isEmpty = line.withLock { line in
                line.isClosed = true
                if line.isServed { line.whenEmpty.append(continuation) }
                return !line.isServed
            }
            if isEmpty { continuation.resume() }
        }
    }

    // MARK: On the writer's thread

    private func serve(_ db: Database) {
        while let group = nextGroup() { commit(group, db, isOpen: true) }
    }

    private func nextGroup() -> [Member]? {
        let (group, whenEmpty) = line.withLock { line -> ([Member]?, [CheckedContinuation<Void, Never>]) in
            guard !line.members.isEmpty else {
                defer { line.whenEmpty = [] }
                line.isServed = false
                return (nil, line.whenEmpty)
            }
            return (line.take(configuration.largestGroup), [])
        }
        for continuation in whenEmpty { continuation.resume() }
        return group
    }

    /// Commits a group, in several transactions where one would take too long.
    ///
    /// - Parameter isOpen: Whether those who join the line meanwhile come along.
    private func commit(_ group: [Member], _ db: Database, isOpen: Bool) {
        var rest = group
        let began = ContinuousClock.now
        while !rest.isEmpty {
            do {
                let answers = try commitOnce(&rest, db, isOpen: isOpen)
                rest.removeFirst(answers.count)
                for answer in answers { answer() }
                busyWait.giveWay()
            } catch {
                let isTransient = (error as? DatabaseError)?.isTransient ?? false
                if isTransient, ContinuousClock.now - began < configuration.busyTimeout {
                    // Some locks, such as those of a recovery, are refused without waiting.
                    BusyWait.pause(microseconds: 500...2_000)
                } else if !isTransient, rest.count > 1 {
                    // What one operation brought about must not take the others along.
                    for member in rest { commit([member], db, isOpen: false) }
                    return
                } else {
                    let failure = SpendError(error, while: "write to the ledger")
                    for member in rest { member.fail(failure) }
                    return
                }
            }
        }
    }

    /// Runs as many members of a group as the time allows, and commits what they wrote.
    ///
    /// Whoever was answered just now mostly comes again at once, but after the next group has begun: waiting for it would delay
    /// those who came, so a group that is open takes in who joined while it ran.
    private func commitOnce(
        _ group: inout [Member], _ db: Database, isOpen: Bool
    ) throws -> [@Sendable () -> Void] {
        try cache.withLock { cache in
            try db.run("BEGIN IMMEDIATE")
            do {
                let books = try LedgerBooks(db, cache: cache)
                // The books hold the only copy from here on, so that changing it copies nothing.
                cache = LedgerCache()
                var answers: [@Sendable () -> Void] = []
                let began = ContinuousClock.now
                while answers.count < group.count {
                    answers.append(group[answers.count].run(books))
                    if let failure = books.failure { throw failure }
                    if ContinuousClock.now - began >= configuration.longestGroup { break }
                    if isOpen, answers.count == group.count {
                        group += line.withLock { $0.take(configuration.largestGroup - group.count) }
                    }
                }
                try books.write()
                try db.run("COMMIT")
                cache = books.cache
                cache.trim()
                return answers
            } catch {
                cache = LedgerCache()
                // What failed is told, not that its rollback did; SQLite rolls back by itself where it must.
                if db.isInsideTransaction { try? db.rollback() }
                throw error
            }
        }
    }
}

#endif
