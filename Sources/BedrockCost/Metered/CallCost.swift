import AWSCore
import Metering

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a call may cost, and how its usage will be priced.
struct CallCost: Sendable {
    let target: ModelID
    let model: PricedModel?
    let tier: PriceTier
    /// What is held for it.
    let hold: HoldOutcome
    /// What budgets of money count while the cost is not known.
    private(set) var ceiling: Money?
    private let bound: CallBound
    private let likelyPrompt: Int
    private let prices: PriceBook
    private let day: PriceDay
    private let learning: (learner: HoldLearner, key: HoldLearner.Key)?

    init(
        _ request: some MeteredRequest, model: PricedModel?, configuration: MeteredConfiguration,
        key: (PricedModel) -> HoldLearner.Key, at date: Date
    ) throws(SpendError) {
        target = request.target
        self.model = model
        tier = request.priceTier
        let prompt = request.promptShape
        bound = request.bound(
            prompt, by: model?.id ?? target.rawValue, maxTokens: request.maxTokens ?? configuration.defaultMaxTokens)
        likelyPrompt = min(prompt.likelyTokens, bound.prompt.mostTokens)
        prices = configuration.prices
        day = PriceDay(secondsSince1970: date.timeIntervalSince1970)
        guard let model else {
            learning = nil
            hold = .unpriced(missing: [], tokens: bound.mostTokens)
            return
        }
        learning = configuration.holdLearner.map { ($0, key(model)) }
        do throws(MoneyError) {
            let worst = try prices.worstCase(of: bound, of: model, tier: tier, on: day)
            hold =
                try learning.map { learning throws(MoneyError) in
                    try learning.learner.estimate(worst, for: learning.key)
                } ?? worst
        } catch {
            throw SpendError(.overflow, error.message, underlying: error)
        }
    }

    /// What budgets of money hold; `nil` where no price is known.
    var money: Money? { hold.estimate?.amount ?? ceiling }
    /// What budgets of tokens hold.
    var tokens: Int { hold.tokens }

    /// How Bedrock's quotas of tokens count the call.
    var quota: QuotaTokens { QuotaTokens(model: model?.id ?? target.rawValue) }
    /// What it takes of them when it begins.
    var quotaTokens: Int { quota.reserved(prompt: bound.prompt.mostTokens, maxTokens: bound.maxTokens) }

    /// The cost, with an unknown one counted as `amount`.
    func counted(as amount: Money) -> Self {
        var cost = self
        cost.ceiling = amount
        return cost
    }

    /// What is probably used, for an attempt whose usage nobody told.
    ///
    /// - Parameter answer: What was seen of the answer, in bytes of text; `nil` where nothing is known of it.
    func likelyUsage(answer bytes: Int?) -> TokenUsage {
        let output = bytes.map { min($0 / 4 + 1, bound.maxTokens) } ?? bound.maxTokens
        return TokenUsage(input: likelyPrompt, output: output) + bound.besides
    }

    /// What a usage costs at the rates of the call's day.
    func cost(of usage: TokenUsage, servedBy tier: PriceTier) throws(SpendError) -> UsageCost {
        guard let model else { return .unpriced(missing: []) }
        do {
            return try prices.cost(of: usage, of: model, tier: tier, on: day)
        } catch {
            throw SpendError(.overflow, error.message, underlying: error)
        }
    }

    /// Lets later holds of calls like this one know what this one used.
    func learn(_ usage: TokenUsage) {
        guard let learning, let model, let estimate = hold.estimate,
            let rates = prices.rates(for: model, tier: tier, promptTokens: usage.prompt, on: day)
        else { return }
        // What no amount can hold says nothing of the next call.
        try? learning.learner.record(usage, at: rates, after: estimate, for: learning.key)
    }

    /// The longest answer that budgets which are short can pay for; `nil` where not even the prompt fits.
    func maxTokens(within denial: SpendDenial) -> Int? {
        var most = bound.maxTokens
        for shortage in denial.shortages {
            let missing = shortage.requested.count - max(shortage.remaining.count, 0)
            let price: Int128
            if shortage.requested.unit == .tokens {
                price = 1
            } else {
                guard let model,
                    let rates = prices.rates(
                        for: model, tier: tier, promptTokens: bound.prompt.mostTokens, on: day),
                    let output = rates.unitPrice(.output), !output.isZero, !output.isNegative
                else { return nil }
                price = output.attoUnits
            }
            let cut = (missing + price - 1) / price
            most = min(most, Int(clamping: Int128(bound.maxTokens) - cut))
        }
        return most > 0 ? most : nil
    }
}
