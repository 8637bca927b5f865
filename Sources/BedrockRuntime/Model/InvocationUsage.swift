import AWSCore
import HTTPTypes
public import Metering
import UsageDialects

/// The tokens that an InvokeModel call is billed for.
///
/// ``inputTokens`` does not contain the tokens read from or written to a prompt cache. Images and films are not counted here,
/// but in the response's ``InvokeModelResponse/usageReading(request:)``.
public struct InvocationUsage: Sendable, Hashable {
    /// Input tokens outside the cache.
    public var inputTokens: Int
    /// Output tokens.
    public var outputTokens: Int
    /// Input tokens read from the cache; `nil` where nothing is said about the cache.
    public var cacheReadInputTokens: Int?
    /// Input tokens written to the cache; `nil` where nothing is said about the cache.
    public var cacheWriteInputTokens: Int?
    /// The cache writes by time to live, where the provider tells.
    public var cacheDetails: [CacheDetail]?
    /// Output tokens that were reasoning, where the provider tells.
    public var reasoningTokens: Int?
    /// Input tokens that were speech, where a speech model tells; ``inputTokens`` contains them.
    public var inputSpeechTokens: Int?
    /// Output tokens that were speech; ``outputTokens`` contains them.
    public var outputSpeechTokens: Int?

    /// Creates one from its members.
    public init(
        inputTokens: Int, outputTokens: Int, cacheReadInputTokens: Int? = nil, cacheWriteInputTokens: Int? = nil,
        cacheDetails: [CacheDetail]? = nil, reasoningTokens: Int? = nil, inputSpeechTokens: Int? = nil,
        outputSpeechTokens: Int? = nil
    ) {
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.cacheReadInputTokens = cacheReadInputTokens
        self.cacheWriteInputTokens = cacheWriteInputTokens
        self.cacheDetails = cacheDetails
        self.reasoningTokens = reasoningTokens
        self.inputSpeechTokens = inputSpeechTokens
        self.outputSpeechTokens = outputSpeechTokens
    }

    /// The counts of a stream's last chunk.
    public init(_ metrics: InvocationMetrics) {
        self.init(
            inputTokens: metrics.inputTokenCount, outputTokens: metrics.outputTokenCount,
            cacheReadInputTokens: metrics.cacheReadInputTokenCount,
            cacheWriteInputTokens: metrics.cacheWriteInputTokenCount)
    }

    /// The counts of header fields, and of the body where the fields are absent or leave open how long writes live.
    init?(_ counts: TokenCountHeaders, body: [UInt8]) {
        guard let input = counts.inputTokens, let output = counts.outputTokens else {
            guard let reading = UsageReading(body: body) else { return nil }
            self.init(reading)
            return
        }
        self.init(
            inputTokens: input, outputTokens: output, cacheReadInputTokens: counts.cacheReadInputTokens,
            cacheWriteInputTokens: counts.cacheWriteInputTokens)
        if let written = counts.cacheWriteInputTokens, written > 0 {
            cacheDetails = UsageReading(body: body).flatMap { Self($0)?.cacheDetails }
        }
    }

    /// The tokens of a reading; `nil` where it is of none.
    init?(_ reading: UsageReading) {
        let usage = reading.usage
        let isOfTokens = ![.amazonImages, .stabilityImages, .filmRequest].contains(reading.dialect)
        guard isOfTokens else { return nil }
        func told(_ count: Int) -> Int? { count == 0 ? nil : count }
        let details = [
            CacheDetail(ttl: .oneHour, inputTokens: usage.cacheWrite1h),
            CacheDetail(ttl: .fiveMinutes, inputTokens: usage.cacheWrite5m),
        ].filter { $0.inputTokens > 0 }
        self.init(
            inputTokens: usage.input + usage.inputAudioTokens, outputTokens: usage.output + usage.outputAudioTokens,
            cacheReadInputTokens: told(usage.cacheRead),
            cacheWriteInputTokens: told(usage.cacheWrite5m + usage.cacheWrite1h),
            cacheDetails: details.isEmpty ? nil : details, reasoningTokens: usage.reasoning,
            inputSpeechTokens: told(usage.inputAudioTokens), outputSpeechTokens: told(usage.outputAudioTokens))
    }

