#if SQLite

import Metering

/// A balance as a row of `balances` and the row of `amounts` with its number.
enum BalanceColumns {
    static let tables = "balances JOIN amounts ON balance = number"
    static let names =
        "budget, scope, \"window\", unit, limit_units, limit_atto, carried_units, carried_atto, posted_units, posted_atto, "
        + "held_units, held_atto, unknown_units, unknown_atto, resets, crossed"
    static let replacement = "REPLACE INTO balances VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    static let replacementOfAmounts = "REPLACE INTO amounts VALUES (?, ?, ?, ?, ?, ?, ?)"
    static let byKey = "SELECT number, \(names) FROM \(tables) WHERE budget = ? AND scope = ? AND \"window\" = ?"

    /// Refuses what the columns cannot hold.
    static func validate(_ balance: Balance) throws(SpendError) {
        _ = try balance.unit.columnText()
        try requireColumnText(balance.key.budget)
        try requireColumnText(balance.key.scope)
        try requireColumnText(balance.key.window)
    }

    /// Whether only amounts differ, as they do for most calls.
    static func onlyAmountsDiffer(_ left: Balance, _ right: Balance) -> Bool {
        left.limit == right.limit && left.carried == right.carried && left.resets == right.resets
            && left.crossed == right.crossed
    }

    /// Binds a row of `balances`.
    ///
    /// - Parameter number: `nil` for a new row, which SQLite gives a number.
    static func bind(_ balance: Balance, number: Int64?, to values: inout StatementValues) throws(SpendError) {
        if let number { values.bind(number) } else { values.bindNull() }
        values.bind(balance.key)
        values.bind(try balance.unit.columnText())
        if let limit = balance.limit {
            values.bind(ColumnAmount(limit))
        } else {
            values.bind(Optional<ColumnAmount>.none)
        }
        values.bind(ColumnAmount(balance.carried))
        values.bind(balance.resets)
        var crossed = JSONText()
        crossed.beginArray()
        for percent in balance.crossed { crossed.value(percent) }
        crossed.endArray()
        values.bind(crossed.text)
    }

    /// Binds a row of `amounts`.
    static func bindAmounts(of balance: Balance, number: Int64, to values: inout StatementValues) {
        values.bind(number)
        values.bind(ColumnAmount(balance.posted))
        values.bind(ColumnAmount(balance.held))
        values.bind(ColumnAmount(balance.unknown))
    }

    /// Reads the columns of ``byKey``.
    static func readWithNumber(_ row: inout RowValues) throws(SpendError) -> (number: Int64, balance: Balance) {
        (try row.integer(), try read(&row))
    }

    /// Reads the columns of ``names``.
    static func read(_ row: inout RowValues) throws(SpendError) -> Balance {
        let key = try row.balanceKey()
        let unit = SpendUnit(columnText: try row.text())
        return Balance(
            key: key, limit: try row.amountIfAny()?.amount(of: unit), carried: try row.amount().amount(of: unit),
            posted: try row.amount().amount(of: unit), held: try row.amount().amount(of: unit),
            unknown: try row.amount().amount(of: unit), resets: try row.dateIfAny(),
            crossed: try JSONNode(try row.text()).integers().map(Int.init))
    }
}

#endif
