/// The last values of a quantity, and the value that the next one exceeds with a given chance at most.
struct LearnedQuantile {
    private let capacity: Int
    /// In the order of time from `oldest` on, around the end.
    private var values: [Int] = []
    private var oldest = 0
    private var sorted: [Int] = []

    init(capacity: Int) { self.capacity = max(capacity, 1) }

    var count: Int { values.count }

    mutating func record(_ value: Int) {
        if values.count < capacity {
            values.append(value)
        } else {
            sorted.remove(at: position(of: values[oldest]))
            values[oldest] = value
            oldest = (oldest + 1) % capacity
        }
        sorted.insert(value, at: position(of: value))
    }

    /// Where the first value that is not smaller stands, or would.
    private func position(of value: Int) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The smallest value such that the next does not exceed it with a chance of `shortfall` in `shortfall + idle`; `nil` where
    /// there are too few values to tell.
    ///
    /// Of `n` values of the past and one to come, each is the k-th smallest with the same chance: so the next is at most the k-th
    /// of the past with a chance of k ÷ (n + 1), whatever the distribution.
    func value(shortfall: Int, idle: Int) -> Int? {
        let rank = ((sorted.count + 1) * shortfall + shortfall + idle - 1) / (shortfall + idle)
        return rank <= sorted.count ? sorted[max(rank, 1) - 1] : nil
    }
}
