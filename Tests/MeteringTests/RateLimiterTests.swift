import Foundation
import Testing

@testable import Metering

private let claims = "team=claims"

private func admit(_ limiter: RateLimiter, _ limits: [RateLimit], at time: Duration) -> RateDecision {
    limiter.admit(tokens: 0, under: limits, at: time)
}

private func admit(_ limiter: RateLimiter, _ tokens: Int, _ limits: [RateLimit], at time: Duration) -> RateDecision {
    limiter.admit(tokens: tokens, under: limits, at: time)
}

@Suite struct `A rate limiter` {
    @Test func `admits a burst, and then as much as comes back with time`() throws {
        let limiter = RateLimiter()
        let limits = [try RateLimit.requests(60, per: .seconds(60), burst: 3, of: claims)]
        for _ in 0..<3 { #expect(admit(limiter, limits, at: .seconds(5)).admission != nil) }
        let denial = try #require(admit(limiter, limits, at: .seconds(5)).denial)
        #expect(denial.retryAfter == .seconds(1))
        #expect(denial.available == 0)
        #expect(
            limiter.waitTime(tokens: 0, under: limits, at: .seconds(5) + .nanoseconds(1)) == .nanoseconds(999_999_999))
        #expect(admit(limiter, limits, at: .seconds(6) - .nanoseconds(1)).admission == nil)
        #expect(admit(limiter, limits, at: .seconds(6)).admission != nil)
        #expect(admit(limiter, limits, at: .seconds(6)).admission == nil)
        // Idle time saves up a burst and no more.
        for _ in 0..<3 { #expect(admit(limiter, limits, at: .seconds(1_000)).admission != nil) }
        #expect(admit(limiter, limits, at: .seconds(1_000)).admission == nil)
    }

    @Test func `says after what time a call is admitted, and is right to the nanosecond`() throws {
        // A seventh of a minute is no whole number of nanoseconds.
        let limits = [try RateLimit.tokens(7, per: .seconds(60), burst: 5, of: claims)]
        let limiter = RateLimiter()
        var time = Duration.seconds(1)
        for _ in 0..<500 {
            let wait = try #require(limiter.waitTime(tokens: 3, under: limits, at: time))
            if wait > .zero {
                #expect(admit(limiter, 3, limits, at: time + wait - .nanoseconds(1)).admission == nil)
                time += wait
            }
            #expect(admit(limiter, 3, limits, at: time).admission != nil)
        }
        // 1500 tokens less the burst of 5 at 7 a minute, rounded up.
        #expect(time == .seconds(1) + .nanoseconds(12_814_285_714_286))
    }

    @Test func `admits under all limits or counts none`() throws {
        let limiter = RateLimiter()
        let team = try RateLimit.tokens(100, of: claims)
        let person = try RateLimit.tokens(50, of: "user=ada")
        let calls = try RateLimit.requests(10, per: .seconds(36_000), of: "organization")
        #expect(admit(limiter, 50, [person, team, calls], at: .zero).admission != nil)
        let denial = try #require(admit(limiter, 30, [calls, team, person], at: .zero).denial)
        #expect(denial.limit == person)
        #expect(denial.retryAfter == .seconds(36))
        #expect(admit(limiter, 50, [team], at: .zero).admission != nil)
        let both = try #require(admit(limiter, 30, [team, person], at: .seconds(20)).denial)
        #expect(both.limit == person)
        #expect(both.available == 16)
        for _ in 0..<8 { #expect(admit(limiter, [calls], at: .zero).admission != nil) }
        #expect(admit(limiter, [calls], at: .zero).admission != nil)
        #expect(admit(limiter, [calls], at: .zero).admission == nil)
    }

    @Test func `counts a limit that is named twice once`() throws {
        let limiter = RateLimiter()
        let limit = try RateLimit.tokens(100, of: claims)
        #expect(admit(limiter, 60, [limit, limit], at: .zero).admission != nil)
        #expect(admit(limiter, 40, [limit, limit], at: .zero).admission != nil)
        #expect(admit(limiter, 1, [limit], at: .zero).admission == nil)
    }

    @Test func `gives back what a call had reserved and did not use`() throws {
        let limiter = RateLimiter()
        let limits = [try RateLimit.tokens(100, of: claims), try RateLimit.concurrency(2, of: claims)]
        let first = try #require(admit(limiter, 90, limits, at: .zero).admission)
        #expect(first.tokens == 90)
        #expect(admit(limiter, 20, limits, at: .zero).admission == nil)
        limiter.settle(first, tokens: 30)
        #expect(admit(limiter, 71, limits, at: .zero).denial?.available == 70)
        let second = try #require(admit(limiter, 70, limits, at: .zero).admission)
        limiter.settle(first, tokens: 0)
        limiter.cancel(first)
        #expect(admit(limiter, 1, limits, at: .zero).admission == nil)
        limiter.cancel(second)
        #expect(admit(limiter, 70, limits, at: .zero).admission != nil)
    }

    @Test func `takes what a call used beyond its reservation`() throws {
        let limiter = RateLimiter()
        let limits = [try RateLimit.tokens(60, of: claims)]
        let call = try #require(admit(limiter, 10, limits, at: .zero).admission)
        limiter.settle(call, tokens: 100)
        let denial = try #require(admit(limiter, 1, limits, at: .zero).denial)
        #expect(denial.available == -40)
        #expect(denial.retryAfter == .seconds(41))
    }

    @Test func `gives back nothing that idle time had restored already`() throws {
        let limiter = RateLimiter()
        let limits = [try RateLimit.tokens(60, per: .seconds(60), of: claims)]
        let long = try #require(admit(limiter, 60, limits, at: .zero).admission)
        #expect(admit(limiter, 60, limits, at: .seconds(60)).admission != nil)
        // The bucket was full without it; were 50 given back, 110 tokens could be used within a second.
        limiter.settle(long, tokens: 10)
        #expect(admit(limiter, 1, limits, at: .seconds(60)).denial?.available == 0)
        // But what the second call had to wait for because of the first is given back.
        let other = [try RateLimit.tokens(60, per: .seconds(60), of: "other")]
        let call = try #require(admit(limiter, 60, other, at: .seconds(100)).admission)
        #expect(admit(limiter, 30, other, at: .seconds(130)).admission != nil)
        limiter.settle(call, tokens: 40)
        #expect(admit(limiter, 21, other, at: .seconds(130)).denial?.available == 20)
    }

    @Test func `says that a call can never fit, or that another one must end`() throws {
        let limiter = RateLimiter()
        let tokens = try RateLimit.tokens(100, burst: 50, of: claims)
        let calls = try RateLimit.concurrency(1, of: claims)
        let large = try #require(admit(limiter, 51, [tokens, calls], at: .zero).denial)
        #expect(large.remedy == .none)
        #expect(large.retryAfter == nil)
        #expect(
            large.description
                == "team=claims: 100 tokens per 60.0 seconds, 50 at once: needs 51, 50 available; it can never fit")
        let call = try #require(admit(limiter, 50, [tokens, calls], at: .zero).admission)
        let second = try #require(admit(limiter, 10, [tokens, calls], at: .zero).denial)
        #expect(
            second.description == "team=claims: 1 calls at once: needs 1, 0 available; retry when another call ends")
        #expect(limiter.waitTime(tokens: 10, under: [tokens, calls], at: .zero) == nil)
        limiter.settle(call, tokens: 50)
        let third = try #require(admit(limiter, 10, [tokens, calls], at: .zero).denial)
        #expect(third.limit == tokens)
        #expect(third.description.hasSuffix("needs 10, 0 available; retry after 6.0 seconds"))
    }

