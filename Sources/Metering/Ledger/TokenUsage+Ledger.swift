extension TokenUsage {
    /// The sum of two usages, where it can be held.
    ///
    /// - Throws: ``SpendError`` of code ``SpendError/Code/overflow``.
    func adding(_ other: Self) throws(SpendError) -> Self {
        var sum = self
        for member in Self.members {
            sum[keyPath: member.path] = try Self.sum(self[keyPath: member.path], other[keyPath: member.path])
        }
        if reasoning != nil || other.reasoning != nil {
            sum.reasoning = try Self.sum(reasoning ?? 0, other.reasoning ?? 0)
        }
        return sum
    }

    private static func sum(_ left: Int, _ right: Int) throws(SpendError) -> Int {
        let (sum, isTooFar) = left.addingReportingOverflow(right)
        guard !isTooFar else { throw SpendError(.overflow, "the usage of a day exceeds what can be counted") }
        return sum
    }

    /// Whether nothing was used, reasoning told or not: what is left of a line that was taken back.
    var isNothing: Bool { reasoning ?? 0 == 0 && Self.members.allSatisfy { self[keyPath: $0.path] == 0 } }

    /// Refuses counts that no line can have, so that their sums never trap.
    func validate() throws(SpendError) {
        var total = reasoning ?? 0
        for count in [total] + Self.members.map({ self[keyPath: $0.path] }) where count < 0 {
            throw SpendError(.invalidInput, "usage is counted from 0, not \(count): use a correction to take back")
        }
        for member in Self.members {
            let (sum, isTooFar) = total.addingReportingOverflow(self[keyPath: member.path])
            guard !isTooFar else { throw SpendError(.invalidInput, "a line counts less than 2^63 in all") }
            total = sum
        }
    }
}
