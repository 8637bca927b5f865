import Metering

/// All that a store holds at a time.
struct StoreSnapshot {
    let lines: [LedgerLine]
    let balances: [Balance]
    let rollups: [UsageRollup]
    let holds: [String: Hold]
    let events: [SpendEvent]

    /// What differs in another snapshot; `nil` for nothing.
    func difference(to other: Self) -> String? {
        if lines != other.lines { return "\(lines.count) lines became \(other.lines.map(\.id))" }
        for balance in other.balances where !balances.contains(balance) { return "balance \(balance.key) changed" }
        if balances.count != other.balances.count { return "balances are gone" }
        if Self.sums(rollups) != Self.sums(other.rollups) { return "roll-ups changed" }
        if holds != other.holds { return "a hold changed" }
        if Set(events) != Set(other.events) { return "the events became \(other.events.map(\.id))" }
        return nil
    }

    /// What does not add up; `nil` where all does.
    func inconsistency() -> String? {
        if Set(lines.map(\.id)).count != lines.count { return "lines come twice" }
        if Set(rollups.map(\.key)).count != rollups.count { return "two roll-ups share a key" }
        if Set(balances.map(\.key)).count != balances.count { return "two balances share a key" }
        if Set(events.map(\.id)).count != events.count { return "events come twice" }
        if Self.sums(rollups) != Self.sums(lines.map(UsageRollup.init)) { return "the roll-ups differ from the lines" }
        for line in lines where line.corrects.map({ id in !lines.contains { $0.id == id } }) ?? false {
            return "line \(line.id) corrects one that is not there"
        }
        return balances.lazy.compactMap(inconsistency).first ?? strangeCharge()
    }

    private func inconsistency(_ balance: Balance) -> String? {
        var posted: Int128 = 0
        var unknown: Int128 = 0
        for line in lines {
            for charge in line.charges where charge.balance == balance.key {
                if line.state == .unknown { unknown += charge.amount.count } else { posted += charge.amount.count }
            }
        }
        var held: Int128 = 0
        for hold in holds.values where hold.state == .open {
            for (part, amount) in zip(hold.parts, hold.held) where part.balance == balance.key { held += amount.count }
        }
        guard (posted, held, unknown) == (balance.posted.count, balance.held.count, balance.unknown.count) else {
            return
                "balance \(balance.key) has \(balance.posted) posted, \(balance.held) held and \(balance.unknown) unknown, "
                + "but its lines and holds add up to \(posted), \(held) and \(unknown)"
        }
        return nil
    }

    private func strangeCharge() -> String? {
        let known = Set(balances.map(\.key))
        for line in lines {
            for charge in line.charges where !known.contains(charge.balance) {
                return "line \(line.id) is charged to \(charge.balance), which is not there"
            }
        }
        return nil
    }

    private struct Sum: Hashable {
        var lines = 0
        var usage = TokenUsage(reasoning: 0)
        var attoUnits: Int128 = 0
    }

    /// Roll-ups by key, without those that come to nothing.
    private static func sums(_ rollups: [UsageRollup]) -> [UsageRollup.Key: Sum] {
        var sums: [UsageRollup.Key: Sum] = [:]
        for rollup in rollups {
            var sum = sums[rollup.key] ?? Sum()
            sum.lines += rollup.lines
            sum.attoUnits += rollup.attoUnits
            sum.usage += rollup.usage
            sums[rollup.key] = sum
        }
        return sums.filter { $0.value != Sum() }
    }
}