    @Test func `ends a call of which nobody told the end, with all that it had reserved`() throws {
        let limiter = RateLimiter(longestCall: .seconds(300))
        let limits = [
            try RateLimit.concurrency(1, of: claims), try RateLimit.tokens(100, per: .seconds(600), of: claims),
        ]
        let lost = try #require(admit(limiter, 100, limits, at: .zero).admission)
        #expect(admit(limiter, 50, limits, at: .seconds(300)).denial?.remedy == .anotherCallEnds)
        #expect(admit(limiter, 50, limits, at: .seconds(301)).admission != nil)
        limiter.settle(lost, tokens: 0)
        #expect(admit(limiter, 1, [limits[1]], at: .seconds(301)).denial?.available == 0)
    }

    @Test func `takes a time before the latest for the latest`() throws {
        let limiter = RateLimiter()
        let limits = [try RateLimit.requests(1, per: .seconds(10), of: claims)]
        #expect(admit(limiter, limits, at: .seconds(100)).admission != nil)
        #expect(admit(limiter, limits, at: .seconds(50)).denial?.retryAfter == .seconds(10))
        for time in [Duration.seconds(Int64.min), .seconds(Int64.max), .seconds(1)] {
            _ = admit(limiter, .max, limits + [try RateLimit.tokens(5, of: claims)], at: time)
        }
        #expect(admit(limiter, -5, [try RateLimit.tokens(5, of: claims)], at: .seconds(1)).admission?.tokens == 0)
    }

