extension TokenUsage {
    /// The difference of two usages, class by class, as reversing entries need it.
    static func - (left: Self, right: Self) -> Self {
        Self(
            input: left.input - right.input, output: left.output - right.output,
            cacheRead: left.cacheRead - right.cacheRead, cacheWrite5m: left.cacheWrite5m - right.cacheWrite5m,
            cacheWrite1h: left.cacheWrite1h - right.cacheWrite1h,
            reasoning: right.reasoning.map { (left.reasoning ?? 0) - $0 } ?? left.reasoning)
    }
}
