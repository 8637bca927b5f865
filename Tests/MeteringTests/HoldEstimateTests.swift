import Attribution
import Foundation
import Testing

@testable import Metering

private let list = PriceProvenance("a list")
private let model = PricedModel(id: "m", region: "us-east-1")
private let today = PriceDay(secondsSince1970: 1_793_000_000)
private let key = HoldLearner.Key(model: "m", tags: ["team": "claims"])

/// A book with prices in dollars per million units.
private func book(_ prices: [(UsageClass, above: Int, String)]) throws -> PriceBook {
    PriceBook(
        try prices.map { usageClass, above, price in
            PriceRow(
                model: "m", usageClass, contextAbove: above, unitPrice: try Money("\(price)e-6"), provenance: list)
        })
}

private func rates(
    _ prices: [(UsageClass, above: Int, String)] = [
        (.input, 0, "3"), (.output, 0, "15"), (.cacheRead, 0, "0.3"), (.cacheWrite5m, 0, "3.75"),
        (.cacheWrite1h, 0, "6"),
    ]
) throws -> Rates { try #require(try book(prices).rates(for: model, on: today)) }

private func estimate(_ bound: CallBound, _ rates: Rates) throws -> HoldEstimate {
    try #require(try rates.worstCase(of: bound).estimate)
}

@Suite struct `A hold for the worst case` {
    @Test(arguments: [
        (PromptCaching.none, "0.006"), (.fiveMinutes, "0.00675"), (.oneHour, "0.009"),
    ])
    func `covers the prompt in the dearest class, and the longest answer`(caching: PromptCaching, amount: String) throws
    {
        let hold = try estimate(CallBound(prompt: .counted(1_000), maxTokens: 200, caching: caching), rates())
        #expect(try hold.amount == Money(amount))
        #expect(hold.tokens == 1_200)
        #expect(hold.basis == .worstCase)
        #expect(hold.worstCase == hold.amount)
        #expect(hold.amount(in: .tokens) == .tokens(1_200))
        #expect(hold.amount(in: .money(.usd)) == .money(hold.amount))
        #expect(hold.amount(in: .money(.eur)) == nil)
    }

    @Test func `takes the step of the longest prompt that the call may have`() throws {
        let book = try book([
            (.input, 0, "3"), (.output, 0, "15"), (.input, 200_000, "6"), (.output, 200_000, "22.5"),
        ])
        let short = CallBound(prompt: .atMost(utf8Bytes: 199_000), maxTokens: 100)
        #expect(try book.worstCase(of: short, of: model, on: today).estimate?.amount == Money("0.59874"))
        let long = CallBound(prompt: .atMost(utf8Bytes: 200_000), maxTokens: 100)
        #expect(try book.worstCase(of: long, of: model, on: today).estimate?.amount == Money("1.20273"))
    }

    @Test func `takes the dearer prices where a longer prompt is cheaper`() throws {
        let book = try book([(.input, 0, "3"), (.output, 0, "15"), (.input, 1_000, "2"), (.output, 1_000, "10")])
        let bound = CallBound(prompt: .counted(2_000), maxTokens: 0)
        #expect(try book.worstCase(of: bound, of: model, on: today).estimate?.amount == Money("0.006"))
    }

    @Test func `holds what is asked for besides, and none of it for free`() throws {
        var images = TokenUsage(input: 7)
        images.outputImages = 3
        let bound = CallBound(prompt: .counted(10), maxTokens: 0, besides: images)
        let hold = try estimate(bound, rates([(.input, 0, "3"), (.outputImages, 0, "40000")]))
        #expect(try hold.amount == Money("0.12003"))
        #expect(hold.tokens == 10)
        #expect(try rates().worstCase(of: bound) == .unpriced(missing: [.outputImages], tokens: 10))
        let learner = HoldLearner(minimumSamples: 19)
        let rates = try rates([(.input, 0, "3"), (.outputImages, 0, "40000")])
        for _ in 0..<19 { try learner.record(images, at: rates, after: hold, for: key) }
        let learned = try #require(try learner.estimate(.priced(hold), for: key).estimate)
        #expect(learned.basis == .learned(samples: 19))
        #expect(try learned.amount == Money("0.12003"))
    }

    @Test func `is not known where a class that may be billed has no price`() throws {
        let some = try rates([(.input, 0, "3"), (.cacheRead, 0, "0.3")])
        let cached = CallBound(prompt: .counted(10), maxTokens: 5, caching: .oneHour)
        #expect(
            try some.worstCase(of: cached)
                == .unpriced(missing: [.cacheWrite5m, .cacheWrite1h, .output], tokens: 15))
        #expect(try some.worstCase(of: CallBound(prompt: .counted(10), maxTokens: 0)).estimate != nil)
        let unknown = PricedModel(id: "n", region: "us-east-1")
        let outcome = try book([(.input, 0, "3")]).worstCase(of: cached, of: unknown, on: today)
        #expect(outcome == .unpriced(missing: [], tokens: 15))
        #expect(outcome.estimate == nil)
        #expect(outcome.tokens == 15)
        #expect(try HoldLearner().estimate(outcome, for: key) == outcome)
    }

    @Test func `counts no more tokens than bytes, and what the service adds`() {
        let text = "Grüße 👋"
        #expect(PromptSize.atMost(utf8Bytes: text.utf8.count, messages: 2).mostTokens == 12 + 32 + 64)
        #expect(PromptSize.atMost(utf8Bytes: 0, messages: 0, hasTools: true, attachmentTokens: 5).mostTokens == 837)
        #expect(PromptSize.atMost(utf8Bytes: .max, messages: .max).mostTokens == .max)
        #expect(PromptSize.atMost(utf8Bytes: -1, messages: -1, attachmentTokens: -1).mostTokens == 64)
        #expect(PromptSize.counted(-1).mostTokens == 0)
        #expect(PromptSize.counted(7).isCounted)
        #expect(!PromptSize.atMost(utf8Bytes: 7).isCounted)
        #expect(CallBound(prompt: .counted(.max), maxTokens: 7).mostTokens == .max)
        #expect(CallBound(prompt: .counted(1), maxTokens: -7).maxTokens == 0)
    }

    @Test func `that an amount cannot hold is an error`() throws {
        let dear = try rates([(.input, 0, "100000000000000"), (.output, 0, "1")])
        let error = #expect(throws: MoneyError.self) {
            try dear.worstCase(of: CallBound(prompt: .counted(.max), maxTokens: 1))
        }
        #expect(error?.code == .overflow)
    }
}

