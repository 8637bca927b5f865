import Metering

/// What budgets and their ledger mean, written a second time and as simply as possible.
///
/// It knows no lines, revisions or reversing entries, and keeps no balances: it remembers what is believed of each attempt and what each
/// hold has left, and adds all of it up whenever somebody asks. It shares no code with `Metering`'s operations.
struct SpendModel: Equatable {
    struct HoldFact: Equatable {
        var parts: [SpendStep.Part]
        var left: [Int]
        var state = "open"
        var expires: Int
        let isReleased: Bool
        let draft: SpendStep.Line

        static func == (one: Self, other: Self) -> Bool {
            one.parts == other.parts && one.left == other.left && one.state == other.state
                && one.expires == other.expires
        }
    }

    /// What is believed of an attempt now.
    struct Belief: Equatable {
        var cost: Int?
        var ceiling: Int?
        var tokens: Int
        var state: SpendStep.Certainty
        /// What each budget bears of it.
        var shares: [Share]
        /// Whether it turned out that the attempt cost nothing.
        var isWithdrawn = false
    }

    struct Share: Equatable {
        let budget: Int
        var amount: Int
    }

    /// Something to tell, once.
    enum News: Hashable {
        case threshold(BalanceKey, Int)
        case expired(String)
        case overHold(String, BalanceKey)
    }

    /// What the model adds up for one budget.
    struct Sum: Equatable {
        var posted = 0
        var held = 0
        var unknown = 0
    }

    let budgets: [SpendWorld.Budget]
    var holds: [String: HoldFact] = [:]
    var attempts: [String: Belief] = [:]
    /// The budgets that are open, with the limit that the last caller named and what was carried over when they were opened.
    var limits: [Int: Int?] = [:]
    var carried: [Int: Int] = [:]
    var told: [Int: Set<Int>] = [:]
    var news: Set<News> = []

    init(_ world: SpendWorld) { budgets = world.budgets }

    static func == (one: Self, other: Self) -> Bool {
        one.holds == other.holds && one.attempts == other.attempts && one.limits == other.limits
            && one.carried == other.carried && one.told == other.told && one.news == other.news
    }

    // MARK: Sums

    func sum(_ budget: Int) -> Sum {
        var sum = Sum()
        for belief in attempts.values where !belief.isWithdrawn {
            for share in belief.shares where share.budget == budget {
                if belief.state == .unknown { sum.unknown += share.amount } else { sum.posted += share.amount }
            }
        }
        for hold in holds.values where hold.state == "open" {
            for (part, left) in zip(hold.parts, hold.left) where part.budget == budget { sum.held += left }
        }
        return sum
    }

    /// The sum over a budget and those that count against its limit.
    func wholeSum(_ budget: Int) -> Sum {
        ([budget] + budgets[budget].alsoCounts).reduce(into: Sum()) { whole, budget in
            let sum = sum(budget)
            whole.posted += sum.posted
            whole.held += sum.held
            whole.unknown += sum.unknown
        }
    }

    // MARK: Steps

    /// What the step does to the facts, and what it tells.
    mutating func reply(to step: SpendStep) -> SpendReply {
        switch step {
        case .reserve(let id, let parts, let draft, _, let expires, let isReleased):
            return reserve(
                id,
                HoldFact(
                    parts: parts, left: parts.map(\.amount), expires: expires, isReleased: isReleased, draft: draft))
        case .extend(let id, let until, let granted): return extend(id, until, granted)
        case .settle(let id, let lines, let closes, _): return settle(id, lines, closes)
        case .void(let id): return void(id)
        case .expire(let id, let at): return expire(id, at)
        case .post(let line, let parts, _):
            post(line, parts)
            return .done
        case .correct(let id, _, let isLatest, let finding): return correct(id, isLatest, finding)
        }
    }

    private mutating func reserve(_ id: String, _ fact: HoldFact) -> SpendReply {
        if let hold = holds[id] {
            guard hold.parts.map(\.budget) == fact.parts.map(\.budget) else { return .failed(.conflictingID) }
            return hold.state == "open" ? reply(hold) : .failed(.holdNotOpen)
        }
        let shortages = fact.parts.compactMap { shortage($0, more: $0.amount) }
        guard shortages.isEmpty else { return .denied(shortages) }
        fact.parts.forEach { open($0) }
        holds[id] = fact
        return reply(fact)
    }

    private mutating func extend(_ id: String, _ until: Int, _ granted: [Int]?) -> SpendReply {
        guard var hold = holds[id] else { return .failed(.noSuchHold) }
        guard hold.state == "open" else { return .failed(.holdNotOpen) }
        let more = zip(hold.parts, granted ?? hold.parts.map(\.amount)).map { max(0, $1 - $0.amount) }
        let shortages = zip(hold.parts, more).filter { $1 > 0 }.compactMap { shortage($0, more: $1) }
        guard shortages.isEmpty else { return .denied(shortages) }
        for (index, more) in more.enumerated() where more > 0 {
            hold.parts[index].amount += more
            hold.left[index] += more
            open(hold.parts[index])
        }
        hold.expires = max(hold.expires, until)
        holds[id] = hold
        return reply(hold)
    }

    private mutating func void(_ id: String) -> SpendReply {
        guard var hold = holds[id] else { return .failed(.noSuchHold) }
        if hold.state == "open" || hold.state == "expired" {
            if hold.state == "expired", isParked(hold) { attempts[hold.draft.id]?.isWithdrawn = true }
            hold.state = "voided"
            hold.left = hold.left.map { _ in 0 }
            holds[id] = hold
        }
        return reply(hold)
    }

