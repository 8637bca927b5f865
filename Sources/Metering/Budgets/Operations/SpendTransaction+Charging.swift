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
    /// in which nothing was called left nothing, since nobody knows that there was a budget, and neither did one that
    /// counted something else.
    private func carried(into part: HoldPart) throws(SpendError) -> SpendAmount {
        let zero = SpendAmount.zero(part.amount.unit)
        guard let carryOver = part.carryOver, let rest = try balance(carryOver.from)?.remaining(), rest.count > 0,
            rest.unit == zero.unit
        else { return zero }
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
        let unspent = try allowance.subtracting(spent)
        let remaining = try unspent.subtracting(held)
        guard amount.count > remaining.count else { return nil }
        let remedy: SpendDenial.Remedy =
            if amount.count > allowance.count {
                .never
            } else if amount.count <= unspent.count {
                .holdsMayReturn
            } else {
                part.resets == nil ? .never : .windowEnds
            }
        return SpendDenial.Shortage(
            balance: balance.key, requested: amount, remaining: remaining, held: held, spent: spent,
            allowance: allowance, resets: part.resets, remedy: remedy)
    }

    /// Charges a new line to the balances of `parts`, and appends it.
    ///
    /// - Parameters:
    ///   - line: The line; its charges are filled in.
    ///   - parts: What bears it.
    ///   - ceilings: What each part bears of a line whose cost is not known.
    mutating func charge(
        _ line: inout LedgerLine, to parts: [HoldPart], otherwise ceilings: [SpendAmount]
    ) throws(SpendError) {
        line.charges = []
        for (index, part) in parts.enumerated() {
            var balance = try opened(part)
            let amount = line.amount(in: part.amount.unit, otherwise: ceilings[index])
            try balance.count(amount, as: line.state)
            try put(balance)
            line.charges.append(LedgerLine.Charge(to: part.balance, amount))
        }
        try append(line)
    }

    /// Takes out of an open hold what lines have cost, and tells where that is more than it held.
    mutating func take(
        _ charges: [LedgerLine.Charge], from hold: inout Hold, at date: Date
    ) throws(SpendError) {
        for (index, part) in hold.parts.enumerated() {
            guard let amount = charges.first(where: { $0.balance == part.balance })?.amount, amount.count > 0 else {
                continue
            }
            let held = hold.held[index]
            if held.count < amount.count {
                try emit(
                    SpendEvent(
                        id: "overHold/\(hold.id)/\(part.balance)", at: date,
                        kind: .overHold(hold: hold.id, balance: part.balance, by: try amount.subtracting(held))))
            }
            try relieve(&hold, at: index, of: SpendAmount(count: min(held.count, amount.count), of: held.unit))
        }
    }

    /// Gives back what is still held.
    mutating func release(_ hold: inout Hold) throws(SpendError) {
        for index in hold.parts.indices { try relieve(&hold, at: index, of: hold.held[index]) }
    }

    /// Lets a part of a hold hold less.
    private mutating func relieve(_ hold: inout Hold, at index: Int, of amount: SpendAmount) throws(SpendError) {
        guard amount.count != 0 else { return }
        guard var balance = try balance(hold.parts[index].balance) else {
            throw SpendError(
                .corrupt, "a hold names a balance of \(hold.parts[index].balance.budget) that is not there")
        }
        balance.held = try balance.held.subtracting(amount)
        hold.held[index] = try hold.held[index].subtracting(amount)
        try put(balance)
    }

    /// Tells of every threshold that spending has reached and that was not told of before. Operations call it last, when the
    /// balances are what they will be: a line that takes an unknown one's place does not count twice on the way.
    mutating func tellThresholds(of parts: [HoldPart], at date: Date) throws(SpendError) {
        for part in parts where !part.thresholds.isEmpty {
            guard var balance = try balance(part.balance), let allowance = try balance.allowance() else { continue }
            let untold = Set(part.thresholds).subtracting(balance.crossed)
            guard !untold.isEmpty else { continue }
            var spent = try balance.posted.adding(balance.unknown)
            var toldBefore: Set<Int> = []
            for key in part.alsoCounts {
                guard let other = try self.balance(key) else { continue }
                spent = try spent.adding(other.posted).adding(other.unknown)
                toldBefore.formUnion(other.crossed)
            }
            guard spent.count > 0 else { continue }
            var isChanged = false
            for percent in untold.sorted() where spent.hasReached(percent, perCentOf: allowance) {
                isChanged = true
                balance.crossed.append(percent)
                // A rolling window that has not been below since an earlier step told of it tells nothing new.
                guard !toldBefore.contains(percent) else { continue }
                try emit(
                    SpendEvent(
                        id: "threshold/\(balance.key)/\(percent)", at: date,
                        kind: .thresholdCrossed(
                            balance: balance.key, percent: percent, spent: spent, allowance: allowance)))
            }
            if isChanged { try put(balance) }
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

    /// The line that stands for what nobody reported of an expired hold; `nil` where there is none any more.
    func unreported(of hold: Hold) throws(SpendError) -> LineRevision? {
        guard hold.state == .expired, let revision = try latestRevision(of: hold.draft.id),
            revision.line.state == .unknown, !revision.isWithdrawn
        else { return nil }
        return revision
    }

    /// Takes a revision back, and appends what is known now.
    ///
    /// - Parameters:
    ///   - revision: The latest revision.
    ///   - replacement: The line as it should be; `nil` to leave nothing. Its id, charges and what it corrects are filled in.
    ///   - charges: What it is charged; without them, the balances of the revision bear it by their units.
    /// - Returns: The line that was appended in its place; `nil` where there is none.
    @discardableResult
    mutating func revise(
        _ revision: LineRevision, to replacement: LedgerLine?, charges: [LedgerLine.Charge]? = nil
    ) throws(SpendError) -> LedgerLine? {
        if !revision.isWithdrawn {
            try appendCharged(try revision.line.reversed(at: revision.number, of: revision.root))
        }
        guard var line = replacement else { return nil }
        line.id = LedgerLine.id(revision.root, revision: revision.number + 1)
        line.corrects = revision.line.id
        line.isReversal = false
        line.charges =
            charges
            ?? revision.line.charges.map {
                LedgerLine.Charge(to: $0.balance, line.amount(in: $0.amount.unit, otherwise: $0.amount))
            }
        try appendCharged(line)
        return line
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

extension SpendAmount {
    /// Whether this is at least `percent` hundredths of `whole`. The products may need more than 128 bits.
    fileprivate func hasReached(_ percent: Int, perCentOf whole: Self) -> Bool {
        let reached = count.multipliedFullWidth(by: 100)
        let needed = whole.count.multipliedFullWidth(by: Int128(percent))
        return (reached.high, reached.low) >= (needed.high, needed.low)
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
