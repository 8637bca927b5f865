import AWSCore
import Metering
public import UsageDialects

/// The tokens of a speech session so far, by what they stood for: speech and text have prices of their own.
///
/// Amazon Nova Sonic reports them in a `usageEvent`, after each of its turns. The totals count from the start of the session, so
/// that the last event holds what is billed.
public struct SpeechUsage: Sendable, Hashable {
    /// Tokens of one direction.
    public struct Tokens: Sendable, Hashable, Codable {
        /// Tokens of speech.
        public var speechTokens: Int
        /// Tokens of text.
        public var textTokens: Int

        /// Creates one from its members.
        public init(speechTokens: Int = 0, textTokens: Int = 0) {
            self.speechTokens = speechTokens
            self.textTokens = textTokens
        }

        /// Decodes the counts; what is absent is zero.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            speechTokens = try container.decodeIfPresent(Int.self, forKey: .speechTokens) ?? 0
            textTokens = try container.decodeIfPresent(Int.self, forKey: .textTokens) ?? 0
        }
    }

    /// What the model heard and read.
    public var input: Tokens
    /// What the model said and wrote.
    public var output: Tokens

    /// Creates one from its members.
    public init(input: Tokens = Tokens(), output: Tokens = Tokens()) {
        self.input = input
        self.output = output
    }

    static let eventName = Array("\"usageEvent\"".utf8)
}

extension ResponseChunk {
    /// The tokens of the session so far, where this is a speech model's `usageEvent`. What the event does not tell apart counts as
    /// text.
    public var speechUsage: SpeechUsage? {
        guard bytes.bytes.contains(SpeechUsage.eventName), let reading = usageReading, reading.dialect == .novaSonic
        else {
            return nil
        }
        let usage = reading.usage
        return SpeechUsage(
            input: SpeechUsage.Tokens(speechTokens: usage.inputAudioTokens, textTokens: usage.input),
            output: SpeechUsage.Tokens(speechTokens: usage.outputAudioTokens, textTokens: usage.output))
    }

    /// The tokens that are billed, where the chunk tells: from Bedrock's metrics in the last chunk of a stream, or from a speech
    /// model's count of its session so far.
    public var usage: InvocationUsage? {
        if let invocationMetrics { return InvocationUsage(invocationMetrics) }
        return usageReading.flatMap(InvocationUsage.init)
    }

    /// What was used, where the chunk tells, with counts that are not known: from Bedrock's metrics in the last chunk of a
    /// stream, or from a speech model's count of its session so far.
    public var usageReading: UsageReading? {
        // Nearly all chunks are sound or text: a look at the raw bytes spares them a second JSON parser.
        guard bytes.bytes.contains(SpeechUsage.eventName) || bytes.bytes.contains(InvocationMetrics.memberName),
            let json = try? JSONValue(parsing: bytes.bytes)
        else { return nil }
        return UsageDialect.invocationMetrics.reading(of: json) ?? UsageDialect.novaSonic.reading(of: json)
    }
}
