public import AWSCore

/// A form in which a usage is told. Services and models have many; each counts in its own way.
///
/// ```swift
/// let reading = UsageDialect.openAIResponses.reading(of: body)
/// let any = UsageReading(body: body)                 // whichever dialect the body is in
/// ```
public struct UsageDialect: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The name, such as `converse`.
    public let rawValue: String

    /// A dialect by its name. One that this version does not know reads nothing.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The name.
    public var description: String { rawValue }

    /// Converse's answer: `usage.inputTokens`, without what came from the cache.
    public static let converse = Self(rawValue: "converse")
    /// The `metadata` event of ConverseStream, alone or in a list of all events.
    public static let converseStream = Self(rawValue: "converseStream")
    /// Anthropic's Messages, of InvokeModel and bedrock-mantle: `usage.input_tokens`, without what came from the cache.
    public static let anthropicMessages = Self(rawValue: "anthropicMessages")
    /// The events of streamed Anthropic Messages: `message_start` and `message_delta`, whose counts are cumulative.
    public static let anthropicStream = Self(rawValue: "anthropicStream")
    /// Amazon Nova's own answer: `usage.inputTokens`, `cacheReadInputTokenCount`.
    public static let nova = Self(rawValue: "nova")
    /// Amazon Titan Text: `inputTextTokenCount` and `results[].tokenCount`.
    public static let titanText = Self(rawValue: "titanText")
    /// Amazon Titan embeddings: `inputTextTokenCount`, and an image where the request had one.
    public static let titanEmbedding = Self(rawValue: "titanEmbedding")
    /// Meta Llama: `prompt_token_count` and `generation_token_count`.
    public static let llama = Self(rawValue: "llama")
    /// Cohere's Command, Embed and Rerank: `meta.billed_units`.
    public static let cohere = Self(rawValue: "cohere")
    /// AI21's Jurassic: as many tokens as it lists.
    public static let jurassic = Self(rawValue: "jurassic")
    /// OpenAI's Chat Completions, which Jamba, Mistral, DeepSeek, Qwen and gpt-oss speak, too: `usage.prompt_tokens` contains
    /// what came from the cache.
    public static let openAIChat = Self(rawValue: "openAIChat")
    /// OpenAI's Responses: `usage.input_tokens` contains what came from the cache.
    public static let openAIResponses = Self(rawValue: "openAIResponses")
    /// Images of Stability: those whose `finish_reasons` tell no reason.
    public static let stabilityImages = Self(rawValue: "stabilityImages")
    /// Images of Nova Canvas and Titan Image Generator.
    public static let amazonImages = Self(rawValue: "amazonImages")
    /// Films of Nova Reel and Luma Ray: the request tells how long they are, and no answer does.
    public static let filmRequest = Self(rawValue: "filmRequest")
    /// Speech of Nova Sonic: `usageEvent`, whose totals count from the beginning of the session.
    public static let novaSonic = Self(rawValue: "novaSonic")
    /// The header fields `x-amzn-bedrock-…-token-count` beside an answer of InvokeModel.
    public static let headers = Self(rawValue: "headers")
    /// `amazon-bedrock-invocationMetrics` in the last chunk of a stream of InvokeModel.
    public static let invocationMetrics = Self(rawValue: "invocationMetrics")
    /// A record of the log of model invocations.
    public static let invocationLog = Self(rawValue: "invocationLog")
    /// A record of a batch job's output.
    public static let batchRecord = Self(rawValue: "batchRecord")

    /// The dialects that this version reads.
    public static let known: [Self] = [
        .converse, .converseStream, .anthropicMessages, .anthropicStream, .nova, .titanText, .titanEmbedding, .llama,
        .cohere,
        .jurassic, .openAIChat, .openAIResponses, .stabilityImages, .amazonImages, .filmRequest, .novaSonic, .headers,
        .invocationMetrics, .invocationLog, .batchRecord,
    ]

    /// What a document in this dialect tells.
    ///
    /// - Parameters:
    ///   - document: The answer, event, list of events or record; for ``headers`` an object of the fields.
    ///   - request: The request's body, where it is known. Images read and films made are told by no answer.
    /// - Returns: `nil` where it tells no usage: that is unknown then, not zero.
    public func reading(of document: JSONValue, request: JSONValue? = nil) -> UsageReading? {
        switch self {
        case .converse: UsageReading(converse: document, .converse)
        case .converseStream: UsageReading(converseStream: document)
        case .anthropicMessages: UsageReading(anthropic: document)
        case .anthropicStream: UsageReading(anthropicStream: document)
        case .nova: UsageReading(converse: document, .nova)
        case .titanText: UsageReading(titanText: document)
        case .titanEmbedding: UsageReading(titanEmbedding: document, request: request)
        case .llama: UsageReading(llama: document)
        case .cohere: UsageReading(cohere: document)
        case .jurassic: UsageReading(jurassic: document)
        case .openAIChat: UsageReading(openAIChat: document)
        case .openAIResponses: UsageReading(openAIResponses: document)
        case .stabilityImages: UsageReading(stabilityImages: document)
        case .amazonImages: UsageReading(amazonImages: document)
        case .filmRequest: UsageReading(filmRequest: request ?? document)
        case .novaSonic: UsageReading(novaSonic: document)
        case .headers:
            UsageReading(
                headers: (document.object ?? [:]).compactMap { name, value in value.string.map { (name, $0) } })
        case .invocationMetrics: UsageReading(invocationMetrics: document)
        case .invocationLog: UsageReading(invocationLog: document)
        case .batchRecord: UsageReading(batchRecord: document)
        default: nil
        }
    }
}
