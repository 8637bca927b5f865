/// The tokens that a call is billed for, in classes that do not overlap: each token is counted in exactly one of
/// ``input``, ``output``, ``cacheRead``, ``cacheWrite5m`` and ``cacheWrite1h``, and each class has its own price.
public struct TokenUsage: Sendable, Hashable, Codable {
    /// Input tokens that were neither read from nor written to a prompt cache.
    public var input: Int
    /// Output tokens, reasoning included.
    public var output: Int
    /// Input tokens that were read from a prompt cache.
    public var cacheRead: Int
    /// Input tokens that were written to a prompt cache for five minutes.
    ///
    /// Writes of which the service does not tell the time to live are counted here: five minutes is its default.
    public var cacheWrite5m: Int
    /// Input tokens that were written to a prompt cache for one hour.
    public var cacheWrite1h: Int
    /// How many of the ``output`` tokens were reasoning; `nil` where the service does not tell. Never to be added to
    /// ``output``, which contains them.
    public var reasoning: Int?

    /// A usage of the given counts.
    public init(
        input: Int = 0, output: Int = 0, cacheRead: Int = 0, cacheWrite5m: Int = 0, cacheWrite1h: Int = 0,
        reasoning: Int? = nil
    ) {
        self.input = input
        self.output = output
        self.cacheRead = cacheRead
        self.cacheWrite5m = cacheWrite5m
        self.cacheWrite1h = cacheWrite1h
        self.reasoning = reasoning
    }

    /// A usage of which the cache writes are known as a total and, perhaps, by time to live.
    ///
    /// - Parameters:
    ///   - input: Input tokens outside the cache.
    ///   - output: Output tokens.
    ///   - cacheRead: Input tokens read from the cache.
    ///   - cacheWrite: All input tokens written to the cache; what the next two do not explain counts as five minutes.
    ///   - attributed5m: Those known to be written for five minutes.
    ///   - attributed1h: Those known to be written for one hour.
    ///   - reasoning: Output tokens that were reasoning, if known.
    public init(
        input: Int, output: Int, cacheRead: Int, cacheWrite: Int, attributed5m: Int, attributed1h: Int,
        reasoning: Int? = nil
    ) {
        self.init(
            input: input, output: output, cacheRead: cacheRead,
            cacheWrite5m: max(attributed5m, cacheWrite - attributed1h), cacheWrite1h: attributed1h,
            reasoning: reasoning)
    }

    /// No tokens.
    public static let zero = Self()

    /// All tokens of the prompt: input, cache reads and cache writes.
    public var prompt: Int { input + cacheRead + cacheWrite5m + cacheWrite1h }

    /// All tokens, prompt and output.
    public var total: Int { prompt + output }

    /// The sum of two usages, class by class. Reasoning is known where either side knows it.
    public static func + (left: Self, right: Self) -> Self {
        Self(
            input: left.input + right.input, output: left.output + right.output,
            cacheRead: left.cacheRead + right.cacheRead, cacheWrite5m: left.cacheWrite5m + right.cacheWrite5m,
            cacheWrite1h: left.cacheWrite1h + right.cacheWrite1h,
            reasoning: left.reasoning.map { $0 + (right.reasoning ?? 0) } ?? right.reasoning)
    }

    /// Adds a usage to another, class by class.
    public static func += (left: inout Self, right: Self) {
        left = left + right
    }
}
