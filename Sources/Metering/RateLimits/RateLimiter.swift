import Synchronization

/// Admits calls under limits on requests, tokens and calls at once, several at a time and all or none.
///
/// ```swift
/// let limits = [
///     try RateLimit.requests(60, of: "team=claims"),
///     try RateLimit.tokens(100_000, of: "team=claims"),
///     try RateLimit.concurrency(8, of: "team=claims"),
/// ]
/// switch limiter.admit(tokens: 5_296, under: limits, at: now) {
/// case .admitted(let admission): …                           // call, then settle with what was used
/// case .denied(let denial): …                                // denial.retryAfter
/// }
/// ```
///
/// It is exact: its times are whole nanoseconds and nothing is rounded, however many calls it has seen. A call holds its
/// reservation until it is settled; from then on it counts as if what it used had been known at its admission. So calls admitted in a
/// time `t` have never used more than `burst + amount × t ÷ period` of a limit, if they used no more than they reserved.
///
/// Times are durations since any origin, the same at all calls, on a clock that is not set, such as `ContinuousClock`. A time before
/// the latest one counts as the latest. It never waits; it only tells how long to.
public final class RateLimiter: Sendable {
    private let state: Mutex<RateLimiterState>

    /// A limiter to which nobody has come.
    ///
    /// - Parameter longestCall: After what time a call that was never settled counts as ended, with all that it had reserved.
    public init(longestCall: Duration = .seconds(3_600)) {
        state = Mutex(RateLimiterState(longestCall: longestCall.wholeNanoseconds))
    }

    /// Admits a call under all limits or none of them.
    ///
    /// - Parameters:
    ///   - tokens: What it takes of limits on tokens. It takes one of each limit on requests and on calls at once.
    ///   - limits: The limits, each of which counts once.
    ///   - time: The time.
    public func admit(tokens: Int, under limits: [RateLimit], at time: Duration) -> RateDecision {
        let time = time.wholeNanoseconds
        return state.withLock { $0.admit(tokens: tokens, under: limits, at: time) }
    }

    /// What a call would be told, without admitting it: zero where it would be admitted, `nil` where time alone does not help.
    public func waitTime(tokens: Int, under limits: [RateLimit], at time: Duration) -> Duration? {
        let time = time.wholeNanoseconds
        guard let denial = state.withLock({ $0.denial(tokens: tokens, under: limits, at: time) }) else { return .zero }
        return denial.retryAfter
    }

    /// Ends a call: what it had reserved and did not use is free again, and what it used beyond is taken.
    ///
    /// The second end of a call changes nothing.
    ///
    /// - Parameters:
    ///   - admission: The call.
    ///   - tokens: What it has used of limits on tokens; `nil` for all that it had reserved, where nobody knows.
    public func settle(_ admission: RateAdmission, tokens: Int?) {
        state.withLock { $0.end(admission, requests: nil, tokens: tokens) }
    }

    /// Ends a call that never began: nothing of it counts.
    public func cancel(_ admission: RateAdmission) {
        state.withLock { $0.end(admission, requests: 0, tokens: 0) }
    }

    /// How many limits it keeps a count of. Those that are idle are forgotten.
    var countOfBuckets: Int { state.withLock { $0.countOfBuckets } }
}

/// What a ``RateLimiter`` knows. Times are in nanoseconds.
struct RateLimiterState {
    private let longestCall: Int128
    private var buckets: [RateLimit: RateBucket] = [:]
    private var lastID: UInt64 = 0
    private var latest = Int128.min
    /// How many buckets there may be before idle ones are looked for.
    private var roomForBuckets = smallestRoom
    private static let smallestRoom = 256

    init(longestCall: Int128) { self.longestCall = longestCall }

    var countOfBuckets: Int { buckets.count }

    mutating func admit(tokens: Int, under limits: [RateLimit], at time: Int128) -> RateDecision {
        if let denial = denial(tokens: tokens, under: limits, at: time) { return .denied(denial) }
        lastID += 1
        for (index, limit) in limits.enumerated() where !limits[..<index].contains(limit) {
            buckets[limit, default: RateBucket(limit)].admit(lastID, cost: limit.cost(tokens: tokens), at: latest)
        }
        if buckets.count > roomForBuckets { forgetIdleBuckets() }
        return .admitted(RateAdmission(id: lastID, limits: limits, tokens: max(tokens, 0)))
    }

    /// Why a call is not admitted; `nil` where it is.
    mutating func denial(tokens: Int, under limits: [RateLimit], at time: Int128) -> RateDenial? {
        latest = max(latest, time)
        var worst: (limit: RateLimit, answer: RateDenial.Remedy)?
        for limit in limits {
            buckets[limit]?.settle(before: latest - longestCall)
            let answer = (buckets[limit] ?? RateBucket(limit)).answer(to: limit.cost(tokens: tokens), at: latest)
            let remedy: RateDenial.Remedy
            switch answer {
            case .ready: continue
            case .wait(let nanoseconds): remedy = .wait(Duration(wholeNanoseconds: nanoseconds))
            case .whenAnotherEnds: remedy = .anotherCallEnds
            case .never: remedy = .none
            }
            if let worst, !remedy.isWorse(than: worst.answer) { continue }
            worst = (limit, remedy)
        }
        guard let worst else { return nil }
        return RateDenial(
            limit: worst.limit, needed: worst.limit.cost(tokens: tokens),
            available: (buckets[worst.limit] ?? RateBucket(worst.limit)).available(at: latest), remedy: worst.answer)
    }

    mutating func end(_ admission: RateAdmission, requests: Int?, tokens: Int?) {
        for limit in admission.limits {
            buckets[limit]?.settle(admission.id, cost: limit.measure == .tokens ? tokens : requests)
        }
    }

    /// Forgets what a new bucket would say as well. It is done when their number has doubled, so that it costs a call little.
    private mutating func forgetIdleBuckets() {
        for index in buckets.values.indices { buckets.values[index].settle(before: latest - longestCall) }
        let time = latest
        buckets = buckets.filter { !$0.value.isIdle(at: time) }
        roomForBuckets = max(Self.smallestRoom, buckets.count * 2)
    }
}

extension RateLimit {
    /// What a call takes of it.
    fileprivate func cost(tokens: Int) -> Int { measure == .tokens ? max(tokens, 0) : 1 }
}

extension RateDenial.Remedy {
    fileprivate func isWorse(than other: Self) -> Bool {
        switch (self, other) {
        case (.wait(let time), .wait(let otherTime)): time > otherTime
        case (.anotherCallEnds, .wait), (.none, .wait), (.none, .anotherCallEnds): true
        default: false
        }
    }
}
