extension TokenUsage {
    /// The sum of two usages, where it can be held.
    ///
    /// - Throws: ``SpendError`` of code ``SpendError/Code/overflow``.
    func adding(_ other: Self) throws(SpendError) -> Self {
        var sum = self
        sum.input = try Self.sum(input, other.input)
        sum.output = try Self.sum(output, other.output)
        sum.cacheRead = try Self.sum(cacheRead, other.cacheRead)
        sum.cacheWrite5m = try Self.sum(cacheWrite5m, other.cacheWrite5m)
        sum.cacheWrite1h = try Self.sum(cacheWrite1h, other.cacheWrite1h)
        if other.hasMedia {
            for member in Self.members[Self.textClassCount...] {
                sum[keyPath: member.path] = try Self.sum(self[keyPath: member.path], other[keyPath: member.path])
            }
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
        for count in [input, output, cacheRead, cacheWrite5m, cacheWrite1h, reasoning ?? 0] {
            try Self.validate(count)
        }
        guard hasMedia else { return }
        for member in Self.members[Self.textClassCount...] { try Self.validate(self[keyPath: member.path]) }
    }

    private static func validate(_ count: Int) throws(SpendError) {
        guard count >= 0 else {
            throw SpendError(.invalidInput, "usage is counted from 0, not \(count): use a correction to take back")
        }
        guard count <= largestCount else {
            throw SpendError(.invalidInput, "a line counts at most \(largestCount) of a class, not \(count)")
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
