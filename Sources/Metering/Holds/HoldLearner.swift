public import Attribution
import Synchronization

/// Learns how much calls really use, so that less of a budget has to be held for them than the most they could.
///
/// For each ``Key`` it remembers what the last calls used, the prompt and the answer apart. It holds a quantile of both, which comes
/// from what it costs to be wrong (the newsvendor's rule): where a shortfall is nineteen times as bad as idle money, it holds what
/// nineteen of twenty calls need. It never holds more than the worst case, and the worst case as long as it knows too few
/// calls.
///
/// ```swift
/// let learner = HoldLearner()
/// let hold = try learner.estimate(try rates.worstCase(of: bound), for: key)
/// // … reserve hold, call, settle, and then:
/// if let estimate = hold.estimate { try learner.record(usage, at: rates, after: estimate, for: key) }
/// ```
///
/// Holds below the worst case can let a budget be overrun: by what the calls in flight use beyond their holds. Take the worst
/// case where that must not be.
///
/// It decides by what it has seen alone: the same calls in the same order lead to the same holds.
public final class HoldLearner: Sendable {
    /// Calls that are taken to be alike.
    public struct Key: Sendable, Hashable {
        /// The model's id.
        public var model: String
        /// The tags that tell their purpose, such as a feature; not those that tell every call from another.
        public var tags: TagSet

        /// A key.
        public init(model: String, tags: TagSet = [:]) {
            self.model = model
            self.tags = tags
        }
    }

    private struct History {
        /// What prompts cost of their worst case, in millionths.
        var promptCost: LearnedQuantile
        /// What prompts had of their most tokens, in millionths.
        var promptTokens: LearnedQuantile
        /// The tokens of answers.
        var output: LearnedQuantile
        var lastUse: UInt64 = 0

        mutating func record(cost: Int, tokens: Int, output: Int, use: UInt64) {
            promptCost.record(cost)
            promptTokens.record(tokens)
            self.output.record(output)
            lastUse = use
        }
    }

    private struct Histories {
        var byKey: [Key: History] = [:]
        var uses: UInt64 = 0
    }

    private let histories = Mutex(Histories())
    private let shortfall: Int
    private let idle: Int
    private let minimumSamples: Int
    private let samplesPerKey: Int
    private let maximumKeys: Int
    private static let million = 1_000_000

    /// A learner that has seen nothing.
    ///
    /// All numbers are brought into their range: one at least, and costs a million at most.
    ///
    /// - Parameters:
    ///   - shortfallCost: How bad it is to hold a dollar too little, against `idleCost`.
    ///   - idleCost: How bad it is to hold a dollar too much.
    ///   - minimumSamples: How many calls of a key it must have seen before it holds less than the worst case.
    ///   - samplesPerKey: How many calls of a key it remembers, at most.
    ///   - maximumKeys: How many keys it remembers, at most; then those that were not used for longest are forgotten.
    public init(
        shortfallCost: Int = 19, idleCost: Int = 1, minimumSamples: Int = 50, samplesPerKey: Int = 256,
        maximumKeys: Int = 2_048
    ) {
        shortfall = min(max(shortfallCost, 1), Self.million)
        idle = min(max(idleCost, 1), Self.million)
        self.minimumSamples = max(minimumSamples, 1)
        self.samplesPerKey = max(samplesPerKey, 1)
        self.maximumKeys = max(maximumKeys, 1)
    }

