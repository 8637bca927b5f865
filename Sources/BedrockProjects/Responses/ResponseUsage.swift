public import AWSCore
public import Metering
public import UsageDialects

/// The tokens that an inference used, as OpenAI's API counts them: the input contains what came from and went to the
/// cache, the output contains reasoning.
///
/// ``tokenUsage`` has them in classes that do not overlap, as they are billed.
public struct ResponseUsage: Sendable, Hashable {
    /// All input tokens, cached ones included.
    public var inputTokens: Int
    /// Input tokens that were read from the prompt cache.
    public var cachedTokens: Int
    /// Input tokens that were written to the prompt cache.
    public var cacheWriteTokens: Int
    /// All output tokens, reasoning included.
    public var outputTokens: Int
    /// Output tokens that were reasoning; `nil` where the service does not tell.
    public var reasoningTokens: Int?
    /// Input and output, as the service added them up.
    public var totalTokens: Int
    /// Input tokens that were sound; ``inputTokens`` contains them.
    public var inputAudioTokens = 0
    /// Output tokens that were sound; ``outputTokens`` contains them.
    public var outputAudioTokens = 0
    /// Numbers among the counts that this version does not know, by their paths.
    public var unrecognized: [String: JSONValue] = [:]

    /// A usage.
    public init(
        inputTokens: Int, cachedTokens: Int = 0, cacheWriteTokens: Int = 0, outputTokens: Int,
        reasoningTokens: Int? = nil, totalTokens: Int? = nil
    ) {
        self.inputTokens = inputTokens
        self.cachedTokens = cachedTokens
        self.cacheWriteTokens = cacheWriteTokens
        self.outputTokens = outputTokens
        self.reasoningTokens = reasoningTokens
        self.totalTokens = totalTokens ?? inputTokens + outputTokens
    }

    /// The tokens in classes that do not overlap: cached tokens are taken out of the input.
    ///
    /// The service does not tell how long a written prompt is cached; writes are counted as five minutes.
    public var tokenUsage: TokenUsage {
        var usage = TokenUsage(
            promptWithCache: inputTokens, cacheRead: cachedTokens, cacheWrite: cacheWriteTokens, output: outputTokens,
            reasoning: reasoningTokens)
        usage.inputAudioTokens = min(inputAudioTokens, usage.input)
        usage.outputAudioTokens = min(outputAudioTokens, usage.output)
        usage.input -= usage.inputAudioTokens
        usage.output -= usage.outputAudioTokens
        return usage
    }

    /// The usage with what else the service told, in the form that all dialects share.
    ///
    /// - Parameters:
    ///   - dialect: The API that told it.
    ///   - servedTier: The tier that served the call.
    public func reading(_ dialect: UsageDialect = .openAIResponses, servedTier: PriceTier? = nil) -> UsageReading {
        UsageReading(
            tokenUsage, dialect, providerTotal: totalTokens, servedTier: servedTier, unrecognized: unrecognized)
    }

    /// `usage` of a response; `nil` where it holds no counts.
    init?(responses json: JSONValue) {
        self.init(UsageDialect.openAIResponses.reading(of: ["object": "response", "usage": json]))
    }

    /// `usage` of a chat completion; `nil` where it holds no counts.
    init?(chat json: JSONValue) {
        // A usage of a chat has both counts; what has none of the output is one of embeddings.
        guard json["completion_tokens"] != nil else { return nil }
        self.init(UsageDialect.openAIChat.reading(of: ["usage": json]))
    }

    private init?(_ reading: UsageReading?) {
        guard let reading else { return nil }
        let usage = reading.usage
        self.init(
            inputTokens: usage.prompt, cachedTokens: usage.cacheRead, cacheWriteTokens: usage.cacheWrite5m,
            outputTokens: usage.output + usage.outputAudioTokens, reasoningTokens: usage.reasoning,
            totalTokens: reading.providerTotal)
        (inputAudioTokens, outputAudioTokens) = (usage.inputAudioTokens, usage.outputAudioTokens)
        unrecognized = reading.unrecognized
    }
}
