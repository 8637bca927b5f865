/// What to hold of a budget before a call, so that the call can be paid.
public struct HoldEstimate: Sendable, Hashable {
    /// What an estimate rests on.
    public enum Basis: Sendable, Hashable {
        /// The most that the call can cost.
        case worstCase
        /// What calls like it used, so many of them.
        case learned(samples: Int)
    }

    /// How much money.
    public let amount: Money
    /// How many tokens of all classes.
    public let tokens: Int
    /// What it rests on.
    public let basis: Basis
    /// The most that the call can use.
    public let bound: CallBound
    /// The most that the call can cost.
    public let worstCase: Money
    /// The part of ``worstCase`` that is the prompt's, and that of what the call may use besides.
    let worstPrompt: Money

    /// The amount in what a budget counts; `nil` for another currency than the prices'.
    public func amount(in unit: SpendUnit) -> SpendAmount? {
        switch unit {
        case .tokens: .tokens(tokens)
        case .money(let currency): currency == amount.currency ? .money(amount) : nil
        }
    }
}

/// What a call may cost, or that nobody knows.
public enum HoldOutcome: Sendable, Hashable {
    /// An estimate.
    case priced(HoldEstimate)
    /// No price is known for the classes named; of none is known where it is empty. It is not zero: whether such a call runs is for
    /// the caller's policy to say. Budgets of tokens can hold its tokens.
    case unpriced(missing: [UsageClass], tokens: Int)

    /// The estimate; `nil` where there is no price.
    public var estimate: HoldEstimate? { if case .priced(let estimate) = self { estimate } else { nil } }
    /// The tokens to hold, known with or without a price.
    public var tokens: Int {
        switch self {
        case .priced(let estimate): estimate.tokens
        case .unpriced(_, let tokens): tokens
        }
    }
}

extension Rates {
    /// The most that a call can cost at these prices: its whole prompt in the dearest class that it may be billed in, an answer of all
    /// tokens that it may have, and what it may use besides.
    ///
    /// A class that the call may be billed in and that has no price makes it ``HoldOutcome/unpriced(missing:tokens:)``.
    /// - Throws: ``MoneyError`` of code ``MoneyError/Code/overflow``.
    public func worstCase(of bound: CallBound) throws(MoneyError) -> HoldOutcome {
        var missing: [UsageClass] = []
        var worstPrompt = Money.zero(currency)
        if bound.prompt.mostTokens > 0 {
            for usageClass in bound.caching.classes {
                guard let price = unitPrice(usageClass) else {
                    missing.append(usageClass)
                    continue
                }
                let cost = try price.multiplied(by: bound.prompt.mostTokens)
                if try worstPrompt.isLess(than: cost) { worstPrompt = cost }
            }
        }
        // What is asked for besides is known like the prompt.
        if bound.besides.hasMedia {
            switch try cost(of: bound.besides.withoutText) {
            case .priced(let cost): worstPrompt = try worstPrompt.adding(cost)
            case .unpriced(let classes): missing += classes
            }
        }
        var worstOutput = Money.zero(currency)
        if bound.maxTokens > 0 {
            if let price = unitPrice(.output) {
                worstOutput = try price.multiplied(by: bound.maxTokens)
            } else {
                missing.append(.output)
            }
        }
        guard missing.isEmpty else { return .unpriced(missing: missing, tokens: bound.mostTokens) }
        let amount = try worstPrompt.adding(worstOutput)
        return .priced(
            HoldEstimate(
                amount: amount, tokens: bound.mostTokens, basis: .worstCase, bound: bound, worstCase: amount,
                worstPrompt: worstPrompt))
    }
}

extension PriceBook {
    /// The most that a call can cost, at the prices for the longest prompt that it may have.
    ///
    /// - Parameters:
    ///   - bound: The most that the call may use.
    ///   - model: The model and where it runs.
    ///   - tier: How the call is to be served.
    ///   - day: The day of the call.
    /// - Throws: ``MoneyError`` of code ``MoneyError/Code/overflow``.
    public func worstCase(
        of bound: CallBound, of model: PricedModel, tier: PriceTier = .standard, on day: PriceDay
    ) throws(MoneyError) -> HoldOutcome {
        guard let rates = rates(for: model, tier: tier, promptTokens: bound.prompt.mostTokens, on: day) else {
            return .unpriced(missing: [], tokens: bound.mostTokens)
        }
        let outcome = try rates.worstCase(of: bound)
        // Prices rise with the length of a prompt. Should a contract say otherwise, a shorter prompt may cost more.
        guard let long = outcome.estimate,
            let shortRates = self.rates(for: model, tier: tier, promptTokens: 0, on: day), shortRates != rates,
            let short = try shortRates.worstCase(of: bound).estimate, short.amount.currency == long.amount.currency,
            try long.amount.isLess(than: short.amount)
        else { return outcome }
        return .priced(short)
    }
}
