public import AWSCore
public import Metering

/// A usage as it was read from a document: in classes that do not overlap, with what else the document tells.
public struct UsageReading: Sendable, Hashable {
    /// What is billed.
    public var usage: TokenUsage
    /// The form that the document was in.
    public var dialect: UsageDialect
    /// The provider's own total of tokens; `nil` where it tells none.
    public var providerTotal: Int?
    /// Whether ``usage`` adds up to ``providerTotal``; `nil` where there is no such total.
    ///
    /// Whether the total of Converse contains cached tokens is not documented; either way counts as adding up.
    public var addsUp: Bool?
    /// The tier that served the call, where the document tells.
    public var servedTier: PriceTier?
    /// Numbers among the counts that this version does not know, by their paths, and counts that cannot be, such as negative ones.
    ///
    /// They are in no class of ``usage``. Something may have been used that is not priced: tell somebody.
    public var unrecognized: [String: JSONValue]

    /// A reading of known parts.
    ///
    /// - Parameters:
    ///   - usage: What is billed.
    ///   - dialect: The form it was told in.
    ///   - providerTotal: The provider's total. It adds up where it is the usage's.
    ///   - servedTier: The tier that served the call.
    ///   - unrecognized: Numbers that are not known.
    public init(
        _ usage: TokenUsage, _ dialect: UsageDialect, providerTotal: Int? = nil, servedTier: PriceTier? = nil,
        unrecognized: [String: JSONValue] = [:]
    ) {
        self.usage = usage
        self.dialect = dialect
        self.providerTotal = providerTotal
        self.addsUp = providerTotal.map { $0 == usage.total }
        self.servedTier = servedTier
        self.unrecognized = unrecognized
    }

    /// What an answer of InvokeModel tells, in whichever dialect it is.
    ///
    /// - Parameters:
    ///   - body: The answer, or a list of a stream's chunks, each in the provider's form.
    ///   - request: The request's body, where it is known.
    /// - Returns: `nil` where it tells no usage, as answers of Mistral's and DeepSeek's older models: it is unknown then, not zero.
    public init?(body: JSONValue, request: JSONValue? = nil) {
        let dialects: [UsageDialect] =
            if body.array == nil {
                [
                    .invocationMetrics, .novaSonic, .openAIResponses, .anthropicMessages, .anthropicStream, .openAIChat,
                    .nova,
                    .converseStream, .cohere, .titanText, .titanEmbedding, .llama, .jurassic, .stabilityImages,
                    .amazonImages,
                ]
            } else {
                [.invocationMetrics, .converseStream, .anthropicStream, .novaSonic, .openAIResponses, .openAIChat]
            }
        for dialect in dialects {
            if var reading = dialect.reading(of: body, request: request) {
                reading.flagCounts(besides: body)
                self = reading
                return
            }
        }
        guard let request, let film = Self(filmRequest: request) else { return nil }
        self = film
    }

    /// What an answer of InvokeModel tells, from its bytes; `nil` also where they are no JSON.
    public init?(body: [UInt8], request: JSONValue? = nil) {
        guard let first = body.first(where: { $0 > 0x20 }), first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
            let json = try? JSONValue(parsing: body)
        else { return nil }
        self.init(body: json, request: request)
    }

    /// What an answer of InvokeModel tells by its header fields and its body: the fields count, and the body tells how long
    /// cache writes live, what was reasoned, and what the fields do not know of.
    ///
    /// - Parameters:
    ///   - headers: The answer's header fields.
    ///   - body: The answer.
    ///   - request: The request's body, where it is known.
    public init?(headers: some Sequence<(String, String)>, body: [UInt8], request: JSONValue? = nil) {
        guard let counted = Self(headers: headers) else {
            self.init(body: body, request: request)
            return
        }
        self = counted
        guard let told = Self(body: body, request: request) else { return }
        attribute(told)
    }

    /// Takes from another reading of the same call what this one cannot tell.
    mutating func attribute(_ told: UsageReading) {
        let written = usage.cacheWrite5m + usage.cacheWrite1h
        if usage.cacheRead == 0, written == 0 {
            // Nothing is said of a cache here. The other may count its tokens beside the input, or among it.
            if [usage.input, usage.input - told.usage.cacheRead - told.usage.cacheWrite5m - told.usage.cacheWrite1h]
                .contains(told.usage.input)
            {
                usage.input = told.usage.input
                usage.cacheRead = told.usage.cacheRead
                (usage.cacheWrite5m, usage.cacheWrite1h) = (told.usage.cacheWrite5m, told.usage.cacheWrite1h)
            }
        } else {
            let hours = min(written, told.usage.cacheWrite1h)
            (usage.cacheWrite5m, usage.cacheWrite1h) = (written - hours, hours)
        }
        usage.reasoning = usage.reasoning ?? told.usage.reasoning
        // Fields count speech among the tokens; the body tells them apart.
        let (heard, said) = (told.usage.inputAudioTokens, told.usage.outputAudioTokens)
        if usage.inputAudioTokens == 0, heard <= usage.input {
            (usage.input, usage.inputAudioTokens) = (usage.input - heard, heard)
        }
        if usage.outputAudioTokens == 0, said <= usage.output {
            (usage.output, usage.outputAudioTokens) = (usage.output - said, said)
        }
        usage.inputImages = max(usage.inputImages, told.usage.inputImages)
        usage.outputImages = max(usage.outputImages, told.usage.outputImages)
        usage.outputVideoMilliseconds = max(usage.outputVideoMilliseconds, told.usage.outputVideoMilliseconds)
        usage.searchUnits = max(usage.searchUnits, told.usage.searchUnits)
        servedTier = servedTier ?? told.servedTier
        unrecognized.merge(told.unrecognized) { mine, _ in mine }
    }

    /// Takes from an answer that tells no whole usage, such as a stream that ended early, how long cache writes live.
    mutating func attributeLives(in answer: JSONValue) {
        for event in (answer.array ?? [answer]).reversed() {
            for counts in [event["metadata"]?["usage"], event["message"]?["usage"], event["usage"]] {
                guard var counts = UsageCounts(counts, at: "usage") else { continue }
                var hours = counts.writes().oneHour
                counts.within("cache_creation") { hours += $0.count("ephemeral_1h_input_tokens") ?? 0 }
                guard hours > 0 else { continue }
                let written = usage.cacheWrite5m + usage.cacheWrite1h
                usage.cacheWrite1h = min(written, hours)
                usage.cacheWrite5m = written - usage.cacheWrite1h
                return
            }
        }
    }

    /// The tier of a name that may be absent.
    static func tier(_ name: String?) -> PriceTier? {
        guard let name, !name.isEmpty else { return nil }
        return PriceTier(servedAs: name)
    }
}
