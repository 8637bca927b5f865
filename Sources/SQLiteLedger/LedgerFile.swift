#if SQLite

import GRDB
import Metering

/// How a ledger's file is opened.
enum LedgerFile {
    /// The size of a new file's pages in bytes. A commit writes each page whole that it has changed some of, so that small pages
    /// make it cheaper; but most holds fit a page.
    private static let pageSize = 2_048

    /// Opens or makes a ledger, sets its connection up, and holds what SQLite says against what was asked for.
    static func open(
        _ path: String, configuration: SQLiteSpendStore.Configuration, busyWait: BusyWait
    ) throws(SpendError) -> DatabasePool {
        try requireColumnText(path)
        guard !path.isEmpty, path != ":memory:" else {
            throw SpendError(.configuration, "a ledger in SQLite needs a file; use MemorySpendStore for one in memory")
        }
        var settings = GRDB.Configuration()
        settings.label = "SQLiteLedger"
        settings.busyMode = .callback { busyWait.waits(after: $0) }
        settings.maximumReaderCount = configuration.readers
        // GRDB writes to the file when it turns the write-ahead log on: a file that is no ledger is refused before.
        settings.prepareDatabase { db in
            try Schema.check(db)
            try db.execute(sql: "PRAGMA page_size = \(pageSize)")
        }

        let began = ContinuousClock.now
        while true {
            do {
                let pool = try DatabasePool(path: path, configuration: settings)
                try pool.writeWithoutTransaction { db in
                    try setUp(db, configuration)
                    try Schema.migrate(db)
                }
                return pool
            } catch {
                // Turning the log on does not wait for others that do the same.
                guard let failure = error as? DatabaseError, failure.isTransient,
                    ContinuousClock.now - began < configuration.busyTimeout
                else { throw SpendError(error, while: "open the ledger") }
                BusyWait.pause(microseconds: 500...5_000)
            }
        }
    }

    /// Opens a ledger for reading.
    static func openForReading(_ path: String) throws(SpendError) -> DatabasePool {
        try requireColumnText(path)
        var settings = GRDB.Configuration()
        settings.label = "SQLiteLedger"
        settings.readonly = true
        settings.busyMode = .timeout(10)
        settings.prepareDatabase { db in
            guard try Schema.check(db) > 0 else { throw SpendError(.configuration, "the file is empty, no ledger") }
        }
        do {
            return try DatabasePool(path: path, configuration: settings)
        } catch {
            throw SpendError(error, while: "open the ledger for reading")
        }
    }

    /// Sets the writer up. GRDB lowers `synchronous` when it turns the write-ahead log on, so this comes after it.
    private static func setUp(_ db: Database, _ configuration: SQLiteSpendStore.Configuration) throws {
        let synchronous = configuration.durability.synchronous
        try db.execute(sql: "PRAGMA synchronous = \(synchronous)")
        #if canImport(Darwin)
        // Elsewhere fsync waits for the disk; on Darwin only this does.
        try db.execute(sql: "PRAGMA fullfsync = \(configuration.durability == .powerSafe ? 1 : 0)")
        #endif
        let logBytes = configuration.checkpointPages * 4_096
        let logPages = max(1, logBytes / (try Int.fetchOne(db, sql: "PRAGMA page_size") ?? pageSize))
        try db.execute(sql: "PRAGMA wal_autocheckpoint = \(logPages)")
        // The log shrinks to this after it has been copied, where a reader had let it grow.
        try db.execute(sql: "PRAGMA journal_size_limit = \(logBytes)")
        try db.execute(sql: "PRAGMA cache_size = -16384")
        try require(db, "journal_mode", "wal")
        try require(db, "synchronous", String(synchronous))
        try require(db, "wal_autocheckpoint", String(logPages))
    }

    private static func require(_ db: Database, _ pragma: String, _ expected: String) throws {
        let value = try Row.fetchOne(db, sql: "PRAGMA \(pragma)")?[0] as DatabaseValue?
        let effective = value.map { String.fromDatabaseValue($0) ?? "\($0)" }
        guard effective == expected else {
            throw SpendError(
                .configuration,
                "SQLite does not keep PRAGMA \(pragma) = \(expected); it is \(effective ?? "unset")")
        }
    }
}

#endif