@Suite struct `A learned hold` {
    private let bound = CallBound(prompt: .atMost(utf8Bytes: 936), maxTokens: 1_000)

    @Test func `is the worst case until enough calls are known`() throws {
        let (learner, rates) = (HoldLearner(minimumSamples: 30), try rates())
        let worst = try rates.worstCase(of: bound)
        let hold = try estimate(bound, rates)
        for _ in 0..<29 {
            try learner.record(TokenUsage(input: 250, output: 100), at: rates, after: hold, for: key)
            #expect(try learner.estimate(worst, for: key) == worst)
        }
        try learner.record(TokenUsage(input: 250, output: 100), at: rates, after: hold, for: key)
        let learned = try #require(try learner.estimate(worst, for: key).estimate)
        // The prompt had 250 of at most 1016 tokens, 246063 millionths of it when rounded up.
        #expect(learned.basis == .learned(samples: 30))
        #expect(learned.tokens == 251 + 100)
        #expect(try learned.amount == Money("0.002250000024"))
        #expect(learned.worstCase == hold.amount)
        #expect(try learner.estimate(worst, for: HoldLearner.Key(model: "m")) == worst)
        learner.forget(key)
        #expect(try learner.estimate(worst, for: key) == worst)
    }

    @Test(arguments: [(19, 1, 950), (1, 1, 500), (9, 1, 900), (999, 1, 999), (1, 9, 100)])
    func `is the quantile that the costs of being wrong ask for`(shortfall: Int, idle: Int, output: Int) throws {
        let rates = try rates()
        let learner = HoldLearner(
            shortfallCost: shortfall, idleCost: idle, minimumSamples: 1, samplesPerKey: 999)
        let counted = CallBound(prompt: .counted(1_000), maxTokens: 1_000)
        var generator = SeededGenerator(seed: 3)
        for output in (1...999).shuffled(using: &generator) {
            let hold = try estimate(counted, rates)
            try learner.record(TokenUsage(input: 1_000, output: output), at: rates, after: hold, for: key)
        }
        let hold = try #require(try learner.estimate(rates.worstCase(of: counted), for: key).estimate)
        #expect(hold.tokens == 1_000 + output)
        #expect(try hold.amount == Money("0.003").adding(Money("15e-6").multiplied(by: output)))
    }

