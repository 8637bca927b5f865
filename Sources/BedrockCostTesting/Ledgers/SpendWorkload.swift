import Attribution
public import Metering

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Calls that are held, settled, extended, voided and corrected the way metered calls are, for tests of a store that end its
/// process at any moment.
///
/// The call of a number is always the same, with the same ids, so that one whose end was not seen can be made again. Hold what
/// ``run(_:on:)`` told against the store that is opened afterwards, and let `LedgerAudit` say whether the store agrees with
/// itself.
public struct SpendWorkload: Sendable {
    /// Who calls; part of every id, so that several may write to one store.
    public var writer: String
    /// What the budgets allow; every call holds a tenth of a dollar and costs at most as much.
    public var limit: SpendAmount
    /// When the calls begin. Each is a second after the one before.
    public var start: Date

    /// A workload.
    public init(writer: String, limit: SpendAmount = .usd(1_000_000), start: Date) {
        self.writer = writer
        self.limit = limit
        self.start = start
    }

    /// What a call has left in the store when it ended.
    public enum End: Sendable, Hashable {
        /// Lines of these ids.
        case lines([String])
        /// A hold of this id that was voided, and no line.
        case voided(String)
        /// Nothing, since a budget was short.
        case denied
    }

    /// What the call of a number costs at most.
    public static var held: Money { Money(attoUnits: 100_000_000_000_000_000) }

    /// Makes a call.
    ///
    /// - Returns: What the store has acknowledged.
    /// - Throws: `SpendError`.
    public func run(_ number: Int, on store: some BudgetStore) async throws(SpendError) -> End {
        let id = "\(writer)-\(number)"
        let now = start.addingTimeInterval(Double(number))
        var line = line(number, id: "\(id)/1", at: now)
        if number % 10 == 9 {
            try await store.perform(Posting(line, to: parts(number), at: now))
            return .lines([line.id])
        }
        let reservation = Reservation(
            id, owner: writer, parts: parts(number), draft: line, at: now, expires: now.addingTimeInterval(600))
        do {
            guard case .held = try await store.perform(reservation) else { return .denied }
        } catch {
            // Made again, after its end was not seen: what follows is repeatable, too.
            guard error.code == .holdNotOpen else { throw error }
        }
        switch number % 10 {
        case 8:
            _ = try await store.perform(HoldVoiding(of: id))
            return .voided(id)
        case 7:
            // A retry: two attempts of one call, settled apart.
            _ = try await store.perform(Settlement(of: id, with: [line], closes: false, at: now))
            var second = line
            second.id = "\(id)/2"
            second.attempt = 2
            _ = try await store.perform(Settlement(of: id, with: [second], at: now))
            return .lines([line.id, second.id])
        case 6:
            // An estimate that the service's own count replaces.
            line.state = .estimated
            _ = try await store.perform(Settlement(of: id, with: [line], at: now))
            line.state = .settled
            line.usage.output += 10
            _ = try await store.perform(Settlement(of: id, with: [line], at: now))
            return .lines([line.id, "\(line.id)#1-", "\(line.id)#2"])
        case 5:
            // A caller that was gone, and a log that tells later.
            let late = now.addingTimeInterval(601)
            _ = try await store.perform(HoldExpiry(of: id, at: late))
            _ = try await store.perform(Settlement(of: id, with: [line], at: late))
            return .lines([line.id])
        default:
            _ = try await store.perform(Settlement(of: id, with: [line], at: now))
            return .lines([line.id])
        }
    }

    private func parts(_ number: Int) -> [HoldPart] {
        let amount = SpendAmount.money(Self.held)
        func key(_ budget: String, _ scope: String) -> BalanceKey {
            BalanceKey(budget: budget, scope: scope, window: "2026-11@UTC")
        }
        return [
            HoldPart(of: key("company", ""), amount, limit: limit, thresholds: [50, 80, 100]),
            HoldPart(of: key("team", "team=t\(number % 4)"), amount, limit: limit, thresholds: [100]),
            HoldPart(of: key("user", "user=u\(number % 50)"), amount),
            HoldPart(of: key("tokens", ""), .tokens(10_000)),
        ]
    }

    private func line(_ number: Int, id: String, at date: Date) -> LedgerLine {
        let cost = Money(attoUnits: 1_000_000_000_000_000 * Int128(1 + number % 97) + Int128(number))
        return LedgerLine(
            id: id, request: "\(writer)-\(number)", occurred: date, target: "example.model-v1:0",
            model: PricedModel(id: "example.model-v1:0", region: "us-east-1"),
            tags: ["team": "t\(number % 4)", "env": "test"], attributes: ["user": "u\(number % 50)"],
            usage: TokenUsage(input: 100 + number % 900, output: 10 + number % 90, cacheRead: number % 7 * 1_000),
            cost: .priced(cost), ceiling: Self.held, state: .settled)
    }
}
