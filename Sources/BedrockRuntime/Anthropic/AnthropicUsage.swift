public import AWSCore
public import Metering
public import UsageDialects

/// The tokens that an Anthropic Messages call is billed for, as the model's own answer counts them.
///
/// ``inputTokens`` does not contain the tokens read from or written to a prompt cache.
public struct AnthropicUsage: Sendable, Hashable, Codable {
    /// Input tokens outside the cache.
    public var inputTokens: Int
    /// Output tokens.
    public var outputTokens: Int
    /// Input tokens written to the cache.
    public var cacheCreationInputTokens: Int?
    /// Input tokens read from the cache.
    public var cacheReadInputTokens: Int?
    /// The cache writes by time to live.
    public var cacheCreation: CacheCreation?
    /// Numbers among the counts that this version does not know, by their paths. They are not encoded again.
    public var unrecognized: [String: JSONValue] = [:]

    /// Creates one from its members.
    public init(
        inputTokens: Int, outputTokens: Int, cacheCreationInputTokens: Int? = nil, cacheReadInputTokens: Int? = nil,
        cacheCreation: CacheCreation? = nil
    ) {
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.cacheCreationInputTokens = cacheCreationInputTokens
        self.cacheReadInputTokens = cacheReadInputTokens
        self.cacheCreation = cacheCreation
    }

    /// Decodes the counts, and keeps numbers that are not known.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        inputTokens = try container.decode(Int.self, forKey: .inputTokens)
        outputTokens = try container.decode(Int.self, forKey: .outputTokens)
        cacheCreationInputTokens = try container.decodeIfPresent(Int.self, forKey: .cacheCreationInputTokens)
        cacheReadInputTokens = try container.decodeIfPresent(Int.self, forKey: .cacheReadInputTokens)
        cacheCreation = try container.decodeIfPresent(CacheCreation.self, forKey: .cacheCreation)
        unrecognized = try UnrecognizedCounts.read(
            from: decoder, besides: Set(CodingKeys.allCases.map(\.rawValue)), at: "usage")
    }

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case inputTokens = "input_tokens"
        case outputTokens = "output_tokens"
        case cacheCreationInputTokens = "cache_creation_input_tokens"
        case cacheReadInputTokens = "cache_read_input_tokens"
        case cacheCreation = "cache_creation"
    }

    /// Cache writes by time to live.
    public struct CacheCreation: Sendable, Hashable, Codable {
        /// Tokens that live for five minutes.
        public var ephemeral5mInputTokens: Int?
        /// Tokens that live for one hour.
        public var ephemeral1hInputTokens: Int?

        /// Creates one from its members.
        public init(ephemeral5mInputTokens: Int? = nil, ephemeral1hInputTokens: Int? = nil) {
            self.ephemeral5mInputTokens = ephemeral5mInputTokens
            self.ephemeral1hInputTokens = ephemeral1hInputTokens
        }

        private enum CodingKeys: String, CodingKey {
            case ephemeral5mInputTokens = "ephemeral_5m_input_tokens"
            case ephemeral1hInputTokens = "ephemeral_1h_input_tokens"
        }
    }

    /// The usage in the classes that have prices. Cache writes without a known time to live count as five minutes.
    public var tokenUsage: TokenUsage { invocationUsage.tokenUsage }

    /// The usage with what else the answer told, in the form that all dialects share.
    public var usageReading: UsageReading {
        UsageReading(tokenUsage, .anthropicMessages, unrecognized: unrecognized)
    }

    var invocationUsage: InvocationUsage {
        var details: [CacheDetail]?
        if let cacheCreation {
            details = [
                CacheDetail(ttl: .oneHour, inputTokens: cacheCreation.ephemeral1hInputTokens ?? 0),
                CacheDetail(ttl: .fiveMinutes, inputTokens: cacheCreation.ephemeral5mInputTokens ?? 0),
            ]
        }
        return InvocationUsage(
            inputTokens: inputTokens, outputTokens: outputTokens, cacheReadInputTokens: cacheReadInputTokens,
            cacheWriteInputTokens: cacheCreationInputTokens, cacheDetails: details)
    }
}
