public import Metering

/// The tokens that a Converse call is billed for, as the service counts them.
///
/// ``inputTokens`` does not contain the tokens read from or written to a prompt cache.
public struct ConverseUsage: Sendable, Hashable, Codable {
    /// Input tokens outside the cache.
    public var inputTokens: Int
    /// Output tokens.
    public var outputTokens: Int
    /// The service's own total; whether it contains cached tokens is not documented.
    public var totalTokens: Int
    /// Input tokens read from the cache.
    public var cacheReadInputTokens: Int?
    /// Input tokens written to the cache.
    public var cacheWriteInputTokens: Int?
    /// The cache writes by time to live.
    public var cacheDetails: [CacheDetail]?

    /// Creates one from its members.
    public init(
        inputTokens: Int, outputTokens: Int, totalTokens: Int, cacheReadInputTokens: Int? = nil,
        cacheWriteInputTokens: Int? = nil, cacheDetails: [CacheDetail]? = nil
    ) {
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.totalTokens = totalTokens
        self.cacheReadInputTokens = cacheReadInputTokens
        self.cacheWriteInputTokens = cacheWriteInputTokens
        self.cacheDetails = cacheDetails
    }

    /// The usage in the classes that have prices. Cache writes without a known time to live count as five minutes.
    public var tokenUsage: TokenUsage {
        let details = cacheDetails ?? []
        return TokenUsage(
            input: inputTokens, output: outputTokens, cacheRead: cacheReadInputTokens ?? 0,
            cacheWrite: cacheWriteInputTokens ?? details.reduce(0) { $0 + $1.inputTokens },
            attributed5m: details.tokens(for: .fiveMinutes), attributed1h: details.tokens(for: .oneHour))
    }
}

/// The tokens that were written to the cache for one time to live.
public struct CacheDetail: Sendable, Hashable, Codable {
    /// How long they live.
    public var ttl: CacheTTL
    /// How many there are.
    public var inputTokens: Int

    /// Creates one from its members.
    public init(ttl: CacheTTL, inputTokens: Int) {
        self.ttl = ttl
        self.inputTokens = inputTokens
    }
}

extension [CacheDetail] {
    func tokens(for ttl: CacheTTL) -> Int {
        reduce(0) { $0 + ($1.ttl == ttl ? $1.inputTokens : 0) }
    }
}
