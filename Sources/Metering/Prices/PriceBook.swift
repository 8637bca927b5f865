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
    /// What was taken in, by model and by what two prices of different times have in common.
    private var rowsByModel: [String: [PriceRow.Subject: [PriceRow]]] = [:]
    /// The same, worked out for look-ups; made anew for the models that a change is about.
    private var indexes: [String: PriceIndex] = [:]
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
    public var rows: [PriceRow] { rowsByModel.values.flatMap { $0.values.joined() } }

    /// Takes in rows; a row that says of the same subject and time what another said replaces it.
    ///
    /// Many rows are best taken in at once: the rates of each model they are about are worked out anew.
    ///
    /// Suspicious rows go to ``quarantine``: prices below zero, of zero, and list prices more than ``largestJump`` times, or less
    /// than that part of, the price that held before.
    ///
    /// - Returns: The rows quarantined now.
    @discardableResult
    public mutating func add(_ rows: some Sequence<PriceRow>) -> [QuarantinedPrice] {
        let before = quarantine.count
        var changed: Set<String> = []
        // In the order of time, so that a jump is seen against the price that held before.
        for row in rows.sorted(by: { ($0.effectiveFrom?.number ?? .min) < ($1.effectiveFrom?.number ?? .min) }) {
            if let reason = objection(to: row) {
                quarantine.append(QuarantinedPrice(row: row, reason: reason))
            } else {
                insert(row)
                changed.insert(row.model)
            }
        }
        for model in changed { reindex(model) }
        return Array(quarantine[before...])
    }

    /// Takes in a row whatever it says: somebody has looked at it.
    public mutating func accept(_ row: PriceRow) {
        quarantine.removeAll { $0.row == row }
        insert(row)
        reindex(row.model)
    }

    private mutating func insert(_ row: PriceRow) {
        rowsByModel[row.model, default: [:]][row.subject, default: []].removeAll {
            $0.effectiveFrom == row.effectiveFrom
                && ($0.provenance.standing == .contract) == (row.provenance.standing == .contract)
        }
        rowsByModel[row.model, default: [:]][row.subject, default: []].append(row)
    }

    private mutating func reindex(_ model: String) {
        indexes[model] = rowsByModel[model].map { PriceIndex($0.values.flatMap { $0 }) }
    }

    private func objection(to row: PriceRow) -> QuarantinedPrice.Reason? {
        if row.unitPrice.isNegative { return .negative }
        if row.unitPrice.isZero { return .zero }
        if let until = row.effectiveUntil, let from = row.effectiveFrom, until <= from { return .endsBeforeItBegins }
        guard row.provenance.standing != .contract else { return nil }
        let earlier = (rowsByModel[row.model]?[row.subject] ?? []).filter {
            $0.provenance.standing != .contract
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
        indexes[model.id]?.rates(in: model.region, model.scope, tier, promptTokens: promptTokens, on: day)
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
