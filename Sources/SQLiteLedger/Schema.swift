#if SQLite

import GRDB
import Metering

/// The tables, and how a file is told from one of another program or of a later version.
enum Schema {
    /// The version that this library writes, as `PRAGMA user_version`.
    static let version: Int64 = 1
    /// What marks the file as a ledger, as `PRAGMA application_id`: `BRCL` in ASCII.
    static let applicationID: Int64 = 0x4252_434C

    /// Refuses files that are no ledgers, before anything is written to them.
    ///
    /// - Returns: The version of the file's schema; 0 for an empty file.
    /// - Throws: ``SpendError`` of code `configuration`, or `DatabaseError`.
    @discardableResult
    static func check(_ db: Database) throws -> Int64 {
        if db.isInsideTransaction { return try checkWithin(db) }
        // One snapshot for all questions: another process may be making the tables.
        var version: Int64 = 0
        try db.inTransaction(.deferred) {
            version = try checkWithin(db)
            return .commit
        }
        return version
    }

    private static func checkWithin(_ db: Database) throws -> Int64 {
        let id = try Int64.fetchOne(db, sql: "PRAGMA application_id")
        let version = try Int64.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        if id == applicationID {
            guard version <= Self.version else {
                throw SpendError(
                    .configuration,
                    "the ledger's file has version \(version) of the schema; this library knows \(Self.version)")
            }
            return version
        }
        guard id == 0, version == 0, try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0 else {
            throw SpendError(.configuration, "the file is a database of another program, no ledger")
        }
        return 0
    }

    /// Brings the file to the current version. Other processes may be doing the same.
    static func migrate(_ db: Database) throws {
        guard try check(db) < version else { return }
        try db.inTransaction(.immediate) {
            // Between the look above and the lock, another process may have been faster.
            guard try check(db) < 1 else { return .commit }
            try db.execute(sql: first)
            try db.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
            return .commit
        }
    }

    private static var usage: String {
        UsageColumns.columns.map { "\($0.name) INTEGER NOT NULL" }.joined(separator: ", ")
            + ", \(UsageColumns.reasoning) INTEGER"
    }

    private static var usageNames: String { UsageColumns.names.joined(separator: ", ") }

    /// An amount's two columns as a decimal number, all digits kept.
    private static func decimal(_ units: String, _ atto: String) -> String {
        "CASE WHEN \(units) LIKE '-%' OR \(atto) < 0 THEN '-' ELSE '' END || ltrim(\(units), '-') || '.' "
            + "|| printf('%018d', abs(\(atto)))"
    }

    private static func decimal(_ name: String) -> String { decimal("\(name)_units", "\(name)_atto") }

    private static func amount(_ name: String) -> String {
        "CASE WHEN unit = 'tokens' THEN CAST(\(name)_units AS TEXT) ELSE \(decimal(name)) END AS \"\(name)\""
    }

    /// A time as people write it: SQLite counts from 1970, the columns from 2001.
    private static func time(_ name: String) -> String {
        "strftime('%Y-%m-%dT%H:%M:%fZ', \(name) + 978307200.0, 'unixepoch') AS \(name)"
    }

    private static var first: String {
        """
        CREATE TABLE balances (
            number INTEGER PRIMARY KEY, budget TEXT NOT NULL, scope TEXT NOT NULL, "window" TEXT NOT NULL, unit TEXT NOT NULL,
            limit_units ANY, limit_atto INTEGER, carried_units ANY NOT NULL, carried_atto INTEGER NOT NULL, resets REAL,
            crossed TEXT NOT NULL, UNIQUE (budget, scope, "window")
        ) STRICT;
        -- What every call changes, apart: so many rows fit a page that a call mostly writes one page for all its balances.
        CREATE TABLE amounts (
            balance INTEGER PRIMARY KEY, posted_units ANY NOT NULL, posted_atto INTEGER NOT NULL,
            held_units ANY NOT NULL, held_atto INTEGER NOT NULL, unknown_units ANY NOT NULL, unknown_atto INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX balances_by_end ON balances (resets);
        CREATE INDEX balances_of_budget_by_end ON balances (budget, resets);

        CREATE TABLE holds (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, owner TEXT NOT NULL, opened REAL NOT NULL,
            expires REAL NOT NULL, state TEXT NOT NULL, on_expiry TEXT NOT NULL, held TEXT NOT NULL,
            parts TEXT NOT NULL, draft TEXT NOT NULL
        ) STRICT;
        CREATE INDEX open_holds_by_expiry ON holds (expires, id) WHERE state = 'open';

        CREATE TABLE lines (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, request TEXT NOT NULL, attempt INTEGER NOT NULL,
            occurred REAL NOT NULL, day TEXT NOT NULL, target TEXT NOT NULL, model TEXT, region TEXT, scope TEXT,
            tier TEXT NOT NULL, tags TEXT NOT NULL, attributes TEXT NOT NULL, \(usage),
            currency TEXT, cost_units ANY, cost_atto INTEGER, unpriced TEXT,
            ceiling_currency TEXT, ceiling_units ANY, ceiling_atto INTEGER,
            state TEXT NOT NULL, source TEXT NOT NULL, charges TEXT NOT NULL, corrects TEXT,
            is_reversal INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX lines_of_request ON lines (request) WHERE \(LineColumns.requestIsApart);
        CREATE INDEX unsettled_lines ON lines (state) WHERE state <> 'settled';

        CREATE TABLE rollups (
            day TEXT NOT NULL, model TEXT NOT NULL, tags TEXT NOT NULL, currency TEXT NOT NULL, state TEXT NOT NULL,
            lines INTEGER NOT NULL, \(usage), cost_units ANY NOT NULL, cost_atto INTEGER NOT NULL,
            first_line INTEGER NOT NULL, last_line INTEGER NOT NULL,
            PRIMARY KEY (day, model, tags, currency, state)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE events (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at REAL NOT NULL, kind TEXT NOT NULL,
            claimant TEXT, claimed_until REAL, is_delivered INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX outbox ON events (number) WHERE is_delivered = 0;

        CREATE VIEW readable_lines AS SELECT
            number, id, request, attempt, \(time("occurred")), day, target, model, region, scope, tier, tags, attributes,
            \(usageNames), currency, CASE WHEN currency IS NULL THEN 'unpriced' ELSE \(decimal("cost")) END AS cost,
            state, source, charges, corrects, is_reversal
            FROM lines;
        CREATE VIEW readable_balances AS SELECT
            budget, scope, "window", unit, \(["limit", "carried", "posted", "held", "unknown"].map(amount).joined(separator: ", ")),
            \(time("resets")), crossed
            FROM \(BalanceColumns.tables);
        CREATE VIEW readable_rollups AS SELECT
            day, model, tags, currency, state, lines, \(usageNames), \(decimal("cost")) AS cost
            FROM rollups;
        """
    }
}

#endif
