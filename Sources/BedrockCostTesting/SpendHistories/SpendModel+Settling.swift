import Metering

extension SpendModel {
    /// What an attempt costs beyond what was believed of it.
    private struct Increase {
        var shares: [Share]
        var cost: Int?
        var tokens: Int
    }

    /// Believes the lines of a settlement, one after the other.
    mutating func settle(_ id: String, _ lines: [SpendStep.Line], _ closes: Bool) -> SpendReply {
        guard var hold = holds[id] else { return .failed(.noSuchHold) }
        let state = hold.state
        // Lines without a price may cost all that is set aside for the hold's calls.
        var aside = hold.parts.map(\.amount)
        if state == "open" { aside = hold.left }
        if isParked(hold), let parked = attempts[hold.draft.id] { aside = parked.shares.map(\.amount) }
        if closes, isParked(hold), !lines.contains(where: { $0.id == hold.draft.id }) {
            attempts[hold.draft.id]?.isWithdrawn = true
        }
        var isNews = false
        for line in lines {
            guard let increase = learn(line, hold, aside) else { continue }
            isNews = true
            for (index, part) in hold.parts.enumerated() {
                guard let more = increase.shares.first(where: { $0.budget == part.budget })?.amount, more > 0 else {
                    continue
                }
                if state == "open" {
                    if more > hold.left[index] { news.insert(.overHold(id, budgets[part.budget].key)) }
                    hold.left[index] = max(0, hold.left[index] - more)
                }
                aside[index] = max(0, aside[index] - more)
            }
            if isParked(hold) { lessenParked(hold, by: increase) }
        }
        if closes, state != "settled" {
            hold.state = "settled"
            hold.left = hold.left.map { _ in 0 }
        }
        holds[id] = hold
        if isNews { tell(hold.parts) }
        return reply(hold)
    }

    private mutating func learn(_ line: SpendStep.Line, _ hold: HoldFact, _ aside: [Int]) -> Increase? {
        guard let before = attempts[line.id] else {
            charge(hold.parts)
            believe(line, shares: zip(hold.parts, aside).map { Share(budget: $0.budget, amount: $1) })
            return attempts[line.id].map { Increase(shares: $0.shares, cost: $0.cost, tokens: $0.tokens) }
        }
        guard line.state.rawValue > before.state.rawValue else { return nil }
        let wasParked = line.id == hold.draft.id && isParked(hold)
        believe(line, borneLike: before)
        guard let after = attempts[line.id] else { return nil }
        var increase = Increase(shares: after.shares, cost: after.cost, tokens: after.tokens)
        if !before.isWithdrawn, !wasParked {
            for index in increase.shares.indices { increase.shares[index].amount -= before.shares[index].amount }
            if let cost = before.cost { increase.cost = after.cost.map { $0 - cost } }
            increase.tokens -= before.tokens
        }
        return increase
    }

    /// What is known now is no longer unknown.
    private mutating func lessenParked(_ hold: HoldFact, by increase: Increase) {
        guard var parked = attempts[hold.draft.id] else { return }
        for (index, share) in parked.shares.enumerated() {
            guard let more = increase.shares.first(where: { $0.budget == share.budget })?.amount else { continue }
            parked.shares[index].amount = max(0, share.amount - max(0, more))
        }
        parked.cost = parked.cost.map { max(0, $0 - max(0, increase.cost ?? 0)) }
        parked.tokens = max(0, parked.tokens - max(0, increase.tokens))
        attempts[hold.draft.id] = parked
    }
}
