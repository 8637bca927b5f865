#if SQLite

import GRDB
import Metering

/// An amount in the two columns that hold it: whole units of the currency and 10⁻¹⁸ parts, both of the amount's sign; or tokens
/// and zero. Units beyond 64 bits are kept as text, so that all 128 bits of an amount fit.
struct ColumnAmount: Equatable {
    private static let one = 1_000_000_000_000_000_000

    let units: Int128
    let atto: Int64

    init(units: Int128, atto: Int64) {
        self.units = units
        self.atto = atto
    }

    /// The columns of an amount of money.
    init(attoUnits: Int128) {
        if let small = Int64(exactly: attoUnits) {
            let (units, atto) = small.quotientAndRemainder(dividingBy: Int64(Self.one))
            self.init(units: Int128(units), atto: atto)
        } else {
            let (units, atto) = attoUnits.quotientAndRemainder(dividingBy: Int128(Self.one))
            self.init(units: units, atto: Int64(atto))
        }
    }

    /// The columns of an amount of any unit.
    init(_ amount: SpendAmount) {
        switch amount.unit {
        case .money: self.init(attoUnits: amount.count)
        case .tokens: self.init(units: amount.count, atto: 0)
        }
    }

    /// The amount of money.
    ///
    /// - Throws: ``SpendError`` of code `corrupt` for columns that nobody has written.
    func attoUnits() throws(SpendError) -> Int128 {
        let (whole, isTooFar) = units.multipliedReportingOverflow(by: Int128(Self.one))
        let (sum, isBeyond) = whole.addingReportingOverflow(Int128(atto))
        guard !isTooFar, !isBeyond else { throw JSONNode.corrupt("an amount exceeds 128 bits") }
        return sum
    }

    /// The amount of a unit.
    ///
    /// - Throws: ``SpendError`` of code `corrupt` for columns that nobody has written.
    func amount(of unit: SpendUnit) throws(SpendError) -> SpendAmount {
        switch unit {
        case .money: SpendAmount(count: try attoUnits(), of: unit)
        case .tokens: SpendAmount(count: units, of: unit)
        }
    }
}

extension StatementValues {
    mutating func bind(_ amount: ColumnAmount) {
        if let units = Int64(exactly: amount.units) { bind(units) } else { bind(String(amount.units)) }
        bind(amount.atto)
    }

    mutating func bind(_ amount: ColumnAmount?) {
        if let amount {
            bind(amount)
        } else {
            bindNull()
            bindNull()
        }
    }
}

extension JSONText {
    /// Appends whole units and 10⁻¹⁸ parts.
    mutating func value(_ amount: ColumnAmount) {
        if let units = Int64(exactly: amount.units) { value(units) } else { value(String(amount.units)) }
        value(amount.atto)
    }
}

extension ColumnAmount {
    /// Reads what ``JSONText/value(_:)`` wrote.
    init(units: JSONNode, atto: JSONNode) throws(SpendError) {
        if case .text(let text) = units {
            guard let units = Int128(text) else { throw JSONNode.corrupt("an amount is no number") }
            self.init(units: units, atto: try atto.integer())
        } else {
            self.init(units: Int128(try units.integer()), atto: try atto.integer())
        }
    }
}

extension SpendUnit {
    private static let tokensName = "tokens"

    /// The unit in a column: the currency's code, or `tokens`.
    ///
    /// - Throws: ``SpendError`` of code `invalidInput` for a code that is empty or stands for something else.
    func columnText() throws(SpendError) -> String {
        guard case .money(let currency) = self else { return Self.tokensName }
        return try currency.columnText()
    }

    init(columnText text: String) {
        self = text == Self.tokensName ? .tokens : .money(Currency(rawValue: text))
    }
}

extension Currency {
    /// The currency in a column.
    ///
    /// - Throws: ``SpendError`` of code `invalidInput` for a code that is empty or stands for something else.
    func columnText() throws(SpendError) -> String {
        guard !rawValue.isEmpty, rawValue != "tokens", !rawValue.utf8.contains(0) else {
            throw SpendError(.invalidInput, "a ledger in SQLite takes no currency of the code \"\(rawValue)\"")
        }
        return rawValue
    }
}

#endif
