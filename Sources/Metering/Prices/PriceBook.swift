/// Prices by model, Region, scope, class of usage, tier, length of prompt and day.
///
/// ```swift
/// var book = PriceBook.bundled
/// book.add(contractRows)
/// let model = PricedModel("global.anthropic.claude-sonnet-4-5-20250929-v1:0", calledIn: "us-east-1")
/// let cost = try book.cost(of: usage, of: model, on: day)      // .priced(…) or .unpriced(…), never a zero by default
/// ```
///
/// A row of the payer's contract goes before list prices, and a row for the Region before one for all Regions. Of several rows
/// that hold on a day, the one that took effect last counts.
public struct PriceBook: Sendable {
    /// What a look-up starts from.
    struct Place: Hashable {
        let model: String
        let region: String?
        let scope: InferenceScope
        let tier: PriceTier
    }

    private var rowsByPlace: [Place: [PriceRow]] = [:]
    /// Rows that were not taken in, with the reason. They price nothing until somebody has looked at them.
    public private(set) var quarantine: [QuarantinedPrice] = []
    /// How many times the price before it, or what part of it, a row may be without being quarantined.
    public var largestJump = 5

    /// A book without prices.
    public init() {}

    /// A book of the rows, those of them that are plausible.
    public init(_ rows: some Sequence<PriceRow>) {
        add(rows)
    }

    /// The rows taken in, in no order.
    public var rows: [PriceRow] { rowsByPlace.values.flatMap { $0 } }

    /// Takes in rows; a row that says of the same subject and time what another said replaces it.
    ///
    /// Suspicious rows go to ``quarantine``: prices below zero, of zero, and list prices more than ``largestJump`` times, or less
    /// than that part of, the price that held before.
    ///
    /// - Returns: The rows quarantined now.
    @discardableResult
    public mutating func add(_ rows: some Sequence<PriceRow>) -> [QuarantinedPrice] {
        let before = quarantine.count
        // In the order of time, so that a jump is seen against the price that held before.
        for row in rows.sorted(by: { ($0.effectiveFrom?.number ?? .min) < ($1.effectiveFrom?.number ?? .min) }) {
            if let reason = objection(to: row) {
                quarantine.append(QuarantinedPrice(row: row, reason: reason))
            } else {
                insert(row)
            }
        }
        return Array(quarantine[before...])
    }

    /// Takes in a row whatever it says: somebody has looked at it.
    public mutating func accept(_ row: PriceRow) {
        quarantine.removeAll { $0.row == row }
        insert(row)
    }

    private mutating func insert(_ row: PriceRow) {
        var rows = rowsByPlace[row.subject.place] ?? []
        rows.removeAll {
            $0.subject == row.subject && $0.effectiveFrom == row.effectiveFrom
                && ($0.provenance.standing == .contract) == (row.provenance.standing == .contract)
        }
        rows.append(row)
        rowsByPlace[row.subject.place] = rows
    }

    private func objection(to row: PriceRow) -> QuarantinedPrice.Reason? {
        if row.unitPrice.isNegative { return .negative }
        if row.unitPrice.isZero { return .zero }
        if let until = row.effectiveUntil, let from = row.effectiveFrom, until <= from { return .endsBeforeItBegins }
        guard row.provenance.standing != .contract else { return nil }
        let earlier = (rowsByPlace[row.subject.place] ?? []).filter {
            $0.subject == row.subject && $0.provenance.standing != .contract
                && $0.unitPrice.currency == row.unitPrice.currency
                && ($0.effectiveFrom?.number ?? .min) <= (row.effectiveFrom?.number ?? .min)
        }
        guard
            let previous = earlier.max(by: { ($0.effectiveFrom?.number ?? .min) < ($1.effectiveFrom?.number ?? .min) })
        else { return nil }
        let (old, new) = (previous.unitPrice.attoUnits, row.unitPrice.attoUnits)
        let (most, isBeyond) = old.multipliedReportingOverflow(by: Int128(largestJump))
        if !isBeyond, new > most { return .jump(from: previous.unitPrice) }
        let (least, isBelow) = new.multipliedReportingOverflow(by: Int128(largestJump))
        return !isBelow && least < old ? .jump(from: previous.unitPrice) : nil
    }

    // MARK: Looking up

    /// The rates of a model.
    ///
    /// - Parameters:
    ///   - model: The model and where it runs.
    ///   - tier: How the call is served.
    ///   - promptTokens: The length of the whole prompt, for models whose price rises with it.
    ///   - day: The day of the call.
    /// - Returns: `nil` where no price is known.
    public func rates(
        for model: PricedModel, tier: PriceTier = .standard, promptTokens: Int = 0, on day: PriceDay
    ) -> Rates? {
        var best: [UsageClass: PriceRow] = [:]
        for region in [nil, model.region] {
            let place = Place(model: model.id, region: region, scope: model.scope, tier: tier)
            for row in rowsByPlace[place] ?? []
            where row.holds(on: day) && (row.contextAbove == 0 || promptTokens > row.contextAbove) {
                if let rival = best[row.usageClass], !Self.goes(row, before: rival) { continue }
                best[row.usageClass] = row
            }
        }
        // Amounts of two currencies have no sum: the contract's, or else the input's, is the one that counts.
        guard
            let currency =
                (best.values.first { $0.provenance.standing == .contract } ?? best[.input] ?? best.values.first)?
                .unitPrice.currency
        else { return nil }
        return Rates(best.filter { $0.value.unitPrice.currency == currency }, currency: currency)
    }

    private static func goes(_ row: PriceRow, before other: PriceRow) -> Bool {
        func rank(_ row: PriceRow) -> (Int, Int, Int, Int) {
            (
                row.provenance.standing == .contract ? 1 : 0, row.region == nil ? 0 : 1, row.contextAbove,
                row.effectiveFrom?.number ?? .min
            )
        }
        return rank(row) > rank(other)
    }

    /// What a usage costs.
    ///
    /// - Parameters:
    ///   - usage: The usage. Its whole prompt decides the step of models whose price rises with it.
    ///   - model: The model and where it ran.
    ///   - tier: How it was served.
    ///   - day: The day of the call.
    /// - Throws: ``MoneyError`` of code ``MoneyError/Code/overflow``.
    public func cost(
        of usage: TokenUsage, of model: PricedModel, tier: PriceTier = .standard, on day: PriceDay
    ) throws(MoneyError) -> UsageCost {
        guard let rates = rates(for: model, tier: tier, promptTokens: usage.prompt, on: day) else {
            return .unpriced(missing: [])
        }
        return try rates.cost(of: usage)
    }
}

/// A price that was not taken in, and why.
public struct QuarantinedPrice: Sendable, Hashable, CustomStringConvertible {
    /// What is suspicious.
    public enum Reason: Sendable, Hashable {
        /// Below zero.
        case negative
        /// Zero, which a list says of what it does not know.
        case zero
        /// Far from the price that held before.
        case jump(from: Money)
        /// It ends before it begins.
        case endsBeforeItBegins
    }

    /// The row.
    public let row: PriceRow
    /// What is suspicious about it.
    public let reason: Reason

    /// The row's subject and the reason.
    public var description: String {
        let subject = "\(row.model) \(row.scope) \(row.usageClass) \(row.tier)"
        return switch reason {
        case .negative: "\(subject): \(row.unitPrice) is below zero"
        case .zero: "\(subject): a price of zero"
        case .jump(let before): "\(subject): from \(before) to \(row.unitPrice)"
        case .endsBeforeItBegins: "\(subject): it ends before it begins"
        }
    }
}