    @Test func `stays the worst case where the quantile is beyond all calls that are remembered`() throws {
        let rates = try rates()
        let learner = HoldLearner(shortfallCost: 99, minimumSamples: 1, samplesPerKey: 98)
        let worst = try rates.worstCase(of: bound)
        for _ in 0..<500 {
            try learner.record(TokenUsage(input: 5, output: 5), at: rates, after: estimate(bound, rates), for: key)
        }
        #expect(try learner.estimate(worst, for: key) == worst)
    }

    @Test func `follows calls that change, and remembers the last ones only`() throws {
        let rates = try rates()
        let learner = HoldLearner(minimumSamples: 1, samplesPerKey: 100)
        let counted = CallBound(prompt: .counted(10), maxTokens: 1_000)
        var generator = SeededGenerator(seed: 4)
        var outputs: [Int] = []
        for round in 0..<1_000 {
            let output = Int.random(in: 1...(round < 500 ? 900 : 50), using: &generator)
            outputs.append(output)
            try learner.record(
                TokenUsage(input: 10, output: output), at: rates, after: estimate(counted, rates), for: key)
            guard round >= 100 else { continue }
            let hold = try #require(try learner.estimate(rates.worstCase(of: counted), for: key).estimate)
            // Of 100, the 96th: 19 twentieths of 101, rounded up.
            #expect(hold.tokens == 10 + outputs.suffix(100).sorted()[95])
        }
    }

    @Test func `is never above the worst case`() throws {
        let rates = try rates()
        let learner = HoldLearner(minimumSamples: 20)
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<2_000 {
            let caching = [PromptCaching.none, .fiveMinutes, .oneHour].randomElement(using: &generator) ?? .none
            let size = Int.random(in: 0...5_000, using: &generator)
            let bound = CallBound(
                prompt: Bool.random(using: &generator) ? .counted(size) : .atMost(utf8Bytes: size),
                maxTokens: Int.random(in: 0...4_096, using: &generator), caching: caching)
            let worst = try estimate(bound, rates)
            let hold = try #require(try learner.estimate(.priced(worst), for: key).estimate)
            #expect(try !worst.amount.isLess(than: hold.amount))
            #expect(hold.tokens <= worst.tokens)
            // Some calls break their bounds.
            let usage = TokenUsage(
                input: Int.random(in: 0...6_000, using: &generator),
                output: Int.random(in: 0...5_000, using: &generator),
                cacheWrite1h: Int.random(in: 0...1_000, using: &generator))
            try learner.record(usage, at: rates, after: hold, for: key)
        }
    }

    @Test func `of a prompt that comes from a cache is less than that of one that is written to it`() throws {
        let rates = try rates()
        let cached = CallBound(prompt: .counted(10_000), maxTokens: 100, caching: .fiveMinutes)
        let learner = HoldLearner()
        for _ in 0..<60 {
            let usage = TokenUsage(input: 100, output: 40, cacheRead: 9_900)
            try learner.record(usage, at: rates, after: estimate(cached, rates), for: key)
        }
        let hold = try #require(try learner.estimate(rates.worstCase(of: cached), for: key).estimate)
        // (100 × 3 + 9900 × 0.3) of 10000 × 3.75, and 40 × 15.
        #expect(try hold.amount == Money("0.00387"))
        #expect(hold.tokens == 10_040)
    }

    @Test func `learns nothing of what has no price or another currency`() throws {
        let rates = try rates([(.input, 0, "3"), (.output, 0, "15")])
        let learner = HoldLearner(shortfallCost: 1, minimumSamples: 1)
        let hold = try estimate(bound, rates)
        for _ in 0..<10 {
            try learner.record(TokenUsage(input: 5, output: 5, cacheRead: 5), at: rates, after: hold, for: key)
        }
        #expect(learner.countOfKeys == 0)
    }

