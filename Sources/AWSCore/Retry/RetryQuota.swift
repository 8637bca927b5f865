/// The retries that a client may still make before it has to see calls succeed again.
struct RetryQuota {
    private let capacity: Int
    private(set) var available: Int

    init(capacity: Int) {
        self.capacity = capacity
        self.available = capacity
    }

    mutating func take(_ cost: Int) -> Bool {
        guard available >= cost else { return false }
        available -= cost
        return true
    }

    /// A call succeeded: its last retry's cost comes back, or one unit where it needed no retry.
    mutating func refund(_ lastCost: Int?) {
        available = min(capacity, available + (lastCost ?? 1))
    }
}
