#if SQLite

import Metering

/// An amount in the two integer columns that hold it: whole units of the currency and 10⁻¹⁸ parts, both of the amount's sign;
/// or tokens and zero.
struct ColumnAmount: Equatable {
    private static let one: Int128 = 1_000_000_000_000_000_000

    let units: Int64
    let atto: Int64

    init(units: Int64, atto: Int64) {
        self.units = units
        self.atto = atto
    }

    /// The columns of an amount of money.
    ///
    /// - Throws: ``SpendError`` of code `overflow` for amounts beyond 9.2 × 10¹⁸ units, which 64 bits cannot hold.
    init(attoUnits: Int128) throws(SpendError) {
        let (units, atto) = attoUnits.quotientAndRemainder(dividingBy: Self.one)
        try Self.validate(attoUnits: attoUnits)
        self.init(units: Int64(units), atto: Int64(atto))
    }

    /// The columns of an amount of any unit.
    ///
    /// - Throws: ``SpendError`` of code `overflow`.
    init(_ amount: SpendAmount) throws(SpendError) {
        switch amount.unit {
        case .money: try self.init(attoUnits: amount.count)
        case .tokens:
            guard let tokens = Int64(exactly: amount.count) else { throw Self.overflow }
            self.init(units: tokens, atto: 0)
        }
    }

    /// The amount of money.
    var attoUnits: Int128 { Int128(units) * Self.one + Int128(atto) }

    /// The amount of a unit.
    func amount(of unit: SpendUnit) -> SpendAmount {
        switch unit {
        case .money: SpendAmount(count: attoUnits, of: unit)
        case .tokens: SpendAmount(count: Int128(units), of: unit)
        }
    }

    /// Refuses amounts that the columns cannot hold, without working the columns out.
    ///
    /// - Throws: ``SpendError`` of code `overflow`.
    static func validate(_ amount: SpendAmount) throws(SpendError) {
        switch amount.unit {
        case .money: try validate(attoUnits: amount.count)
        case .tokens: guard Int64(exactly: amount.count) != nil else { throw overflow }
        }
    }

    static func validate(attoUnits: Int128) throws(SpendError) {
        guard largest.contains(attoUnits) else { throw overflow }
    }

    private static let largest = (-Int128(Int64.max) * one)...(Int128(Int64.max) * one)

    private static var overflow: SpendError {
        SpendError(.overflow, "an amount exceeds what the columns of a ledger in SQLite can hold")
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
