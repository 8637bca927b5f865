#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The slices that one process holds of one set of balances. Pure: it does no I/O and reads no clock.
///
/// A slice is a hold of the store. Calls draw from it by subtraction, and what they really cost is reported in groups. The last
/// lease may be the current one; the others wait for the calls that drew from them.
struct LeaseBook {
    struct Lease {
        /// The hold's id.
        let id: String
        /// The balances, with all that was ever granted of each.
        var parts: [HoldPart]
        /// What can still be drawn. Every call holds the same of each part of money, and the same of each part of tokens, so one
        /// figure each is enough.
        var money: Int128
        var tokens: Int128
        /// Until when calls may draw.
        var admitsUntil: Date
        /// When a call drew last.
        var lastDraw: Date
        /// Calls that drew and have not ended.
        var running = 0
        /// Lines of ended calls that the store does not have.
        var unreported: [LedgerLine] = []
    }

    /// What the store is to be told of a lease.
    struct Report {
        let lease: String
        let lines: [LedgerLine]
        /// Whether the rest of the lease is given back.
        let closes: Bool
    }

    private(set) var leases: [Lease] = []
    private var hasCurrent = false

    /// The lease that calls draw from; `nil` where there is none, or its time is over.
    func current(at date: Date) -> Lease? {
        guard hasCurrent, let last = leases.last, date < last.admitsUntil else { return nil }
        return last
    }

    /// How many lines wait to be reported.
    private(set) var unreportedCount = 0

    /// Draws for a call.
    ///
    /// - Returns: The lease; `nil` where it has not enough.
    mutating func draw(money: Int128, tokens: Int128, at date: Date) -> String? {
        guard hasCurrent, case let last = leases.count - 1, date < leases[last].admitsUntil,
            leases[last].money >= money, leases[last].tokens >= tokens
        else { return nil }
        leases[last].money -= money
        leases[last].tokens -= tokens
        leases[last].running += 1
        leases[last].lastDraw = date
        return leases[last].id
    }

    /// A call has ended. What it did not use can be drawn again; what it used beyond what it drew is taken from the rest.
    ///
    /// - Parameter line: Its line; `nil` where it did not run.
    mutating func end(_ draw: LeaseDraw, with line: LedgerLine?) {
        guard let index = index(of: draw.lease) else { return }
        var money = draw.money
        var tokens = draw.tokens
        if var line {
            // The store would charge a line whose cost nobody knows with all that the lease still holds.
            if line.cost.amount == nil, line.ceiling == nil,
                case .money(let currency)? = leases[index].parts.lazy.map(\.amount.unit).first(where: { $0 != .tokens })
            {
                line.ceiling = Money(attoUnits: draw.money, currency)
            }
            for part in leases[index].parts.indices {
                let unit = leases[index].parts[part].amount.unit
                let isTokens = unit == .tokens
                let drawn = SpendAmount(count: isTokens ? draw.tokens : draw.money, of: unit)
                let rest = drawn.count - line.amount(in: unit, otherwise: drawn).count
                if isTokens { tokens = min(tokens, rest) } else { money = min(money, rest) }
            }
            leases[index].unreported.append(line)
            unreportedCount += 1
        }
        leases[index].money += money
        leases[index].tokens += tokens
        leases[index].running -= 1
    }

    /// A new lease, from which calls draw from now on.
    mutating func open(_ lease: Lease) {
        leases.append(lease)
        hasCurrent = true
    }

    /// The current lease has grown, and lasts longer.
    mutating func extend(_ id: String, granted: [SpendAmount], until: Date) {
        guard let index = index(of: id) else { return }
        var money: Int128?
        var tokens: Int128?
        for (part, amount) in granted.enumerated() {
            let more = amount.count - leases[index].parts[part].amount.count
            if amount.unit == .tokens { tokens = min(tokens ?? more, more) } else { money = min(money ?? more, more) }
            leases[index].parts[part].amount = amount
        }
        leases[index].money += money ?? 0
        leases[index].tokens += tokens ?? 0
        leases[index].admitsUntil = max(leases[index].admitsUntil, until)
    }

    /// No call draws from the current lease any more.
    mutating func retireCurrent() { hasCurrent = false }

    /// What the store has not been told. Leases from which nothing will be drawn and for which nothing runs are closed.
    func reports() -> [Report] {
        leases.indices.compactMap { index in
            let isPast = index < leases.count - 1 || !hasCurrent
            let closes = isPast && leases[index].running == 0
            guard closes || !leases[index].unreported.isEmpty else { return nil }
            return Report(lease: leases[index].id, lines: leases[index].unreported, closes: closes)
        }
    }

    /// The store has been told.
    mutating func delivered(_ report: Report) {
        guard let index = index(of: report.lease) else { return }
        unreportedCount -= report.closes ? leases[index].unreported.count : report.lines.count
        if report.closes {
            leases.remove(at: index)
        } else {
            leases[index].unreported.removeFirst(report.lines.count)
        }
    }

    private func index(of id: String) -> Int? {
        // By index: a copy of a lease would retain all that it has.
        for index in leases.indices.reversed() where leases[index].id == id { return index }
        return nil
    }
}

/// What a lease gave for one call.
struct LeaseDraw: Sendable {
    let slot: LeaseSlot
    let lease: String
    let money: Int128
    let tokens: Int128
}
