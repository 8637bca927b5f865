import AWSCore
import Metering

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a call may cost at most, and how its usage will be priced.
struct CallCost: Sendable {
    let target: ModelID
    let model: PricedModel?
    let tier: PriceTier
    let prompt: PromptSize
    let maxTokens: Int
    /// The most that it may cost; `nil` where no price is known.
    private(set) var money: Money?
    /// What budgets of money count while the cost is not known.
    private(set) var ceiling: Money?
    private let prices: PriceBook
    private let day: PriceDay

    init(_ request: some MeteredRequest, model: PricedModel?, prices: PriceBook, at date: Date) throws(SpendError) {
        target = request.target
        self.model = model
        tier = request.priceTier
        prompt = request.promptSize
        maxTokens = request.maxTokens ?? 0
        self.prices = prices
        day = PriceDay(secondsSince1970: date.timeIntervalSince1970)
        money = try cost(of: mostUsage, servedBy: tier).amount
    }

    /// The cost, with an unknown one counted as `amount`.
    func counted(as amount: Money) -> Self {
        var cost = self
        cost.money = amount
        cost.ceiling = amount
        return cost
    }

    /// The most tokens.
    var tokens: Int { prompt.mostTokens + maxTokens }

    /// The dearest usage that the request can have: its whole prompt written to a cache, where that is dearer than reading it,
    /// and an answer of full length.
    private var mostUsage: TokenUsage {
        var usage = TokenUsage(output: maxTokens)
        guard let model,
            let rates = prices.rates(for: model, tier: tier, promptTokens: prompt.mostTokens, on: day)
        else { return TokenUsage(input: prompt.mostTokens, output: maxTokens) }
        let input = rates.unitPrice(.input)?.attoUnits ?? 0
        let dearest = [UsageClass.cacheWrite1h, .cacheWrite5m].first {
            (rates.unitPrice($0)?.attoUnits ?? 0) > input
        }
        switch dearest {
        case .cacheWrite1h?: usage.cacheWrite1h = prompt.mostTokens
        case .cacheWrite5m?: usage.cacheWrite5m = prompt.mostTokens
        default: usage.input = prompt.mostTokens
        }
        return usage
    }

    /// What is probably used, for an attempt whose usage nobody told.
    ///
    /// - Parameter answer: What was seen of the answer, in bytes of text; `nil` where nothing is known of it.
    func likelyUsage(answer bytes: Int?) -> TokenUsage {
        TokenUsage(input: prompt.likelyTokens, output: bytes.map { min($0 / 4 + 1, maxTokens) } ?? maxTokens)
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

    /// The longest answer that budgets which are short can pay for; `nil` where not even the prompt fits.
    func maxTokens(within denial: SpendDenial) -> Int? {
        var most = maxTokens
        for shortage in denial.shortages {
            let missing = shortage.requested.count - max(shortage.remaining.count, 0)
            let price: Int128
            if shortage.requested.unit == .tokens {
                price = 1
            } else {
                guard let model,
                    let rates = prices.rates(for: model, tier: tier, promptTokens: prompt.mostTokens, on: day),
                    let output = rates.unitPrice(.output), !output.isZero, !output.isNegative
                else { return nil }
                price = output.attoUnits
            }
            let cut = (missing + price - 1) / price
            most = min(most, Int(clamping: Int128(maxTokens) - cut))
        }
        return most > 0 ? most : nil
    }
}
