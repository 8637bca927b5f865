import Synchronization

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Lets calls through while the store cannot be asked, as far as their budgets allow it, and loses no line meanwhile.
///
/// Without it a call fails when the store does. With it, a budget's ``SpendBudget/whenStoreFails`` decides: a call passes when every
/// budget that counts it is open, or open up to an allowance of which enough is left in this process. Lines that could not be written
/// wait in memory, in order, and are written by ``replay(at:)`` and before the next admission that the store answers. They are lost
/// with the process, and so are not promised to survive it.
public final class OutageGate: SpendGate {
    private struct State {
        /// What calls were let through with since the store was lost, by budget.
        var spent: [String: SpendAmount] = [:]
        var waiting: [Waiting] = []
    }

    /// Something that the store is to be told.
    private enum Waiting: Sendable {
        case settle(AdmittedCall, LedgerLine)
        case void(AdmittedCall)
        case post(LedgerLine, [HoldPart])
    }

    private let gate: any SpendGate
    private let store: any BudgetStore
    private let policies: [String: SpendBudget.Outage]
    private let state = Mutex(State())
    private let replaying = AsyncLock()

    /// A gate around another.
    ///
    /// - Parameters:
    ///   - gate: What asks the store.
    ///   - store: Where lines of calls go that were let through without it.
    ///   - budgets: What each of them does in an outage; a budget that is not named is closed.
    public init(_ gate: any SpendGate, store: any BudgetStore, budgets: [SpendBudget]) {
        self.gate = gate
        self.store = store
        policies = Dictionary(budgets.map { ($0.name, $0.whenStoreFails) }) { first, _ in first }
    }

    /// How many settlements wait for the store.
    public var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Asks the gate; where the store cannot be asked, the call's budgets decide.
    public func admit(_ reservation: Reservation) async throws(SpendError) -> Admission {
        do throws(SpendError) {
            let admission = try await gate.admit(reservation)
            if waitingCount > 0 {
                // What waits is written as soon as the store answers; it may fail again, and goes on waiting.
                do throws(SpendError) { try await replay(at: reservation.at) } catch { return admission }
            }
            return admission
        } catch {
            guard error.code == .unavailable else { throw error }
            guard try takeAllowance(reservation.parts) else { throw error }
            return .admitted(AdmittedCall(id: reservation.id, lettingThrough: reservation.parts))
        }
    }

    /// Settles; where the store cannot be asked, the line waits, and nothing is thrown.
    public func settle(_ admitted: AdmittedCall, with line: LedgerLine, at date: Date) async throws(SpendError) {
        if let parts = admitted.letThrough {
            state.withLock { $0.waiting.append(.post(line, parts)) }
            return
        }
        do throws(SpendError) {
            try await gate.settle(admitted, with: line, at: date)
        } catch {
            guard error.code == .unavailable else { throw error }
            state.withLock { $0.waiting.append(.settle(admitted, line)) }
        }
    }

    /// Voids; where the store cannot be asked, that waits, and nothing is thrown.
    public func void(_ admitted: AdmittedCall, at date: Date) async throws(SpendError) {
        if let parts = admitted.letThrough {
            try state.withLock { state throws(SpendError) in
                for part in parts where state.spent[part.balance.budget] != nil {
                    state.spent[part.balance.budget] =
                        try state.spent[part.balance.budget]?.subtracting(part.amount)
                }
            }
            return
        }
        do throws(SpendError) {
            try await gate.void(admitted, at: date)
        } catch {
            guard error.code == .unavailable else { throw error }
            state.withLock { $0.waiting.append(.void(admitted)) }
        }
    }

    /// Writes what waits, in order. When all is written, allowances are whole again.
    ///
    /// - Throws: ``SpendError``; what was not written goes on waiting.
    public func replay(at date: Date) async throws(SpendError) {
        await replaying.enter()
        defer { replaying.leave() }
        while let first = state.withLock({ $0.waiting.first }) {
            switch first {
            case .settle(let admitted, let line): try await gate.settle(admitted, with: line, at: date)
            case .void(let admitted): try await gate.void(admitted, at: date)
            case .post(let line, let parts): try await store.perform(Posting(line, to: parts, at: date))
            }
            state.withLock { _ = $0.waiting.removeFirst() }
        }
        state.withLock { $0.spent = [:] }
    }

    /// Takes what a call may cost from the allowances of its budgets, all or none.
    private func takeAllowance(_ parts: [HoldPart]) throws(SpendError) -> Bool {
        try state.withLock { state throws(SpendError) in
            var spent = state.spent
            for part in parts {
                let name = part.balance.budget
                switch policies[name] ?? .closed {
                case .closed: return false
                case .open: continue
                case .openUpTo(let allowance):
                    let sum = try (spent[name] ?? .zero(part.amount.unit)).adding(part.amount)
                    guard sum.unit == allowance.unit, sum.count <= allowance.count else { return false }
                    spent[name] = sum
                }
            }
            state.spent = spent
            // A call that no budget counts is let through by nobody.
            return !parts.isEmpty
        }
    }
}
