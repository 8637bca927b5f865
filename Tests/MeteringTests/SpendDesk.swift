import Attribution
import Foundation
import Metering
import Testing

/// A store in memory with short ways to use it; amounts are cents.
struct SpendDesk {
    let store = MemorySpendStore()
    let team = BalanceKey(budget: "team", window: "2026-11")
    let start = Date(timeIntervalSince1970: 1_794_312_000)

    func line(
        _ id: String, _ cents: Int?, state: LedgerLine.State = .settled, usage: TokenUsage = TokenUsage(input: 10)
    ) -> LedgerLine {
        LedgerLine(
            id: id, occurred: start, target: "amazon.nova-lite-v1:0", usage: usage,
            cost: cents.map { .priced(.usd(cents: $0)) } ?? .unpriced(missing: []), state: state)
    }

    func part(
        _ cents: Int, limit: Int? = 1_000, thresholds: [Int] = [], of key: BalanceKey? = nil,
        alsoCounts: [BalanceKey] = []
    ) -> HoldPart {
        HoldPart(
            of: key ?? team, .money(.usd(cents: cents)), limit: limit.map { .money(.usd(cents: $0)) },
            thresholds: thresholds, alsoCounts: alsoCounts)
    }

    func hold(_ id: String, _ parts: [HoldPart], draft: LedgerLine? = nil) async throws {
        let outcome = try await store.perform(
            Reservation(
                id, owner: "test", parts: parts, draft: draft ?? line(id, 1), at: start,
                expires: start.addingTimeInterval(60)))
        guard case .held = outcome else {
            Issue.record("hold \(id) was denied")
            return
        }
    }

    func settle(_ id: String, _ lines: [LedgerLine], closes: Bool = true) async throws {
        _ = try await store.perform(Settlement(of: id, with: lines, closes: closes, at: start))
    }

    func expire(_ id: String) async throws -> HoldExpiry.Outcome {
        try await store.perform(HoldExpiry(of: id, at: start.addingTimeInterval(60)))
    }

    /// Posted, held and unknown cents.
    func cents(_ key: BalanceKey? = nil) async throws -> [Int128]? {
        try await store.balance(key ?? team).map { balance in
            [balance.posted, balance.held, balance.unknown].map { $0.count / 10_000_000_000_000_000 }
        }
    }

    func events() async throws -> [SpendEvent] {
        try await store.claimEvents(
            by: "test", until: start.addingTimeInterval(1), at: .distantFuture, limit: 1_000)
    }
}
