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

    /// Refuses counts that no line can have: those that could not be read back, and would make sums trap.
    func validate() throws(SpendError) {
        for count in [reasoning ?? 0] + Self.members.map({ self[keyPath: $0.path] }) {
            guard count >= 0 else {
                throw SpendError(.invalidInput, "usage is counted from 0, not \(count): use a correction to take back")
            }
            guard count <= Self.largestCount else {
                throw SpendError(.invalidInput, "a line counts at most \(Self.largestCount) of a class, not \(count)")
            }
        }
    }

    /// What is left of a usage when another was reported, class by class; not below zero.
    func lessened(by other: Self) -> Self {
        var rest = self
        for member in Self.members {
            rest[keyPath: member.path] = self[keyPath: member.path].lessened(by: other[keyPath: member.path])
        }
        rest.reasoning = reasoning.map { $0.lessened(by: other.reasoning ?? 0) }
        return rest
    }
}

extension FixedWidthInteger {
    /// This number less another one above zero; not below zero.
    func lessened(by other: Self) -> Self { other <= 0 ? self : self <= other ? 0 : self - other }
}