    /// What to hold for a call: what calls of its key needed, or its worst case where too few are known.
    ///
    /// A prompt that was counted and cannot be cached is held whole. What is unpriced stays so.
    ///
    /// - Parameters:
    ///   - worstCase: What the call can cost at most.
    ///   - key: The calls that it is like.
    /// - Throws: ``MoneyError`` of code ``MoneyError/Code/overflow``.
    public func estimate(_ worstCase: HoldOutcome, for key: Key) throws(MoneyError) -> HoldOutcome {
        guard let worst = worstCase.estimate else { return worstCase }
        let (shortfall, idle, minimum) = (shortfall, idle, minimumSamples)
        let learned = histories.withLock { histories -> (cost: Int, tokens: Int, output: Int, samples: Int)? in
            guard let history = histories.byKey[key], history.output.count >= minimum,
                let cost = history.promptCost.value(shortfall: shortfall, idle: idle),
                let tokens = history.promptTokens.value(shortfall: shortfall, idle: idle),
                let output = history.output.value(shortfall: shortfall, idle: idle)
            else { return nil }
            return (cost, tokens, output, history.output.count)
        }
        guard let learned else { return worstCase }
        let bound = worst.bound
        let isExact = bound.prompt.isCounted && bound.caching == .none
        let promptCost =
            isExact ? worst.worstPrompt.attoUnits : worst.worstPrompt.attoUnits.share(learned.cost, of: Self.million)
        let promptTokens =
            bound.prompt.isCounted
            ? bound.prompt.mostTokens : Int(Int128(bound.prompt.mostTokens).share(learned.tokens, of: Self.million))
        let output = min(learned.output, bound.maxTokens)
        let worstOutput = worst.worstCase.attoUnits - worst.worstPrompt.attoUnits
        let outputCost = bound.maxTokens > 0 ? worstOutput.share(output, of: bound.maxTokens) : 0
        return .priced(
            HoldEstimate(
                amount: Money(attoUnits: promptCost + outputCost, worst.amount.currency),
                tokens: promptTokens.saturatingSum(output), basis: .learned(samples: learned.samples), bound: bound,
                worstCase: worst.worstCase, worstPrompt: worst.worstPrompt))
    }

    /// Learns what a call used. One that failed or was cut off says nothing of its like: do not record it.
    ///
    /// - Parameters:
    ///   - usage: What the call used.
    ///   - rates: The prices that it is settled at. Where they lack a class of the usage, nothing is learned.
    ///   - estimate: What was estimated before the call.
    ///   - key: The calls that it is like.
    /// - Throws: ``MoneyError`` of code ``MoneyError/Code/overflow``.
    public func record(
        _ usage: TokenUsage, at rates: Rates, after estimate: HoldEstimate, for key: Key
    ) throws(MoneyError) {
        var prompt = usage
        prompt.output = 0
        guard case .priced(let cost) = try rates.cost(of: prompt), cost.currency == estimate.amount.currency else {
            return
        }
        let costShare = Self.millionths(cost.attoUnits, of: estimate.worstPrompt.attoUnits)
        let tokenShare = Self.millionths(Int128(usage.prompt), of: Int128(estimate.bound.prompt.mostTokens))
        histories.withLock { histories in
            histories.uses += 1
            if histories.byKey[key] == nil, histories.byKey.count >= maximumKeys { Self.forgetHalf(&histories) }
            let empty = LearnedQuantile(capacity: samplesPerKey)
            histories.byKey[key, default: History(promptCost: empty, promptTokens: empty, output: empty)].record(
                cost: costShare, tokens: tokenShare, output: max(usage.output, 0), use: histories.uses)
        }
    }

    /// Forgets what it has learned of a key, such as after its prompt was rewritten.
    public func forget(_ key: Key) { histories.withLock { _ = $0.byKey.removeValue(forKey: key) } }

    /// How many keys it knows.
    var countOfKeys: Int { histories.withLock { $0.byKey.count } }

    /// A part of a whole, rounded up and never above it.
    private static func millionths(_ part: Int128, of whole: Int128) -> Int {
        guard part < whole else { return part > 0 ? million : 0 }
        guard part > 0 else { return 0 }
        let (product, overflow) = part.multipliedReportingOverflow(by: Int128(million))
        return overflow ? million : Int((product + whole - 1) / whole)
    }

    /// Forgets the half of the keys that was not used for longest, so that a new key seldom costs time.
    private static func forgetHalf(_ histories: inout Histories) {
        let uses = histories.byKey.values.map(\.lastUse).sorted()
        let median = uses[uses.count / 2]
        histories.byKey = histories.byKey.filter { $0.value.lastUse > median }
    }
}

extension Int128 {
    /// This times `part ÷ whole`, rounded up, where `part` is at most `whole`; all of it where the product does not fit.
    fileprivate func share(_ part: Int, of whole: Int) -> Int128 {
        let (product, overflow) = multipliedReportingOverflow(by: Int128(part))
        return overflow ? self : (product + Int128(whole) - 1) / Int128(whole)
    }
}
