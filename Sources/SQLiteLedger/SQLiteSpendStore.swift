#if SQLite

import GRDB
public import Metering

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A ledger with budgets in a file, which several processes of one host may share.
///
/// ```swift
/// let store = try SQLiteSpendStore(path: "/var/lib/claims/spend.sqlite")
/// let outcome = try await store.perform(reservation)
/// ```
///
/// Limits are exact across all processes: each operation runs in a transaction that no other writer is in. An operation has
/// taken effect when ``perform(_:)`` returns, and survives then what the ``LedgerDurability`` says. Operations that wait at the
/// same time share one commit. Reads run beside the writer, on what was committed last.
///
/// Cancelling a task that waits in ``perform(_:)`` does not take its operation back.
public final class SQLiteSpendStore: BudgetStore {
    /// Where the file is. SQLite puts two more beside it, named `-wal` and `-shm`.
    public let path: String
    /// What `PRAGMA synchronous` says of the connection that writes: 1 for `NORMAL`, 2 for `FULL`; `nil` for a store that was
    /// opened for reading.
    public let effectiveSynchronous: Int?

    let pool: DatabasePool
    private let queue: CommitQueue?

    /// Opens a ledger, or makes one where there is no file. It blocks while another process does the same.
    ///
    /// - Parameters:
    ///   - path: The file. Its folder exists, on a disk of this host: SQLite's locks do not hold on network shares.
    ///   - configuration: How the store writes.
    /// - Throws: `SpendError` of code `configuration` for a file that is no ledger, is one of a later version, or
    ///   cannot be opened, `corrupt`, or `unavailable`.
    public init(path: String, configuration: Configuration = Configuration()) throws(SpendError) {
        try configuration.validate()
        let wait = BusyWait(limit: configuration.busyTimeout)
        let pool = try LedgerFile.open(path, configuration: configuration, busyWait: wait)
        self.path = path
        self.pool = pool
        effectiveSynchronous = configuration.durability.synchronous
        queue = CommitQueue(pool, configuration: configuration, busyWait: wait)
    }

    /// Opens a ledger to look at it, while others write. Operations and claims fail.
    ///
    /// - Parameter path: The file of a ledger.
    /// - Throws: `SpendError` of code `configuration` where there is no ledger, `corrupt`, or `unavailable`.
    public init(readingFrom path: String) throws(SpendError) {
        self.path = path
        pool = try LedgerFile.openForReading(path)
        effectiveSynchronous = nil
        queue = nil
    }

    /// Answers what waits, and closes the file. What comes later fails as `unavailable`.
    ///
    /// A store that is released without it leaves the file as safe, but its write-ahead log to the next one that opens it.
    /// - Throws: `SpendError`.
    public func close() async throws(SpendError) {
        await queue?.close()
        do {
            try pool.close()
        } catch {
            throw SpendError(error, while: "close the ledger")
        }
    }

    /// Runs an operation in a transaction, and returns after its commit.
    ///
    /// - Throws: `SpendError`; of code `invalidInput` also for texts with a NUL character.
    public func perform<Operation: SpendOperation>(
        _ operation: Operation
    ) async throws(SpendError) -> Operation.Outcome {
        try operation.validate()
        return try await inLine { books in books.run(operation) }
    }

    /// How many operations wait.
    var waiting: Int { queue?.waiting ?? 0 }

    /// Waits in line, and runs `body` in a transaction.
    private func inLine<Outcome: Sendable>(
        _ body: @escaping @Sendable (LedgerBooks) -> Result<Outcome, SpendError>
    ) async throws(SpendError) -> Outcome {
        guard let queue else { throw SpendError(.configuration, "the ledger was opened for reading") }
        let result: Result<Outcome, SpendError> = await withCheckedContinuation { continuation in
            queue.join(
                CommitQueue.Member(
                    run: { books in
                        let result = body(books)
                        return { continuation.resume(returning: result) }
                    },
                    fail: { continuation.resume(returning: .failure($0)) }))
        }
        return try result.get()
    }

    // MARK: Events

    /// Takes events to deliver them, the oldest first. No two processes are given the same.
    ///
    /// - Throws: `SpendError`.
    public func claimEvents(
        by claimant: String, until: Date, at date: Date, limit: Int
    ) async throws(SpendError) -> [SpendEvent] {
        guard limit >= 1 else { throw SpendError(.invalidInput, "at least one event is asked for, not \(limit)") }
        try requireColumnText(claimant)
        return try await inLine { books in
            books.attempt { db in
                try db.rows(
                    """
                    UPDATE events SET claimant = ?, claimed_until = ? WHERE number IN (
                        SELECT number FROM events
                        WHERE is_delivered = 0 AND (claimed_until IS NULL OR claimed_until <= ?)
                        ORDER BY number LIMIT ?
                    ) RETURNING \(EventColumns.names)
                    """,
                    { values in
                        values.bind(claimant)
                        values.bind(until)
                        values.bind(date)
                        values.bind(limit)
                    }, read: EventColumns.read
                )
                .sorted { $0.number < $1.number }.map(\.event)
            }
        }
    }

    /// Drops events that were delivered. Their ids, kinds and times stay in the file.
    ///
    /// - Throws: `SpendError`.
    public func acknowledgeEvents(_ ids: [String]) async throws(SpendError) {
        guard !ids.isEmpty else { return }
        try await inLine { books in
            books.attempt { db in
                for id in ids {
                    try db.run("UPDATE events SET is_delivered = 1 WHERE id = ?") { $0.bind(id) }
                }
            }
        }
    }
}

#endif