    private mutating func expire(_ id: String, _ at: Int) -> SpendReply {
        guard var hold = holds[id] else { return .failed(.noSuchHold) }
        if hold.state == "expired" { return .expiry(.expired) }
        guard hold.state == "open" else { return .expiry(.notOpen) }
        guard hold.expires <= at else { return .expiry(.notDue) }
        let rest = zip(hold.parts, hold.left).map { Share(budget: $0.budget, amount: $1) }
        hold.left = hold.left.map { _ in 0 }
        defer { holds[id] = hold }
        if hold.isReleased {
            hold.state = "voided"
            return .expiry(.released)
        }
        if attempts[hold.draft.id] != nil {
            hold.state = "settled"
            return .expiry(.notOpen)
        }
        hold.state = "expired"
        let money = rest.filter { !budgets[$0.budget].countsTokens }.map(\.amount).max()
        attempts[hold.draft.id] = Belief(
            cost: money ?? hold.draft.cost, ceiling: hold.draft.ceiling, tokens: hold.draft.tokens, state: .unknown,
            shares: rest)
        news.insert(.expired(id))
        tell(hold.parts)
        return .expiry(.expired)
    }

    private mutating func post(_ line: SpendStep.Line, _ parts: [SpendStep.Part]) {
        if let belief = attempts[line.id] {
            guard line.state.rawValue > belief.state.rawValue else { return }
            believe(line, borneLike: belief)
        } else {
            parts.forEach { open($0) }
            believe(line, shares: parts.map { Share(budget: $0.budget, amount: 0) })
        }
        tell(parts)
    }

    private mutating func correct(_ id: String, _ isLatest: Bool, _ finding: SpendStep.Line?) -> SpendReply {
        guard let belief = attempts[id] else { return .failed(.noSuchLine) }
        guard isLatest, !belief.isWithdrawn else { return .done }
        guard var finding else {
            attempts[id]?.isWithdrawn = true
            return .done
        }
        guard finding.state.rawValue >= belief.state.rawValue else { return .failed(.invalidInput) }
        finding.ceiling = belief.ceiling
        believe(finding, id: id, borneLike: belief)
        return .done
    }

    // MARK: Beliefs

    /// Believes a line; where it has no price, each budget bears what `shares` says.
    mutating func believe(_ line: SpendStep.Line, id: String? = nil, shares: [Share]) {
        attempts[id ?? line.id] = Belief(
            cost: line.cost, ceiling: line.ceiling, tokens: line.tokens, state: line.state,
            shares: shares.map { share in
                let amount = budgets[share.budget].countsTokens ? line.tokens : line.cost ?? line.ceiling
                return Share(budget: share.budget, amount: amount ?? share.amount)
            })
    }

    mutating func believe(_ line: SpendStep.Line, id: String? = nil, borneLike belief: Belief) {
        believe(line, id: id, shares: belief.shares)
    }

    /// Whether something is believed unknown since the hold expired.
    func isParked(_ hold: HoldFact) -> Bool {
        hold.state == "expired" && attempts[hold.draft.id].map { $0.state == .unknown && !$0.isWithdrawn } ?? false
    }

    func reply(_ hold: HoldFact) -> SpendReply { .hold(state: hold.state, held: hold.left, expires: hold.expires) }

    // MARK: Limits

    func allowance(_ budget: Int, limit: Int) -> Int { limit + (carried[budget] ?? carry(into: budget)) }

    private func carry(into budget: Int) -> Int {
        guard let (from, atMost) = budgets[budget].carryOver, let limit = limits[from] ?? nil else { return 0 }
        let sum = sum(from)
        let rest = allowance(from, limit: limit) - sum.posted - sum.held - sum.unknown
        return max(0, min(rest, atMost ?? rest))
    }

    private mutating func open(_ part: SpendStep.Part) {
        if carried[part.budget] == nil { carried[part.budget] = carry(into: part.budget) }
        limits[part.budget] = .some(part.limit)
    }

    mutating func charge(_ parts: [SpendStep.Part]) { parts.forEach { open($0) } }

    private func shortage(_ part: SpendStep.Part, more: Int) -> SpendReply.Shortage? {
        let budget = budgets[part.budget]
        guard budget.isEnforced, let limit = part.limit else { return nil }
        let allowance = allowance(part.budget, limit: limit)
        let sum = wholeSum(part.budget)
        let spent = sum.posted + sum.unknown
        guard spent + sum.held + more > allowance else { return nil }
        var remedy = SpendDenial.Remedy.holdsMayReturn
        if more > allowance || spent + more > allowance {
            remedy = more > allowance || budget.resets == nil ? .never : .windowEnds
        }
        return SpendReply.Shortage(
            budget: budget.key, requested: more, remaining: allowance - spent - sum.held, held: sum.held, spent: spent,
            allowance: allowance, remedy: remedy)
    }

    /// Tells of thresholds that were reached and not told of.
    mutating func tell(_ parts: [SpendStep.Part]) {
        for part in parts {
            guard let limit = limits[part.budget] ?? nil else { continue }
            let budget = budgets[part.budget]
            let sum = wholeSum(part.budget)
            let spent = sum.posted + sum.unknown
            for percent in budget.thresholds where spent > 0 && !told[part.budget, default: []].contains(percent) {
                guard spent * 100 >= allowance(part.budget, limit: limit) * percent else { continue }
                told[part.budget, default: []].insert(percent)
                if budget.alsoCounts.contains(where: { told[$0]?.contains(percent) ?? false }) { continue }
                news.insert(.threshold(budget.key, percent))
            }
        }
    }
}