    @Test func `is forgotten of the keys that were not used for longest, when there are too many`() throws {
        let rates = try rates()
        let learner = HoldLearner(shortfallCost: 1, minimumSamples: 1, maximumKeys: 100)
        let (hold, worst) = (try estimate(bound, rates), try rates.worstCase(of: bound))
        for number in 0..<1_000 {
            for name in ["often", "\(number)"] {
                let key = HoldLearner.Key(model: name)
                try learner.record(TokenUsage(input: 5, output: 5), at: rates, after: hold, for: key)
                #expect(try learner.estimate(worst, for: key) != worst)
            }
            #expect(learner.countOfKeys <= 100)
        }
        #expect(try learner.estimate(worst, for: HoldLearner.Key(model: "0")) == worst)
        // Each call of it counts: none was forgotten.
        let often = try learner.estimate(worst, for: HoldLearner.Key(model: "often"))
        #expect(often.estimate?.basis == .learned(samples: 256))
    }

    @Test func `is the same whoever asks at the same time`() async throws {
        let rates = try rates()
        let learner = HoldLearner(minimumSamples: 10)
        let hold = try estimate(CallBound(prompt: .counted(10), maxTokens: 100), rates)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for output in 1...32 {
                        try learner.record(TokenUsage(input: 10, output: output), at: rates, after: hold, for: key)
                        _ = try learner.estimate(.priced(hold), for: key)
                    }
                }
            }
            try await group.waitForAll()
        }
        let learned = try #require(try learner.estimate(.priced(hold), for: key).estimate)
        #expect(learned.basis == .learned(samples: 256))
        // Eight of each of 32 lengths: of 256 the 245th is the fifth of the 31.
        #expect(learned.tokens == 10 + 31)
    }
}

@Suite struct `With 200 callers of one budget and heavy-tailed usage` {
    private func worst(
        _ policy: HoldSimulation.Policy, _ tail: HoldSimulation.Tail, counted: Bool = true, maxTokens: Int = 2_048
    ) throws -> (usable: Double, spent: Double, shortfalls: Double) {
        let results = try (1...2 as ClosedRange<UInt64>).map {
            try HoldSimulation(policy: policy, tail: tail, maxTokens: maxTokens, countsPrompts: counted, seed: $0).run()
        }
        return (
            results.map(\.usable).min() ?? 0, results.map(\.spent).max() ?? 0, results.map(\.shortfalls).max() ?? 0
        )
    }

    @Test(arguments: HoldSimulation.Tail.allCases)
    func `holds for the worst case leave 93 per cent usable, and nothing is overspent`(tail: HoldSimulation.Tail) throws
    {
        let result = try worst(.worstCase, tail)
        #expect(result.usable >= 0.93)
        #expect(result.spent <= 1)
        #expect(result.shortfalls == 0)
        let uncounted = try worst(.worstCase, tail, counted: false, maxTokens: 1_024)
        #expect(uncounted.usable >= 0.93)
        #expect(uncounted.spent <= 1)
    }

    @Test(arguments: HoldSimulation.Tail.allCases)
    func `learned holds leave 97 per cent usable, and at most half a per cent is overspent`(
        tail: HoldSimulation.Tail
    ) throws {
        // A prompt of which only the bytes are known costs a hundredth of the budget more in holds.
        for (counted, usable) in [(true, 0.97), (false, 0.96)] {
            let result = try worst(.learned, tail, counted: counted)
            #expect(result.usable >= usable)
            #expect(result.spent <= 1.005)
            // One answer in twenty is to exceed its part of the hold, and of prompts that were not counted as many.
            #expect(result.shortfalls > 0.01 && result.shortfalls < 0.1)
        }
    }

    @Test(arguments: HoldSimulation.Tail.allCases)
    func `the budget is overspent where nothing is held`(tail: HoldSimulation.Tail) throws {
        let result = try worst(.none, tail)
        #expect(result.spent > 1.005)
    }
}
