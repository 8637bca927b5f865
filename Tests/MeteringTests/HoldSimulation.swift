import Foundation
import Metering

/// Many callers of one budget, call after call until they are denied: what holds do to it.
///
/// It draws heavy-tailed usages, keeps posted and held amounts as a store does, and turns a clock of its own, so that it is the same at
/// each run. It uses the public interface of Metering only.
struct HoldSimulation {
    /// What is held for a call in flight.
    enum Policy: String, CaseIterable {
        /// Nothing: the budget is looked at, and then the call runs.
        case none
        /// The most that the call can cost.
        case worstCase
        /// What nineteen of twenty calls like it needed.
        case learned
    }

    /// How the tokens of answers are distributed, before `maxTokens` cuts them off.
    enum Tail: String, CaseIterable {
        /// A median of 250 and a standard deviation of 1.1 in the logarithm.
        case logNormal
        /// At least 120, with an exponent of 1.3: the mean is far above the median.
        case pareto
    }

    struct Result {
        var admitted = 0
        /// What was posted in the end, as a part of the budget.
        var spent = 0.0
        /// The part of the budget that the calls spent which were admitted before the first one was denied.
        var usable = 0.0
        /// The largest part of the budget that was held at once.
        var held = 0.0
        /// The calls that cost more than was held for them, as a part of all.
        var shortfalls = 0.0
    }

    var policy: Policy
    var tail: Tail
    var callers = 200
    var budget = Money.usd(100)
    var maxTokens = 2_048
    /// Whether prompts are counted by the service before the call, or bounded by their bytes.
    var countsPrompts = true
    var seed: UInt64

    private struct Flight {
        var end: Int
        var cost: Money
        var hold: Money
        var estimate: HoldEstimate
        var usage: TokenUsage
        var isBeforeDenial: Bool
    }

    /// Three dollars and fifteen per million tokens.
    static func rates() throws -> Rates {
        let list = PriceProvenance("a simulation")
        let book = PriceBook([
            PriceRow(model: "m", .input, unitPrice: try Money("3e-6"), provenance: list),
            PriceRow(model: "m", .output, unitPrice: try Money("15e-6"), provenance: list),
        ])
        let day = PriceDay(secondsSince1970: 1_793_000_000)
        guard let rates = book.rates(for: PricedModel(id: "m", region: "us-east-1"), on: day) else {
            preconditionFailure("the book has no price of its own model")
        }
        return rates
    }

    func run() throws -> Result {
        let rates = try Self.rates()
        let learner = HoldLearner()
        let key = HoldLearner.Key(model: "m")
        var dice = Dice(state: seed)
        var result = Result()
        var flights: [Flight] = []
        var (posted, held, postedBeforeDenial) = (Money.zero(), Money.zero(), Money.zero())
        var now = 0
        var shortfalls = 0
        var wasDenied = false
        /// Admits a call of one caller, who otherwise goes away.
        func begin() throws {
            let usage = draw(&dice)
            let size: PromptSize =
                countsPrompts
                ? .counted(usage.input) : .atMost(utf8Bytes: usage.input * dice.integer(34...46) / 10, messages: 3)
            let worst = try rates.worstCase(of: CallBound(prompt: size, maxTokens: maxTokens))
            let outcome = policy == .learned ? try learner.estimate(worst, for: key) : worst
            guard let estimate = outcome.estimate, let cost = try rates.cost(of: usage).amount else { return }
            let hold = policy == .none ? Money.zero() : estimate.amount
            let needed = try posted.adding(held).adding(hold)
            guard policy == .none ? try posted.isLess(than: budget) : try !budget.isLess(than: needed) else {
                wasDenied = true
                return
            }
            result.admitted += 1
            held = try held.adding(hold)
            result.held = max(result.held, part(held))
            if try hold.isLess(than: cost) { shortfalls += 1 }
            // 20 milliseconds a token, after a wait for the first.
            let end = now + dice.integer(200...1_500) + usage.output * 20
            flights.append(
                Flight(
                    end: end, cost: cost, hold: hold, estimate: estimate, usage: usage, isBeforeDenial: !wasDenied))
        }
        for _ in 0..<callers {
            now += dice.integer(0...20)
            try begin()
        }
        while let next = flights.indices.min(by: { flights[$0].end < flights[$1].end }) {
            let flight = flights.remove(at: next)
            now = max(now, flight.end)
            held = try held.subtracting(flight.hold)
            posted = try posted.adding(flight.cost)
            if flight.isBeforeDenial { postedBeforeDenial = try postedBeforeDenial.adding(flight.cost) }
            try learner.record(flight.usage, at: rates, after: flight.estimate, for: key)
            try begin()
        }
        result.spent = part(posted)
        result.usable = part(postedBeforeDenial)
        result.shortfalls = Double(shortfalls) / Double(max(result.admitted, 1))
        return result
    }

    private func part(_ amount: Money) -> Double { Double(amount.attoUnits) / Double(budget.attoUnits) }

    private func draw(_ dice: inout Dice) -> TokenUsage {
        let prompt = min(max(Int(exp(7.0 + 0.8 * dice.normal())), 20), 30_000)
        let answer =
            switch tail {
            case .logNormal: Int(exp(5.52 + 1.1 * dice.normal()))
            case .pareto: Int(min(120 / pow(dice.unit(), 1 / 1.3), 1e9))
            }
        return TokenUsage(input: prompt, output: min(max(answer, 1), maxTokens))
    }
}

/// The same numbers at each run (SplitMix64).
private struct Dice {
    var state: UInt64

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Above 0 and up to 1.
    mutating func unit() -> Double { Double((next() >> 11) + 1) / Double(1 << 53) }
    mutating func integer(_ range: ClosedRange<Int>) -> Int { range.lowerBound + Int(next() % UInt64(range.count)) }
    /// Of mean 0 and standard deviation 1 (Box and Muller).
    mutating func normal() -> Double {
        let radius = (-2 * log(unit())).squareRoot()
        return radius * cos(2 * Double.pi * unit())
    }
}