    @Test func `forgets limits that are idle`() throws {
        let limiter = RateLimiter(longestCall: .seconds(60))
        for second in 0..<20_000 {
            let limits = [
                try RateLimit.requests(10, per: .seconds(5), of: "user=\(second)"),
                try RateLimit.concurrency(4, of: "user=\(second)"),
            ]
            let call = try #require(admit(limiter, limits, at: .seconds(second)).admission)
            if second.isMultiple(of: 2) { limiter.settle(call, tokens: nil) }
            // 60 seconds of calls that were never settled, two limits each, and as many again before it looks.
            #expect(limiter.countOfBuckets <= 512)
        }
    }

    @Test func `admits no call too many when many come at once`() async throws {
        let limiter = RateLimiter()
        let limits = [try RateLimit.tokens(1_000, of: claims), try RateLimit.requests(5_000, of: claims)]
        let admitted = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<500).count { _ in limiter.admit(tokens: 7, under: limits, at: .zero).admission != nil }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(admitted == 1_000 / 7)
    }
}

@Suite struct `A rate limit` {
    @Test func `is refused where it means nothing`() {
        func message(_ make: () throws(RateLimitError) -> RateLimit) -> String? {
            do {
                _ = try make()
                return nil
            } catch { return error.description }
        }
        #expect(
            message { () throws(RateLimitError) in try .requests(0, of: "s") }
                == "amount of a limit must be from 1 to 1000000000000; it is 0")
        #expect(
            message { () throws(RateLimitError) in try .tokens(5, burst: -1, of: "s") }
                == "burst of a limit must be from 1 to 1000000000000; it is -1")
        #expect(
            message { () throws(RateLimitError) in try .tokens(5, per: .zero, of: "s") }
                == "period of a limit must be from a millisecond to 366 days; it is 0.0 seconds")
        #expect(message { () throws(RateLimitError) in try .concurrency(1, of: "s") } == nil)
    }

    @Test(arguments: [
        ("anthropic.claude-sonnet-4-5-20250929-v1:0", 5), ("us.anthropic.claude-3-7-sonnet-20250219-v1:0", 5),
        ("arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-4-1-20250805-v1:0", 5),
        ("anthropic.claude-3-5-sonnet-20241022-v2:0", 1), ("anthropic.claude-3-haiku-20240307-v1:0", 1),
        ("anthropic.claude-v2:1", 1), ("anthropic.claude-instant-v1", 1), ("amazon.nova-pro-v1:0", 1),
    ])
    func `counts output by the burn-down rate of its model`(model: String, rate: Int) {
        let quota = QuotaTokens(model: model)
        #expect(quota.outputBurndown == rate)
        #expect(quota.reserved(prompt: 1_000, maxTokens: 64_000) == 65_000)
        let usage = TokenUsage(input: 100, output: 50, cacheRead: 700, cacheWrite5m: 30, cacheWrite1h: 20)
        #expect(quota.used(usage) == 150 + 50 * rate)
    }

    @Test func `counts what no number holds as the largest`() {
        let quota = QuotaTokens(outputBurndown: 5)
        #expect(quota.reserved(prompt: .max, maxTokens: 1) == .max)
        #expect(quota.used(TokenUsage(input: 1, output: .max)) == .max)
        #expect(QuotaTokens(outputBurndown: 0).outputBurndown == 1)
    }
}

@Suite struct `Decisions on random calls` {
    private static let arrivals =
        ProcessInfo.processInfo.environment["METERING_ARRIVALS"].flatMap(Int.init) ?? 30_000

