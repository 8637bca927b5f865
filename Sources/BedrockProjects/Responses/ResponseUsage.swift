import AWSCore
public import Metering

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
        TokenUsage(
            input: max(0, inputTokens - cachedTokens - cacheWriteTokens), output: outputTokens,
            cacheRead: cachedTokens, cacheWrite5m: cacheWriteTokens, reasoning: reasoningTokens)
    }

    /// `usage` of a response; `nil` where it holds no counts.
    init?(responses json: JSONValue) {
        self.init(json, "input_tokens", "output_tokens")
    }

    /// `usage` of a chat completion; `nil` where it holds no counts.
    init?(chat json: JSONValue) {
        self.init(json, "prompt_tokens", "completion_tokens")
    }

    private init?(_ json: JSONValue, _ input: String, _ output: String) {
        guard let inputTokens = json[input]?.int, let outputTokens = json[output]?.int else { return nil }
        let (inputDetails, outputDetails) = (json["\(input)_details"], json["\(output)_details"])
        self.init(
            inputTokens: inputTokens, cachedTokens: inputDetails?["cached_tokens"]?.int ?? 0,
            cacheWriteTokens: inputDetails?["cache_write_tokens"]?.int ?? 0, outputTokens: outputTokens,
            reasoningTokens: outputDetails?["reasoning_tokens"]?.int, totalTokens: json["total_tokens"]?.int)
    }
}
