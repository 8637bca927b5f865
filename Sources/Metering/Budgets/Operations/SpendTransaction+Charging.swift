#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What the operations share: balances opened, charged and relieved, lines revised.
extension SpendTransaction {
    // MARK: Balances

    /// The balance of a part, opened where it is new, with the limit as the part says it.
    func opened(_ part: HoldPart) throws(SpendError) -> Balance {
        if var balance = try balance(part.balance) {
            guard balance.unit == part.amount.unit else {
                throw SpendError(
                    .mixedUnits, "budget \(part.balance.budget) counts \(balance.unit), not \(part.amount.unit)")
            }
            balance.limit = part.limit
            balance.resets = part.resets
            return balance
        }
        let zero = SpendAmount.zero(part.amount.unit)
        return Balance(
            key: part.balance, limit: part.limit, carried: try carried(into: part), posted: zero, held: zero,
            unknown: zero, resets: part.resets, crossed: [])
    }

    /// What is left of the window before. Holds still open count as spent, so that nothing is allowed twice; a window
    /// in which nothing was called left nothing, since nobody knows that there was a budget.
    private func carried(into part: HoldPart) throws(SpendError) -> SpendAmount {
        let zero = SpendAmount.zero(part.amount.unit)
        guard let carryOver = part.carryOver, let rest = try balance(carryOver.from)?.remaining(), rest.count > 0 else {
            return zero
        }
        return SpendAmount(count: min(rest.count, carryOver.atMost?.count ?? rest.count), of: rest.unit)
    }

    /// Whether a balance lacks room for `amount` more; `nil` where it has it.
    func shortage(
        of balance: Balance, for amount: SpendAmount, part: HoldPart
    ) throws(SpendError) -> SpendDenial.Shortage? {
        guard part.isEnforced, let allowance = try balance.allowance() else { return nil }
        var spent = try balance.posted.adding(balance.unknown)
        var held = balance.held
        for key in part.alsoCounts {
            guard let other = try self.balance(key) else { continue }
            spent = try spent.adding(other.posted).adding(other.unknown)
            held = try held.adding(other.held)
        }
        let remaining = try allowance.subtracting(spent).subtracting(held)
        guard amount.count > remaining.count else { return nil }
        let remedy: SpendDenial.Remedy =
            if amount.count > allowance.count {
                .never
            } else if try spent.adding(amount).count <= allowance.count {
                .holdsMayReturn
            } else {
                part.resets == nil ? .never : .windowEnds
            }
        return SpendDenial.Shortage(
            balance: balance.key, requested: amount, remaining: remaining, held: held, spent: spent,
            allowance: allowance, resets: part.resets, remedy: remedy)
    }

    /// Charges a new line to the balances of `parts`, takes what was held for it, and appends it.
    ///
    /// - Parameters:
    ///   - line: The line; its charges are filled in.
    ///   - held: What is still held of each part; lessened by what the line costs.
    ///   - hold: The hold's id, for the event that tells of a line above what was held.
    mutating func charge(
        _ line: inout LedgerLine, to parts: [HoldPart], held: inout [SpendAmount], of hold: String?, at date: Date
    ) throws(SpendError) {
        line.charges = []
        for (index, part) in parts.enumerated() {
            var balance = try opened(part)
            let amount = line.amount(in: part.amount.unit, otherwise: held[index])
            let taken = SpendAmount(count: min(held[index].count, max(amount.count, 0)), of: amount.unit)
            if let hold, held[index].count < amount.count {
                try emit(
                    SpendEvent(
                        id: "overHold/\(hold)/\(part.balance)", at: date,
                        kind: .overHold(
                            hold: hold, balance: part.balance, by: try amount.subtracting(held[index]))))
            }
            held[index] = try held[index].subtracting(taken)
            balance.held = try balance.held.subtracting(taken)
            try balance.count(amount, as: line.state)
            try tellThresholds(of: part, crossedBy: &balance, at: date)
            try put(balance)
            line.charges.append(LedgerLine.Charge(to: part.balance, amount))
        }
        try append(line)
    }

    /// Gives back what is still held.
    mutating func release(_ hold: inout Hold) throws(SpendError) {
        for (index, part) in hold.parts.enumerated() where hold.held[index].count != 0 {
            guard var balance = try balance(part.balance) else {
                throw SpendError(.corrupt, "a hold names a balance of \(part.balance.budget) that is not there")
            }
            balance.held = try balance.held.subtracting(hold.held[index])
            hold.held[index] = .zero(part.amount.unit)
            try put(balance)
        }
    }

