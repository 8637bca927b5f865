public import AWSCore
public import Metering
public import UsageDialects

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
    /// Numbers among the counts that this version does not know, by their paths. They are not encoded again.
    public var unrecognized: [String: JSONValue] = [:]

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

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case inputTokens, outputTokens, totalTokens, cacheReadInputTokens, cacheWriteInputTokens, cacheDetails
    }

    /// Decodes the counts, and keeps numbers that are not known.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        inputTokens = try container.decode(Int.self, forKey: .inputTokens)
        outputTokens = try container.decode(Int.self, forKey: .outputTokens)
        totalTokens = try container.decode(Int.self, forKey: .totalTokens)
        cacheReadInputTokens = try container.decodeIfPresent(Int.self, forKey: .cacheReadInputTokens)
        cacheWriteInputTokens = try container.decodeIfPresent(Int.self, forKey: .cacheWriteInputTokens)
        cacheDetails = try container.decodeIfPresent([CacheDetail].self, forKey: .cacheDetails)
        // The two that some answers tell twice, by the names of Nova's own form.
        unrecognized = try UnrecognizedCounts.read(
            from: decoder,
            besides: Self.knownNames, at: "usage")
    }

    private static let knownNames = Set(
        CodingKeys.allCases.map(\.rawValue) + ["cacheReadInputTokenCount", "cacheWriteInputTokenCount"])

    /// The usage with what else the service told, in the form that all dialects share.
    public func reading(servedTier: PriceTier? = nil) -> UsageReading {
        let usage = tokenUsage
        var reading = UsageReading(
            usage, .converse, providerTotal: totalTokens, servedTier: servedTier, unrecognized: unrecognized)
        // Whether the total contains cached tokens is not documented.
        reading.addsUp = [usage.total, inputTokens + outputTokens].contains(totalTokens)
        return reading
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
