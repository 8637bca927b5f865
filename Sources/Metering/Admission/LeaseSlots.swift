import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The leases of one set of balances.
final class LeaseSlot: Sendable {
    /// The balances, in the order of the calls' parts.
    let balances: [BalanceKey]
    let book = Mutex(LeaseBook())
    /// Held while the store is asked or told.
    let lock = AsyncLock()

    init(_ balances: [BalanceKey]) {
        self.balances = balances
    }

    func draw(_ need: LeaseNeed, for id: String, at date: Date) -> AdmittedCall? {
        book.withLock { $0.draw(money: need.money, tokens: need.tokens, at: date) }
            .map {
                AdmittedCall(id: id, draw: LeaseDraw(slot: self, lease: $0, money: need.money, tokens: need.tokens))
            }
    }

    fileprivate func isOf(_ parts: [HoldPart]) -> Bool {
        guard balances.count == parts.count else { return false }
        for index in parts.indices where parts[index].balance != balances[index] { return false }
        return true
    }
}

/// The slots of a process. A call finds its own by its parts as they are: a list of their balances, as the key of a dictionary would
/// be, costs an allocation.
struct LeaseSlots {
    private var buckets: [Int: [LeaseSlot]] = [:]

    /// All slots.
    var all: [LeaseSlot] { buckets.values.flatMap { $0 } }

    /// The slot of the parts' balances, made where there is none.
    mutating func slot(for parts: [HoldPart]) -> LeaseSlot {
        var hasher = Hasher()
        for index in parts.indices { parts[index].balance.hash(into: &hasher) }
        let hash = hasher.finalize()
        if let slot = buckets[hash]?.first(where: { $0.isOf(parts) }) { return slot }
        let slot = LeaseSlot(parts.map(\.balance))
        buckets[hash, default: []].append(slot)
        return slot
    }

    /// Forgets slots that have no lease.
    mutating func forgetEmpty() {
        buckets = buckets.compactMapValues { slots in
            let kept = slots.filter { !$0.book.withLock(\.leases.isEmpty) }
            return kept.isEmpty ? nil : kept
        }
    }
}
