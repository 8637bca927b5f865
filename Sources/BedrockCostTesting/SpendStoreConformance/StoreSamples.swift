import Attribution
import Metering

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Date {
    /// Seconds from noon of 10 November 2026 in UTC.
    static func at(_ seconds: Double) -> Date { Date(timeIntervalSince1970: 1_794_312_000 + seconds) }
}

extension SpendAmount {
    /// US cents.
    static func cents(_ cents: Int) -> Self { .money(.usd(cents: cents)) }
}

extension BalanceKey {
    /// The balance of most checks.
    static let team = Self.of("team")

    /// A balance in November.
    static func of(_ budget: String, _ scope: String = "", _ window: String = "2026-11") -> Self {
        Self(budget: budget, scope: scope, window: window)
    }
}

extension HoldPart {
    /// A part of so many cents, of a budget of ten dollars where nothing else is said.
    static func of(
        _ cents: Int, _ balance: BalanceKey = .team, limit: Int? = 1_000, isEnforced: Bool = true,
        thresholds: [Int] = [], carryOver: CarryOver? = nil, alsoCounts: [BalanceKey] = [], resets: Double? = nil
    ) -> Self {
        Self(
            of: balance, .cents(cents), limit: limit.map(SpendAmount.cents), isEnforced: isEnforced,
            thresholds: thresholds, carryOver: carryOver, alsoCounts: alsoCounts, resets: resets.map(Date.at))
    }

    /// A part of tokens.
    static func tokens(_ tokens: Int, _ balance: BalanceKey = .of("tokens"), limit: Int? = 1_000) -> Self {
        Self(of: balance, .tokens(tokens), limit: limit.map(SpendAmount.tokens))
    }
}

extension TokenUsage {
    /// The usage of most checks: 120 tokens.
    static let sample = Self(input: 100, output: 20)
}

extension LedgerLine {
    /// A line of so many cents.
    static func priced(
        _ id: String, _ cents: Int, state: State = .settled, usage: TokenUsage = .sample, at: Double = 1,
        tags: TagSet = ["team": "claims"], model: String = "amazon.nova-lite-v1:0", request: String? = nil
    ) -> Self {
        Self(
            id: id, request: request, occurred: .at(at), target: model,
            model: PricedModel(id: model, region: "us-east-1"),
            tags: tags, usage: usage, cost: .priced(.usd(cents: cents)), state: state)
    }

    /// A line whose cost is not known.
    static func unpriced(
        _ id: String, ceiling: Int? = nil, state: State = .settled, usage: TokenUsage = .sample
    ) -> Self {
        Self(
            id: id, occurred: .at(1), target: "private.model", tags: ["team": "claims"], usage: usage,
            cost: .unpriced(missing: [.input, .output]), ceiling: ceiling.map { .usd(cents: $0) }, state: state)
    }

    /// A line in another currency.
    static func foreign(_ id: String, _ amount: Int, _ currency: Currency, ceiling: Money? = nil) -> Self {
        Self(
            id: id, occurred: .at(1), target: "amazon.nova-lite-v1:0", usage: .sample,
            cost: .priced(Money(attoUnits: Int128(amount) * 10_000_000_000_000_000, currency)), ceiling: ceiling,
            state: .settled)
    }
}

extension Reservation.Outcome {
    func held(_ id: String) throws -> Hold {
        switch self {
        case .held(let hold): hold
        case .denied(let denial): throw CheckFailure(message: "hold \(id) was denied: \(denial)")
        }
    }

    func denied(_ id: String) throws -> SpendDenial {
        switch self {
        case .held: throw CheckFailure(message: "hold \(id) was not denied")
        case .denied(let denial): denial
        }
    }
}
