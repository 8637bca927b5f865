#if SQLite

import Attribution
import Metering

/// A roll-up as a row of `rollups`, with the numbers of its first and last line: they bound the search for a day's lines.
enum RollupColumns {
    /// A roll-up's key as the columns have it.
    struct Key: Hashable {
        var day: String
        var model: String
        var tags: String
        /// Empty for lines without a price.
        var currency: String
        var state: String
    }

    /// What a row says of its key.
    struct Sum {
        var rollup: UsageRollup
        var firstLine: Int64
        var lastLine: Int64
    }

    private static let values = "lines, " + UsageColumns.names.joined(separator: ", ") + ", cost_units, cost_atto"
    static let names = "day, model, tags, currency, state, " + values
    static let byKey = """
        SELECT \(values), first_line, last_line FROM rollups
        WHERE day = ? AND model = ? AND tags = ? AND currency = ? AND state = ?
        """
    static let replacement =
        "REPLACE INTO rollups VALUES (?, ?, ?, ?, ?"
        + String(repeating: ", ?", count: values.split(separator: ",").count + 2) + ")"

    static func bind(_ key: Key, to values: inout StatementValues) {
        values.bind(key.day)
        values.bind(key.model)
        values.bind(key.tags)
        values.bind(key.currency)
        values.bind(key.state)
    }

    static func bind(_ key: Key, _ sum: Sum, to values: inout StatementValues) throws(SpendError) {
        bind(key, to: &values)
        values.bind(sum.rollup.lines)
        UsageColumns.bind(sum.rollup.usage, to: &values)
        values.bind(ColumnAmount(attoUnits: sum.rollup.attoUnits))
        values.bind(sum.firstLine)
        values.bind(sum.lastLine)
    }

    /// Reads the columns of ``byKey``.
    static func read(_ row: inout RowValues, key: UsageRollup.Key) throws(SpendError) -> Sum {
        let rollup = try readValues(&row, key: key)
        return Sum(rollup: rollup, firstLine: try row.integer(), lastLine: try row.integer())
    }

    private static func readValues(_ row: inout RowValues, key: UsageRollup.Key) throws(SpendError) -> UsageRollup {
        UsageRollup(
            key: key, lines: try row.count(), usage: try UsageColumns.read(&row),
            attoUnits: try row.amount().attoUnits())
    }

    /// Reads rows of the columns of ``names``. What most rows share is made once.
    struct Reader {
        private var days: [String: PriceDay] = [:]
        private var tagSets: [String: TagSet] = [:]

        mutating func read(_ row: inout RowValues) throws(SpendError) -> UsageRollup {
            let day = try day(try row.text())
            let model = try row.text()
            let tags = try tags(try row.text())
            let currency = try row.text()
            let key = UsageRollup.Key(
                day: day, model: model, tags: tags, currency: currency.isEmpty ? nil : Currency(rawValue: currency),
                state: LedgerLine.State(rawValue: try row.text()))
            return try RollupColumns.readValues(&row, key: key)
        }

        private mutating func day(_ text: String) throws(SpendError) -> PriceDay {
            if let day = days[text] { return day }
            guard let day = PriceDay(text) else { throw JSONNode.corrupt("a roll-up is of no day") }
            days[text] = day
            return day
        }

        private mutating func tags(_ text: String) throws(SpendError) -> TagSet {
            if let tags = tagSets[text] { return tags }
            let tags = try TagColumns.tags(text)
            tagSets[text] = tags
            return tags
        }
    }
}

#endif
