import Attribution
import Metering
import Synchronization

/// Who calls are made for: what a policy makes of a context, and what budgets bear of its calls.
final class Caller: Sendable {
    let attribution: CostAttribution
    let shares: BudgetShares

    init(_ attribution: CostAttribution, _ calendar: BudgetCalendar) {
        self.attribution = attribution
        shares = BudgetShares(calendar, tags: attribution.tags, attributes: attribution.attributes)
    }
}

/// The callers of a process. Most calls come with few contexts, again and again.
final class Callers: Sendable {
    /// How many are kept. Contexts have attributes of any number of values, such as users and sessions.
    static let capacity = 256

    private let policy: TagPolicy
    private let calendar: BudgetCalendar
    private let known = Mutex<[CostContext: Caller]>([:])

    init(_ policy: TagPolicy, _ calendar: BudgetCalendar) {
        self.policy = policy
        self.calendar = calendar
    }

    /// Who a call in `context` is made for. A refusal is made out anew each time.
    func caller(in context: CostContext?) throws(TagPolicyError) -> Caller {
        guard let context else { return Caller(try policy.attribution(of: nil), calendar) }
        if let caller = known.withLock({ $0[context] }) { return caller }
        let caller = Caller(try policy.attribution(of: context), calendar)
        known.withLock { known in
            // A full one begins anew: what is in use is soon back.
            if known.count >= Self.capacity { known.removeAll(keepingCapacity: true) }
            known[context] = caller
        }
        return caller
    }
}
