extension Money {
    /// The price of one unit, from the price of `units` of them.
    ///
    /// - Throws: ``MoneyError`` of code ``MoneyError/Code/malformed``, ``MoneyError/Code/overflow``, or
    ///   ``MoneyError/Code/tooPrecise`` where the price of one has more than eighteen digits after the point.
    public init(perUnitOf units: Int, _ decimal: String, _ currency: Currency = .usd) throws(MoneyError) {
        let price = try Money(decimal, currency).attoUnits
        guard units > 0 else { throw MoneyError(.malformed, "a price is told for one unit or more, not for \(units)") }
        let (quotient, remainder) = price.quotientAndRemainder(dividingBy: Int128(units))
        guard remainder == 0 else {
            throw MoneyError(.tooPrecise, "\(decimal) for \(units) units is no whole number of 10⁻¹⁸ each")
        }
        self.init(attoUnits: quotient, currency)
    }
}
