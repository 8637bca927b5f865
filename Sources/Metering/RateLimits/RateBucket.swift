/// The count of one limit, by the generic cell rate algorithm: one moment, up to which the rate has been given away.
///
/// Moments are whole numbers of a nanosecond divided by the limit's amount. In this unit a call is as long as its cost times the
/// period, and nothing is ever rounded.
///
/// A call that is settled counts as if its cost had been known when it was admitted. So it does not do to pull the moment back by
/// what was not used: in between the rate may have been idle, and what was saved while it was idle is lost. Each call is a function
/// of the moment, `x ↦ max(x, arrival) + cost`, whose compositions all have the form `x ↦ max(x + shift, floor)`. The bucket keeps
/// the functions of the calls that are open, those of all settled ones in between put together, and can so exchange one.
struct RateBucket {
    /// `x ↦ max(x + shift, floor)`.
    struct Delay {
        var shift: Int128
        var floor: Int128

        init(arrival: Int128, cost: Int128) {
            shift = cost
            floor = arrival + cost
        }

        func callAsFunction(_ moment: Int128) -> Int128 { max(moment + shift, floor) }

        mutating func append(_ next: Delay) {
            floor = max(floor + next.shift, next.floor)
            shift += next.shift
        }
    }

    private struct OpenCall {
        let id: UInt64
        let time: Int128
        let arrival: Int128
        let cost: Int128
        /// The calls after it that are settled, up to the next open one.
        var settledAfter: Delay?
    }

    /// What a bucket says to a call.
    enum Answer {
        case ready
        case wait(nanoseconds: Int128)
        case whenAnotherEnds
        case never
    }

    private let amount: Int128
    /// In nanoseconds; zero where calls at once are counted.
    private let period: Int128
    private let burst: Int128
    /// The moment after all calls before the first open one; before any, far enough in the past.
    private var settled: Int128 = -(1 << 120)
    private var open: [OpenCall] = []
    /// The moment after all calls.
    private var due: Int128 = -(1 << 120)

    init(_ limit: RateLimit) {
        amount = Int128(limit.amount)
        period = limit.period.wholeNanoseconds
        burst = Int128(limit.burst)
    }

    private var countsCalls: Bool { period == 0 }

    /// What a call of a cost is told at a time, in nanoseconds.
    func answer(to cost: Int, at time: Int128) -> Answer {
        if countsCalls { return Int128(open.count) < amount ? .ready : .whenAnotherEnds }
        guard cost > 0 else { return .ready }
        guard Int128(cost) <= burst else { return .never }
        let lack = max(due - time * amount, 0) + (Int128(cost) - burst) * period
        return lack <= 0 ? .ready : .wait(nanoseconds: (lack + amount - 1) / amount)
    }

    /// How much there is at a time.
    func available(at time: Int128) -> Int {
        if countsCalls { return Int(amount) - open.count }
        let taken = max(due - time * amount, 0)
        return Int(clamping: burst - (taken + period - 1) / period)
    }

    mutating func admit(_ id: UInt64, cost: Int, at time: Int128) {
        let call = OpenCall(id: id, time: time, arrival: time * amount, cost: Int128(max(cost, 0)) * period)
        open.append(call)
        due = Delay(arrival: call.arrival, cost: call.cost)(due)
    }

    /// Sets the cost of an open call; `nil` for what it had reserved. A call that is not open stays as it is.
    mutating func settle(_ id: UInt64, cost: Int?) {
        var (low, high) = (0, open.count)
        while low < high {
            let middle = (low + high) / 2
            if open[middle].id < id { low = middle + 1 } else { high = middle }
        }
        guard low < open.count, open[low].id == id else { return }
        let call = open.remove(at: low)
        // A cost far above any limit would not fit once it is multiplied and summed up.
        let actual = cost.map { Int128(min(max($0, 0), RateLimit.largestAmount)) * period } ?? call.cost
        var delay = Delay(arrival: call.arrival, cost: actual)
        if let after = call.settledAfter { delay.append(after) }
        if low == 0 {
            settled = delay(settled)
        } else if open[low - 1].settledAfter == nil {
            open[low - 1].settledAfter = delay
        } else {
            open[low - 1].settledAfter?.append(delay)
        }
        guard actual != call.cost else { return }
        due = open.reduce(settled) { moment, call in
            let moment = Delay(arrival: call.arrival, cost: call.cost)(moment)
            return call.settledAfter.map { $0(moment) } ?? moment
        }
    }

    /// Settles calls that were admitted before a time, of which nobody told the end, at what they had reserved.
    mutating func settle(before time: Int128) {
        while let first = open.first, first.time < time { settle(first.id, cost: nil) }
    }

    /// Whether it says to any call what a new bucket says.
    func isIdle(at time: Int128) -> Bool { open.isEmpty && due <= time * amount }
}

extension Duration {
    /// In nanoseconds, rounded down, within 146 years of zero.
    var wholeNanoseconds: Int128 {
        let (quotient, remainder) = attoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return min(max(remainder < 0 ? quotient - 1 : quotient, -(1 << 62)), 1 << 62)
    }

    init(wholeNanoseconds nanoseconds: Int128) {
        self.init(attoseconds: min(nanoseconds, 1 << 92) * 1_000_000_000)
    }
}
