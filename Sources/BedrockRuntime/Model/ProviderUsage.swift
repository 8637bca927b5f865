import AWSCore

/// The usage that providers put into their own answers, in the forms that are common on Bedrock.
struct ProviderUsage: Decodable {
    private var anthropic: AnthropicUsage?
    private var nova: ConverseUsage?
    private var openAI: OpenAIUsage?
    private var llamaPrompt: Int?
    private var llamaOutput: Int?

    /// `nil` where `body` is no JSON object.
    init?(body: [UInt8]) {
        guard body.first(where: { $0 > 0x20 }) == UInt8(ascii: "{"),
            let usage = try? AWSJSON.decode(Self.self, from: body)
        else { return nil }
        self = usage
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        // Each form has required members of its own, so at most one of these succeeds.
        anthropic = try? container.decode(AnthropicUsage.self, forKey: .usage)
        nova = try? container.decode(ConverseUsage.self, forKey: .usage)
        openAI = try? container.decode(OpenAIUsage.self, forKey: .usage)
        llamaPrompt = try? container.decode(Int.self, forKey: .llamaPrompt)
        llamaOutput = try? container.decode(Int.self, forKey: .llamaOutput)
    }

    private enum CodingKeys: String, CodingKey {
        case usage
        case llamaPrompt = "prompt_token_count"
        case llamaOutput = "generation_token_count"
    }

    /// The usage, `nil` where the answer has none in a known form.
    var usage: InvocationUsage? {
        if let anthropic { return anthropic.invocationUsage }
        if let nova {
            return InvocationUsage(
                inputTokens: nova.inputTokens, outputTokens: nova.outputTokens,
                cacheReadInputTokens: nova.cacheReadInputTokens, cacheWriteInputTokens: nova.cacheWriteInputTokens)
        }
        if let openAI {
            let cached = openAI.promptDetails?.cached
            return InvocationUsage(
                inputTokens: openAI.prompt - (cached ?? 0), outputTokens: openAI.completion,
                cacheReadInputTokens: cached, reasoningTokens: openAI.completionDetails?.reasoning)
        }
        if let llamaPrompt, let llamaOutput {
            return InvocationUsage(inputTokens: llamaPrompt, outputTokens: llamaOutput)
        }
        return nil
    }

    /// The form of chat completions, in which the prompt contains the cached tokens.
    private struct OpenAIUsage: Decodable {
        var prompt: Int
        var completion: Int
        var promptDetails: PromptDetails?
        var completionDetails: CompletionDetails?

        enum CodingKeys: String, CodingKey {
            case prompt = "prompt_tokens"
            case completion = "completion_tokens"
            case promptDetails = "prompt_tokens_details"
            case completionDetails = "completion_tokens_details"
        }

        struct PromptDetails: Decodable {
            var cached: Int?
            enum CodingKeys: String, CodingKey { case cached = "cached_tokens" }
        }

        struct CompletionDetails: Decodable {
            var reasoning: Int?
            enum CodingKeys: String, CodingKey { case reasoning = "reasoning_tokens" }
        }
    }
}
