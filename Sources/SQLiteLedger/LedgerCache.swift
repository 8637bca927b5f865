#if SQLite

import Attribution
import Metering

/// Rows that the writer has read or written, kept from one group of operations to the next for as long as no other connection
/// writes.
struct LedgerCache {
    /// A hold and the number of its row. A reference, since a hold is large and mostly handed on.
    final class HoldRow: Sendable {
        let number: Int64
        let hold: Hold

        init(number: Int64, hold: Hold) {
            self.number = number
            self.hold = hold
        }
    }

    /// A balance and the number of its row, or that there is none. A reference, since a balance is large and looked at often.
    final class BalanceRow: Sendable {
        let number: Int64?
        let balance: Balance?

        init(number: Int64?, balance: Balance?) {
            self.number = number
            self.balance = balance
        }
    }

    /// More rows than this are forgotten all at once.
    private static let largestCount = 8_192

    var balances: [BalanceKey: BalanceRow] = [:]
    /// Open holds only: the others are seldom asked for.
    var holds: [String: HoldRow] = [:]
    var rollups: [RollupColumns.Key: RollupColumns.Sum] = [:]
    /// Tags as they are written.
    var tagTexts: [TagSet: String] = [:]
    /// The day of the last line, which is mostly that of the next, too.
    var day: (day: PriceDay, text: String)?
    /// The numbers last given to a hold and to a line.
    var lastHold: Int64?
    var lastLine: Int64?
    /// What `PRAGMA data_version` said when the rows were read. It changes with every commit of another connection.
    var dataVersion: Int64?

    /// Forgets what has grown too much.
    mutating func trim() {
        if balances.count > Self.largestCount { balances = [:] }
        if holds.count > Self.largestCount { holds = [:] }
        if rollups.count > Self.largestCount { rollups = [:] }
        if tagTexts.count > Self.largestCount { tagTexts = [:] }
    }

    /// What is the same whoever writes.
    var withoutRows: LedgerCache {
        var cache = LedgerCache()
        cache.tagTexts = tagTexts
        cache.day = day
        return cache
    }

    /// The columns that a line and its roll-up share.
    mutating func rollupKey(of line: LedgerLine) throws(SpendError) -> RollupColumns.Key {
        let tags: String
        if let known = tagTexts[line.tags] {
            tags = known
        } else {
            tags = TagColumns.text(line.tags)
            tagTexts[line.tags] = tags
        }
        let text: String
        let number = line.day
        if let day, day.day == number {
            text = day.text
        } else {
            text = number.description
            day = (number, text)
        }
        return RollupColumns.Key(
            day: text, model: line.modelName, tags: tags, currency: try line.cost.amount?.currency.columnText() ?? "",
            state: line.state.rawValue)
    }
}

#endif
