import Metering

/// What a rate limiter must say, from a list of all that happened: a bucket of tokens that is filled again from one call to the next at
/// each question. It is slow, and shares nothing with the limiter but the meaning.
struct RateOracle {
    private struct Event {
        let id: Int
        let time: Int128
        var cost: Int128
        var isOpen: Bool
    }

    private struct History {
        /// What was in the bucket after the events that were dropped, times the period; `nil` for a full one.
        var level: Int128?
        var time: Int128 = 0
        var events: [Event] = []
    }

    let longestCall: Int128
    private var histories: [RateLimit: History] = [:]

    init(longestCall: Int128) { self.longestCall = longestCall }

    static func nanoseconds(_ duration: Duration) -> Int128 {
        Int128(duration.components.seconds) * 1_000_000_000 + Int128(duration.components.attoseconds / 1_000_000_000)
    }

    private static func refilled(
        _ level: Int128?, from start: Int128, to end: Int128, _ limit: RateLimit
    ) -> Int128 {
        let full = Int128(limit.burst) * nanoseconds(limit.period)
        guard let level else { return full }
        return min(full, level + (end - start) * Int128(limit.amount))
    }

    private static func apply(_ event: Event, to history: inout History, _ limit: RateLimit) {
        history.level =
            refilled(history.level, from: history.time, to: event.time, limit) - event.cost * nanoseconds(limit.period)
        history.time = event.time
    }

    /// What is in the bucket, times the period.
    private func level(of limit: RateLimit, at time: Int128) -> Int128 {
        var history = histories[limit] ?? History()
        for event in history.events { Self.apply(event, to: &history, limit) }
        return Self.refilled(history.level, from: history.time, to: time, limit)
    }

    /// What a call is told; `nil` where it is admitted.
    mutating func denial(tokens: Int, under limits: [RateLimit], at time: Int128) -> RateDenialFacts? {
        var denials: [RateDenialFacts] = []
        for limit in limits {
            close(limit, before: time - longestCall)
            let open = histories[limit]?.events.count { $0.isOpen } ?? 0
            let cost = limit.measure == .tokens ? tokens : 1
            if limit.measure == .concurrency {
                guard open >= limit.amount else { continue }
                denials.append(RateDenialFacts(limit, cost, limit.amount - open, .anotherCallEnds))
                continue
            }
            let period = Self.nanoseconds(limit.period)
            let level = level(of: limit, at: time)
            let lack = Int128(cost) * period - level
            guard cost > limit.burst || (cost > 0 && lack > 0) else { continue }
            // Halves of a token do not count.
            let available = Int(level >= 0 ? level / period : -((-level + period - 1) / period))
            let wait = (lack + Int128(limit.amount) - 1) / Int128(limit.amount)
            let remedy: RateDenial.Remedy =
                cost > limit.burst
                ? .none : .wait(.seconds(Int64(wait / 1_000_000_000)) + .nanoseconds(Int64(wait % 1_000_000_000)))
            denials.append(RateDenialFacts(limit, cost, available, remedy))
        }
        func rank(_ denial: RateDenialFacts) -> (Int, Duration) {
            switch denial.remedy {
            case .wait(let time): (0, time)
            case .anotherCallEnds: (1, .zero)
            case .none: (2, .zero)
            }
        }
        return denials.reduce(nil) { worst, denial in
            guard let worst else { return denial }
            return rank(denial) > rank(worst) ? denial : worst
        }
    }

    mutating func admit(_ id: Int, tokens: Int, under limits: [RateLimit], at time: Int128) {
        for limit in Set(limits) {
            let cost = limit.measure == .tokens ? tokens : limit.measure == .requests ? 1 : 0
            histories[limit, default: History()].events.append(
                Event(id: id, time: time, cost: Int128(cost), isOpen: true))
        }
    }

    mutating func end(_ id: Int, requests: Int?, tokens: Int?, under limits: [RateLimit]) {
        for limit in limits {
            guard let index = histories[limit]?.events.firstIndex(where: { $0.id == id && $0.isOpen }) else { continue }
            histories[limit]?.events[index].isOpen = false
            if limit.measure != .concurrency, let cost = limit.measure == .tokens ? tokens : requests {
                histories[limit]?.events[index].cost = Int128(cost)
            }
            dropPast(limit)
        }
    }

    private mutating func close(_ limit: RateLimit, before time: Int128) {
        guard var history = histories[limit] else { return }
        for index in history.events.indices where history.events[index].time < time {
            history.events[index].isOpen = false
        }
        histories[limit] = history
        dropPast(limit)
    }

    /// What can no longer change is kept as a level.
    private mutating func dropPast(_ limit: RateLimit) {
        guard var history = histories[limit] else { return }
        while let first = history.events.first, !first.isOpen {
            if limit.measure != .concurrency { Self.apply(first, to: &history, limit) }
            history.events.removeFirst()
        }
        histories[limit] = history
    }
}

/// The facts of a denial, to be compared: only a limiter makes a `RateDenial`.
struct RateDenialFacts: Equatable {
    let limit: RateLimit
    let needed: Int
    let available: Int
    let remedy: RateDenial.Remedy

    init(_ limit: RateLimit, _ needed: Int, _ available: Int, _ remedy: RateDenial.Remedy) {
        (self.limit, self.needed, self.available, self.remedy) = (limit, needed, available, remedy)
    }

    init(_ denial: RateDenial) { self.init(denial.limit, denial.needed, denial.available, denial.remedy) }
}