    /// The usage in the classes that have prices. Cache writes without a known time to live count as five minutes.
    public var tokenUsage: TokenUsage {
        let details = cacheDetails ?? []
        let (heard, said) = (inputSpeechTokens ?? 0, outputSpeechTokens ?? 0)
        var usage = TokenUsage(
            input: inputTokens - heard, output: outputTokens - said, cacheRead: cacheReadInputTokens ?? 0,
            cacheWrite: cacheWriteInputTokens ?? details.reduce(0) { $0 + $1.inputTokens },
            attributed5m: details.tokens(for: .fiveMinutes), attributed1h: details.tokens(for: .oneHour),
            reasoning: reasoningTokens)
        (usage.inputAudioTokens, usage.outputAudioTokens) = (heard, said)
        return usage
    }
}

/// The counts that come in header fields beside an ``InvokeModelResponse``. They are documented, but not part of the
/// service's model, and some providers' models lack them.
public struct TokenCountHeaders: Sendable, Hashable {
    /// `X-Amzn-Bedrock-Input-Token-Count`.
    public var inputTokens: Int?
    /// `X-Amzn-Bedrock-Output-Token-Count`.
    public var outputTokens: Int?
    /// `X-Amzn-Bedrock-Cache-Read-Input-Token-Count`.
    public var cacheReadInputTokens: Int?
    /// `X-Amzn-Bedrock-Cache-Write-Input-Token-Count`.
    public var cacheWriteInputTokens: Int?
    /// `X-Amzn-Bedrock-Invocation-Latency`, in milliseconds.
    public var latencyMilliseconds: Int64?
    /// Fields that count tokens and that this version does not know, by their names in lower case.
    public var unrecognized: [String: String] = [:]

    /// No counts.
    public init() {}

    init(_ fields: HTTPFields) {
        inputTokens = fields[.bedrockInputTokenCount].flatMap { Int($0) }
        outputTokens = fields[.bedrockOutputTokenCount].flatMap { Int($0) }
        cacheReadInputTokens = fields[.bedrockCacheReadTokenCount].flatMap { Int($0) }
        cacheWriteInputTokens = fields[.bedrockCacheWriteTokenCount].flatMap { Int($0) }
        latencyMilliseconds = fields[.bedrockInvocationLatency].flatMap { Int64($0) }
        let known: Set<HTTPField.Name> = [
            .bedrockInputTokenCount, .bedrockOutputTokenCount, .bedrockCacheReadTokenCount,
            .bedrockCacheWriteTokenCount,
        ]
        for field in fields where !known.contains(field.name) && field.name.canonicalName.hasSuffix("-count") {
            guard field.name.canonicalName.hasPrefix("x-amzn-bedrock-") else { continue }
            unrecognized[field.name.canonicalName] = field.value
        }
    }

    /// The fields, as they came.
    var fields: [(String, String)] {
        let counts: [(HTTPField.Name, Int?)] = [
            (.bedrockInputTokenCount, inputTokens), (.bedrockOutputTokenCount, outputTokens),
            (.bedrockCacheReadTokenCount, cacheReadInputTokens), (.bedrockCacheWriteTokenCount, cacheWriteInputTokens),
        ]
        return counts.compactMap { name, count in count.map { (name.canonicalName, "\($0)") } }
            + unrecognized.map { ($0.key, $0.value) }
    }
}

/// What Bedrock adds to the last chunk of a stream, whatever the provider's form.
public struct InvocationMetrics: Sendable, Hashable, Codable {
    /// Input tokens outside the cache.
    public var inputTokenCount: Int
    /// Output tokens.
    public var outputTokenCount: Int
    /// Milliseconds to the end of the answer.
    public var invocationLatency: Int64?
    /// Milliseconds to the first byte of the answer.
    public var firstByteLatency: Int64?
    /// Input tokens read from the cache.
    public var cacheReadInputTokenCount: Int?
    /// Input tokens written to the cache.
    public var cacheWriteInputTokenCount: Int?

    /// Creates one from its members.
    public init(
        inputTokenCount: Int, outputTokenCount: Int, invocationLatency: Int64? = nil, firstByteLatency: Int64? = nil,
        cacheReadInputTokenCount: Int? = nil, cacheWriteInputTokenCount: Int? = nil
    ) {
        self.inputTokenCount = inputTokenCount
        self.outputTokenCount = outputTokenCount
        self.invocationLatency = invocationLatency
        self.firstByteLatency = firstByteLatency
        self.cacheReadInputTokenCount = cacheReadInputTokenCount
        self.cacheWriteInputTokenCount = cacheWriteInputTokenCount
    }

    static let memberName = Array("\"amazon-bedrock-invocationMetrics\"".utf8)

    struct Envelope: Decodable {
        var metrics: InvocationMetrics?

        private enum CodingKeys: String, CodingKey { case metrics = "amazon-bedrock-invocationMetrics" }
    }
}