    private mutating func tellThresholds(
        of part: HoldPart, crossedBy balance: inout Balance, at date: Date
    ) throws(SpendError) {
        guard let allowance = try balance.allowance(), !part.thresholds.isEmpty else { return }
        let spent = try balance.posted.adding(balance.unknown)
        for percent in part.thresholds.sorted() where spent.count > 0 && !balance.crossed.contains(percent) {
            let (reached, isTooLarge) = spent.count.multipliedReportingOverflow(by: 100)
            let (needed, isTooFar) = allowance.count.multipliedReportingOverflow(by: Int128(percent))
            guard !isTooLarge, !isTooFar else {
                throw SpendError(
                    .overflow, "a threshold of budget \(balance.key.budget) exceeds what an amount can hold")
            }
            guard reached >= needed else { return }
            balance.crossed.append(percent)
            try emit(
                SpendEvent(
                    id: "threshold/\(balance.key)/\(percent)", at: date,
                    kind: .thresholdCrossed(
                        balance: balance.key, percent: percent, spent: spent, allowance: allowance)))
        }
    }

    // MARK: Lines

    /// The latest revision of a line, and whether it was taken back; `nil` where the ledger has none.
    func latestRevision(of id: String) throws(SpendError) -> LineRevision? {
        guard var line = try line(id) else { return nil }
        var number = 1
        while let next = try self.line(LedgerLine.id(id, revision: number + 1)) {
            line = next
            number += 1
        }
        let isWithdrawn = try self.line("\(id)#\(number)-") != nil
        return LineRevision(root: id, number: number, line: line, isWithdrawn: isWithdrawn)
    }

    /// Takes a revision back, and appends what is known now.
    ///
    /// - Parameters:
    ///   - revision: The latest revision.
    ///   - replacement: The line as it should be; `nil` to leave nothing. Its id, charges and what it corrects are filled in.
    ///   - charges: What it is charged; without them, the balances of the revision bear it by their units.
    mutating func revise(
        _ revision: LineRevision, to replacement: LedgerLine?, charges: [LedgerLine.Charge]? = nil
    ) throws(SpendError) {
        if !revision.isWithdrawn {
            try appendCharged(try revision.line.reversed(at: revision.number, of: revision.root))
        }
        guard var line = replacement else { return }
        line.id = LedgerLine.id(revision.root, revision: revision.number + 1)
        line.corrects = revision.line.id
        line.isReversal = false
        line.charges =
            charges
            ?? revision.line.charges.map {
                LedgerLine.Charge(to: $0.balance, line.amount(in: $0.amount.unit, otherwise: $0.amount))
            }
        try appendCharged(line)
    }

    /// Appends a line whose charges are known, and counts them.
    private mutating func appendCharged(_ line: LedgerLine) throws(SpendError) {
        for charge in line.charges {
            guard var balance = try balance(charge.balance) else {
                throw SpendError(.corrupt, "a line names a balance of \(charge.balance.budget) that is not there")
            }
            try balance.count(charge.amount, as: line.state)
            try put(balance)
        }
        try append(line)
    }
}

/// A line among its revisions.
struct LineRevision {
    /// The id of the first revision.
    let root: String
    /// Which revision it is, from 1.
    let number: Int
    /// The line.
    let line: LedgerLine
    /// Whether a reversing entry took it back, and nothing replaced it.
    let isWithdrawn: Bool

    /// Whether a line that says `state` has more to tell.
    func yields(to state: LedgerLine.State) -> Bool { line.state.yields(to: state) }
}

extension Balance {
    /// Counts what a line of `state` was charged.
    mutating func count(_ amount: SpendAmount, as state: LedgerLine.State) throws(SpendError) {
        if state == .unknown { unknown = try unknown.adding(amount) } else { posted = try posted.adding(amount) }
    }
}

extension LedgerLine {
    /// What a budget of `unit` is charged for the line.
    ///
    /// - Parameter held: What it is charged where the line's cost is not known in that currency and the line names no ceiling.
    func amount(in unit: SpendUnit, otherwise held: SpendAmount) -> SpendAmount {
        switch unit {
        case .tokens: .tokens(usage.total)
        case .money(let currency):
            if let cost = cost.amount, cost.currency == currency {
                .money(cost)
            } else if let ceiling, ceiling.currency == currency {
                .money(ceiling)
            } else {
                held
            }
        }
    }
}
