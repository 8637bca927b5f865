extension PriceBook {
    /// Rows of a contract that gives a part of the list prices, ready to be added.
    ///
    /// ```swift
    /// // 12 % off all of Anthropic's models, from 1 November on.
    /// book.add(try book.contractRows(at: "0.88", from: PriceDay("2026-11-01"), source: "EDP 2026") {
    ///     $0.model.hasPrefix("anthropic.")
    /// })
    /// ```
    ///
    /// - Parameters:
    ///   - factor: What part of the list price is paid, as a decimal: `0.88` for 12 % off.
    ///   - from: The first day of the contract; list prices that take effect later are followed from their own day on.
    ///   - until: The first day on which it no longer holds.
    ///   - source: What the rows name as their source.
    ///   - isCovered: Which rows of the list it covers. Rows of contracts are never covered.
    /// - Throws: ``MoneyError``; of code ``MoneyError/Code/tooPrecise`` where a price has too many digits to be exact.
    public func contractRows(
        at factor: String, from: PriceDay? = nil, until: PriceDay? = nil, source: String,
        where isCovered: (PriceRow) -> Bool = { _ in true }
    ) throws(MoneyError) -> [PriceRow] {
        let factor = try ExactDecimal(factor)
        var contract: [PriceRow] = []
        for row in rows where row.provenance.standing != .contract && isCovered(row) {
            var own = row
            own.effectiveFrom = [row.effectiveFrom, from].compactMap { $0 }.max()
            own.effectiveUntil = [row.effectiveUntil, until].compactMap { $0 }.min()
            if let start = own.effectiveFrom, let end = own.effectiveUntil, end <= start { continue }
            own.unitPrice = try row.unitPrice.multiplied(by: factor)
            own.provenance = PriceProvenance(source, checked: row.provenance.checked, standing: .contract)
            contract.append(own)
        }
        return contract
    }
}
