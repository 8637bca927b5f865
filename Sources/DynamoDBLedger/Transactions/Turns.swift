import Metering
import Synchronization

/// Lets the transactions of one process that write the same balances go one after the other, in the order in which they came.
///
/// They would succeed without, but each would spoil the attempts of the others. Between processes, versions decide.
final class Turns: Sendable {
    /// The balances that a transaction has to itself.
    struct Turn: Sendable {
        fileprivate let id: Int
        fileprivate let balances: Set<BalanceKey>
    }

    private struct Waiter {
        let turn: Turn
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var nextID = 0
        var busy: Set<BalanceKey> = []
        var waiting: [Waiter] = []
        /// Those that were cancelled before they began to wait.
        var cancelled: Set<Int> = []

        /// The waiters whose turn it is now. Nobody overtakes one who came earlier and wants the same.
        mutating func admit() -> [Waiter] {
            var admitted: [Waiter] = []
            var claimed = busy
            waiting.removeAll { waiter in
                let isFree = claimed.isDisjoint(with: waiter.turn.balances)
                claimed.formUnion(waiter.turn.balances)
                if isFree { admitted.append(waiter) }
                return isFree
            }
            for waiter in admitted { busy.formUnion(waiter.turn.balances) }
            return admitted
        }
    }

    private let state = Mutex(State())

    /// Waits until nobody else in this process writes one of `balances`.
    ///
    /// - Returns: What to end with, and whether there was somebody to wait for.
    func begin(_ balances: Set<BalanceKey>) async throws(SpendError) -> (Turn, hasWaited: Bool) {
        let (turn, isFree) = state.withLock { state in
            state.nextID += 1
            let turn = Turn(id: state.nextID, balances: balances)
            let isWanted = state.waiting.contains { !$0.turn.balances.isDisjoint(with: balances) }
            let isFree = !isWanted && state.busy.isDisjoint(with: balances)
            if isFree { state.busy.formUnion(balances) }
            return (turn, isFree)
        }
        if isFree { return (turn, false) }
        let isAdmitted = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Bool, Never>) in
                let (isCancelled, admitted) = state.withLock { state -> (Bool, [Waiter]) in
                    if state.cancelled.remove(turn.id) != nil { return (true, []) }
                    state.waiting.append(Waiter(turn: turn, continuation: continuation))
                    // What was in the way may have ended meanwhile.
                    return (false, state.admit())
                }
                if isCancelled { continuation.resume(returning: false) }
                for waiter in admitted { waiter.continuation.resume(returning: true) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> Waiter? in
                guard let index = state.waiting.firstIndex(where: { $0.turn.id == turn.id }) else {
                    state.cancelled.insert(turn.id)
                    return nil
                }
                return state.waiting.remove(at: index)
            }
            waiter?.continuation.resume(returning: false)
            resume()
        }
        // Cancelled just after it was admitted.
        state.withLock { _ = $0.cancelled.remove(turn.id) }
        guard isAdmitted else {
            throw SpendError(.unavailable, "the task was cancelled while it waited for its turn at a balance")
        }
        return (turn, true)
    }

    /// Gives the balances to those who wait for them.
    func end(_ turn: Turn) {
        state.withLock { $0.busy.subtract(turn.balances) }
        resume()
    }

    private func resume() {
        let admitted = state.withLock { $0.admit() }
        for waiter in admitted { waiter.continuation.resume(returning: true) }
    }
}
