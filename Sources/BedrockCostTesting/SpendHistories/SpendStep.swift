import Metering

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// One operation of a random history, in plain numbers.
enum SpendStep: Sendable {
    struct Part: Sendable, Equatable {
        let budget: Int
        var amount: Int
        let limit: Int?
    }

    /// How sure a line is; a later case takes the place of an earlier one.
    enum Certainty: Int, Sendable {
        case unknown, estimated, settled, reconciled

        var state: LedgerLine.State {
            switch self {
            case .unknown: .unknown
            case .estimated: .estimated
            case .settled: .settled
            case .reconciled: .reconciled
            }
        }
    }

    struct Line: Sendable {
        let id: String
        /// `nil` where no price is known.
        var cost: Int?
        var ceiling: Int?
        var tokens: Int
        var state: Certainty
        var at: Int
    }

    case reserve(String, parts: [Part], draft: Line, at: Int, expires: Int, isReleased: Bool)
    case extend(String, until: Int, granted: [Int]?)
    case settle(String, lines: [Line], closes: Bool, at: Int)
    case void(String)
    case expire(String, at: Int)
    case post(Line, parts: [Part], at: Int)
    /// Corrects a revision of an attempt; the model is told whether it is the latest.
    case correct(String, revision: Int, isLatest: Bool, finding: Line?)

    /// The kind, for a report.
    var kind: String {
        switch self {
        case .reserve: "reserve"
        case .extend: "extend"
        case .settle(_, _, let closes, _): closes ? "settle" : "settle in part"
        case .void: "void"
        case .expire: "expire"
        case .post: "post"
        case .correct: "correct"
        }
    }
}

/// What an operation tells, in plain numbers.
enum SpendReply: Equatable {
    struct Shortage: Equatable {
        var budget: BalanceKey
        var requested: Int?
        var remaining: Int?
        var held: Int?
        var spent: Int?
        var allowance: Int?
        var remedy: SpendDenial.Remedy
    }

    case hold(state: String, held: [Int?], expires: Int)
    case denied([Shortage])
    case expiry(HoldExpiry.Outcome)
    case done
    case failed(SpendError.Code)
}

extension SpendStep {
    /// Performs the step on a store, and reads its reply.
    func reply(of store: some BudgetStore, in world: SpendWorld) async throws -> SpendReply {
        do throws(SpendError) {
            switch self {
            case .reserve(let id, let parts, let draft, let at, let expires, let isReleased):
                let outcome = try await store.perform(
                    Reservation(
                        id, owner: "history", parts: parts.map(world.part), draft: world.line(draft),
                        at: world.date(at), expires: world.date(expires),
                        onExpiry: isReleased ? .releases : .countsAsUnknown))
                return SpendReply(outcome, in: world)
            case .extend(let id, let until, let granted):
                let hold = try await store.hold(id)
                let amounts = granted.map { granted in
                    zip(granted, hold?.parts ?? []).map { count, part in
                        part.amount.unit == .tokens ? SpendAmount.tokens(count) : .money(world.money(count))
                    }
                }
                let outcome = try await store.perform(
                    HoldExtension(of: id, until: world.date(until), granting: amounts))
                return SpendReply(outcome, in: world)
            case .settle(let id, let lines, let closes, let at):
                let hold = try await store.perform(
                    Settlement(of: id, with: lines.map(world.line), closes: closes, at: world.date(at)))
                return SpendReply(hold, in: world)
            case .void(let id): return SpendReply(try await store.perform(HoldVoiding(of: id)), in: world)
            case .expire(let id, let at):
                return .expiry(try await store.perform(HoldExpiry(of: id, at: world.date(at))))
            case .post(let line, let parts, let at):
                try await store.perform(Posting(world.line(line), to: parts.map(world.part), at: world.date(at)))
                return .done
            case .correct(let id, let revision, _, let finding):
                try await store.perform(
                    Correction(
                        of: revision == 1 ? id : "\(id)#\(revision)",
                        to: finding.map { finding in
                            Correction.Finding(
                                usage: TokenUsage(input: finding.tokens), cost: world.cost(finding.cost),
                                state: finding.state.state, source: "history")
                        }))
                return .done
            }
        } catch {
            // A store that fails for a reason of its own is no difference between the two.
            if error.code == .unavailable || error.code == .corrupt || error.code == .configuration { throw error }
            return .failed(error.code)
        }
    }
}

extension SpendReply {
    init(_ hold: Hold, in world: SpendWorld) {
        self = .hold(
            state: hold.state.rawValue, held: hold.held.map(world.count),
            expires: Int(hold.expires.timeIntervalSince(world.date(0))))
    }

    init(_ outcome: Reservation.Outcome, in world: SpendWorld) {
        switch outcome {
        case .held(let hold): self.init(hold, in: world)
        case .denied(let denial):
            self = .denied(
                denial.shortages.map { shortage in
                    Shortage(
                        budget: shortage.balance, requested: world.count(shortage.requested),
                        remaining: world.count(shortage.remaining), held: world.count(shortage.held),
                        spent: world.count(shortage.spent), allowance: world.count(shortage.allowance),
                        remedy: shortage.remedy)
                })
        }
    }
}
