import Attribution
import Synchronization

/// What a policy makes of the contexts that calls are made in. Most calls come with few of them, again and again.
final class AttributionCache: Sendable {
    /// How many are kept. Contexts have attributes of any number of values, such as users and sessions.
    static let capacity = 256

    private let policy: TagPolicy
    private let known = Mutex<[CostContext: CostAttribution]>([:])

    init(_ policy: TagPolicy) {
        self.policy = policy
    }

    /// What a call in `context` is attributed by. A refusal is made out anew each time.
    func attribution(of context: CostContext?) throws(TagPolicyError) -> CostAttribution {
        guard let context else { return try policy.attribution(of: nil) }
        if let attribution = known.withLock({ $0[context] }) { return attribution }
        let attribution = try policy.attribution(of: context)
        known.withLock { known in
            // A full one begins anew: what is in use is soon back.
            if known.count >= Self.capacity { known.removeAll(keepingCapacity: true) }
            known[context] = attribution
        }
        return attribution
    }
}
