extension TokenUsage {
    /// The difference of two usages, class by class, as reversing entries need it.
    static func - (left: Self, right: Self) -> Self {
        Self(
            input: left.input - right.input, output: left.output - right.output,
            cacheRead: left.cacheRead - right.cacheRead, cacheWrite5m: left.cacheWrite5m - right.cacheWrite5m,
            cacheWrite1h: left.cacheWrite1h - right.cacheWrite1h,
            reasoning: right.reasoning.map { (left.reasoning ?? 0) - $0 } ?? left.reasoning)
    }

    /// The sum of two usages, where it can be held.
    ///
    /// - Throws: ``SpendError`` of code ``SpendError/Code/overflow``.
    func adding(_ other: Self) throws(SpendError) -> Self {
        Self(
            input: try Self.sum(input, other.input), output: try Self.sum(output, other.output),
            cacheRead: try Self.sum(cacheRead, other.cacheRead),
            cacheWrite5m: try Self.sum(cacheWrite5m, other.cacheWrite5m),
            cacheWrite1h: try Self.sum(cacheWrite1h, other.cacheWrite1h),
            reasoning: reasoning == nil && other.reasoning == nil
                ? nil : try Self.sum(reasoning ?? 0, other.reasoning ?? 0))
    }

    private static func sum(_ left: Int, _ right: Int) throws(SpendError) -> Int {
        let (sum, isTooFar) = left.addingReportingOverflow(right)
        guard !isTooFar else { throw SpendError(.overflow, "the tokens of a day exceed what can be counted") }
        return sum
    }

    /// Whether nothing was used, reasoning told or not: what is left of a line that was taken back.
    var isNothing: Bool {
        input == 0 && output == 0 && cacheRead == 0 && cacheWrite5m == 0 && cacheWrite1h == 0 && reasoning ?? 0 == 0
    }

    /// Refuses counts that no line can have, so that their sums never trap.
    func validate() throws(SpendError) {
        var total = 0
        for count in [input, output, cacheRead, cacheWrite5m, cacheWrite1h, reasoning ?? 0] {
            guard count >= 0 else {
                throw SpendError(
                    .invalidInput, "tokens are counted from 0, not \(count): use a correction to take back")
            }
            let (sum, isTooFar) = total.addingReportingOverflow(count)
            guard !isTooFar else { throw SpendError(.invalidInput, "a line has fewer than 2^63 tokens in all") }
            total = sum
        }
    }
}