    /// How many calls there are is set by METERING_ARRIVALS; a thousand thousand have been compared.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `equal those of an oracle that goes through all that happened`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let longestCall = Duration.seconds(120)
        let limiter = RateLimiter(longestCall: longestCall)
        var oracle = RateOracle(longestCall: RateOracle.nanoseconds(longestCall))
        var limits: [[RateLimit]] = []
        for scope in 0..<12 {
            limits.append([
                try .requests(Int.random(in: 1...90, using: &generator), of: "\(scope)"),
                try .tokens(
                    Int.random(in: 1_000...99_999, using: &generator),
                    per: .milliseconds(Int64.random(in: 900...70_001, using: &generator)),
                    burst: Int.random(in: 2_000...40_000, using: &generator), of: "\(scope)"),
                try .concurrency(Int.random(in: 1...12, using: &generator), of: "\(scope)"),
            ])
        }
        var time: Int128 = 1_000
        var open: [(admission: RateAdmission, id: Int, limits: [RateLimit])] = []
        var (admitted, differences) = (0, 0)
        for id in 0..<(Self.arrivals / 3) {
            switch Int.random(in: 0..<100, using: &generator) {
            case 0: time += Int128.random(in: 0...90_000_000_000, using: &generator)
            case 1..<30: break
            default: time += Int128.random(in: 0...700_000_000, using: &generator)
            }
            while !open.isEmpty, Int.random(in: 0..<3, using: &generator) > 0 {
                let index = Int.random(in: 0..<open.count, using: &generator)
                let call = open[index]
                let tokens = Int.random(in: 0...(call.admission.tokens * 5 / 4), using: &generator)
                switch Int.random(in: 0..<20, using: &generator) {
                case 0:
                    limiter.cancel(call.admission)
                    oracle.end(call.id, requests: 0, tokens: 0, under: call.limits)
                case 1:
                    limiter.settle(call.admission, tokens: nil)
                    oracle.end(call.id, requests: nil, tokens: nil, under: call.limits)
                case 2: break  // Lost.
                default:
                    limiter.settle(call.admission, tokens: tokens)
                    oracle.end(call.id, requests: nil, tokens: tokens, under: call.limits)
                    if tokens.isMultiple(of: 7) { limiter.settle(call.admission, tokens: 1) }
                }
                open.remove(at: index)
            }
            // One scope, or two at once, in any order.
            var chosen = limits[Int.random(in: 0..<12, using: &generator)]
            if Bool.random(using: &generator) {
                chosen += limits[Int.random(in: 0..<12, using: &generator)].shuffled(using: &generator)
            }
            let tokens = Int.random(in: 0...Int.random(in: 1...41_000, using: &generator), using: &generator)
            let now = Duration.nanoseconds(Int64(time))
            let expected = oracle.denial(tokens: tokens, under: chosen, at: time)
            switch limiter.admit(tokens: tokens, under: chosen, at: now) {
            case .admitted(let admission):
                if expected != nil { differences += 1 }
                admitted += 1
                oracle.admit(id, tokens: tokens, under: chosen, at: time)
                open.append((admission, id, chosen))
            case .denied(let denial):
                if RateDenialFacts(denial) != expected {
                    differences += 1
                    if differences < 5 { Issue.record("\(denial) instead of \(String(describing: expected))") }
                }
            }
        }
        #expect(differences == 0)
        // Enough of both that the comparison says something.
        #expect(admitted > Self.arrivals / 30 && admitted < Self.arrivals / 3 * 9 / 10)
    }

    @Test func `never let more be used in any time than the burst and what comes back in it`() throws {
        var generator = SeededGenerator(seed: 9)
        let limiter = RateLimiter()
        let limits = [try RateLimit.tokens(600, per: .seconds(60), burst: 200, of: claims)]
        var used: [(millisecond: Int64, tokens: Int)] = []
        var open: [(RateAdmission, Int)] = []
        for millisecond in Int64(0)..<40_000 {
            if Int.random(in: 0..<40, using: &generator) == 0, !open.isEmpty {
                let (call, index) = open.remove(at: Int.random(in: 0..<open.count, using: &generator))
                used[index].tokens = Int.random(in: 0...call.tokens, using: &generator)
                limiter.settle(call, tokens: used[index].tokens)
            }
            let decision = admit(
                limiter, Int.random(in: 1...200, using: &generator), limits, at: .milliseconds(millisecond))
            guard let call = decision.admission else { continue }
            used.append((millisecond, call.tokens))
            open.append((call, used.count - 1))
        }
        #expect(used.count > 20)
        for (first, call) in used.enumerated() {
            var sum = 0
            for later in used[first...] {
                sum += later.tokens
                // Ten tokens a second.
                #expect(Int64(sum - 200) * 100 <= later.millisecond - call.millisecond)
            }
        }
    }
}
