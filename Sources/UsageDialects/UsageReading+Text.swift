import AWSCore
import Metering

// What models that write text tell in answers of their own.

extension UsageReading {
    /// An answer of Anthropic's Messages.
    init?(anthropic body: JSONValue) {
        guard var counts = AnthropicCounts(body["usage"]), let reading = counts.reading(.anthropicMessages) else {
            return nil
        }
        self = reading
    }

    /// Events of Anthropic's Messages, one or a list. Counts are cumulative: the last one of each kind is the one that counts.
    init?(anthropicStream document: JSONValue) {
        let events = document.array ?? [document]
        var merged: [String: JSONValue] = [:]
        var isComplete = false
        for event in events {
            let isStart = event["type"]?.string == "message_start"
            guard let usage = isStart ? event["message"]?["usage"] : event["usage"], let members = usage.object,
                isStart || event["type"]?.string == "message_delta"
            else { continue }
            isComplete = isComplete || !isStart
            merged.merge(members.filter { $0.value != .null }) { _, later in later }
        }
        // The first event alone counts the first token of the output, not the output.
        guard isComplete, merged["input_tokens"] != nil, var counts = AnthropicCounts(.object(merged)),
            let reading = counts.reading(.anthropicStream)
        else { return nil }
        self = reading
    }

    /// Titan Text, and the last chunk of its stream.
    init?(titanText body: JSONValue) {
        guard var counts = UsageCounts(body, at: ""), let input = counts.count("inputTextTokenCount") else {
            return nil
        }
        let output: Int
        if let results = body["results"]?.array {
            guard let sum = UsageCounts.sum(results.map { $0["tokenCount"].flatMap(UsageCounts.count) ?? 0 }) else {
                return nil
            }
            output = sum
        } else if let total = counts.count("totalOutputTextTokenCount") {
            output = total
        } else {
            return nil
        }
        self.init(TokenUsage(input: input, output: output), .titanText, unrecognized: counts.unrecognized)
    }

    /// Titan embeddings of texts, and of images where the request has one.
    init?(titanEmbedding body: JSONValue, request: JSONValue?) {
        guard body["embedding"] != nil || body["embeddingsByType"] != nil, var counts = UsageCounts(body, at: "") else {
            return nil
        }
        let hasImage = request?["inputImage"]?.string != nil
        let input = counts.count("inputTextTokenCount")
        guard input != nil || hasImage else { return nil }
        var usage = TokenUsage(input: input ?? 0)
        usage.inputImages = hasImage ? 1 : 0
        self.init(usage, .titanEmbedding, unrecognized: counts.unrecognized)
    }

    /// Meta Llama; of a stream the last chunk.
    init?(llama body: JSONValue) {
        guard var counts = UsageCounts(body, at: ""), let input = counts.count("prompt_token_count"),
            let output = counts.count("generation_token_count")
        else { return nil }
        self.init(TokenUsage(input: input, output: output), .llama, unrecognized: counts.unrecognized)
    }

    /// Cohere: what is billed where it tells, which leaves its own special tokens out.
    init?(cohere body: JSONValue) {
        var usage = TokenUsage.zero
        var total: Int?
        var unrecognized: [String: JSONValue] = [:]
        var isTold = false
        if var meta = UsageCounts(body["meta"], at: "meta") {
            let billed: Void? = meta.within("billed_units") { units in
                usage.input = units.count("input_tokens") ?? 0
                usage.output = units.count("output_tokens") ?? 0
                usage.inputImages = units.count("images") ?? 0
                usage.searchUnits = units.count("search_units") ?? 0
            }
            meta.within("tokens") { tokens in
                let (input, output) = (tokens.count("input_tokens"), tokens.count("output_tokens"))
                if billed == nil { (usage.input, usage.output) = (input ?? 0, output ?? 0) }
                isTold = input != nil || output != nil
            }
            meta.ignore("api_version")
            unrecognized = meta.rest()
            isTold = isTold || billed != nil
        }
        if !isTold, var counts = UsageCounts(body["token_count"], at: "token_count"),
            let input = counts.count("prompt_tokens"), let output = counts.count("response_tokens")
        {
            usage = TokenUsage(input: input, output: output)
            total = counts.count("total_tokens")
            counts.ignore("billed_tokens")
            unrecognized.merge(counts.rest()) { mine, _ in mine }
            isTold = true
        }
        guard isTold else { return nil }
        self.init(usage, .cohere, providerTotal: total, unrecognized: unrecognized)
    }

    /// AI21's Jurassic, which lists tokens and does not count them.
    init?(jurassic body: JSONValue) {
        guard let prompt = body["prompt"]?["tokens"]?.array, let completions = body["completions"]?.array else {
            return nil
        }
        let output = completions.reduce(0) { $0 + ($1["data"]?["tokens"]?.array?.count ?? 0) }
        self.init(TokenUsage(input: prompt.count, output: output), .jurassic)
    }

    /// OpenAI's Chat Completions; of a list of chunks the last that has a usage.
    init?(openAIChat document: JSONValue) {
        for body in (document.array ?? [document]).reversed() {
            guard var counts = UsageCounts(body["usage"], at: "usage"), let input = counts.count("prompt_tokens") else {
                continue
            }
            // Embeddings have no completion.
            let output = counts.count("completion_tokens") ?? 0
            self.init(&counts, .openAIChat, input: input, output: output, "prompt", "completion")
            servedTier = Self.tier(body["service_tier"]?.string ?? servedTier?.rawValue)
            return
        }
        return nil
    }

    /// OpenAI's Responses, the answer or an event that holds it; of a list of events the last.
    init?(openAIResponses document: JSONValue) {
        for event in (document.array ?? [document]).reversed() {
            let body = event["response"] ?? event
            guard let usage = body["usage"], var counts = UsageCounts(usage, at: "usage"),
                // Anthropic's answer has the same names and no total.
                body["object"]?.string == "response" || usage["total_tokens"] != nil
                    || usage["input_tokens_details"] != nil,
                let input = counts.count("input_tokens"), let output = counts.count("output_tokens")
            else { continue }
            self.init(&counts, .openAIResponses, input: input, output: output, "input", "output")
            servedTier = Self.tier(body["service_tier"]?.string)
            return
        }
        return nil
    }

    /// OpenAI's counts, in which the input contains what came from and went to the cache.
    private init(
        _ counts: inout UsageCounts, _ dialect: UsageDialect, input: Int, output: Int, _ inputName: String,
        _ outputName: String
    ) {
        let total = counts.count("total_tokens")
        // DeepSeek and Moonshot count cached tokens beside the others.
        var cached = counts.count("prompt_cache_hit_tokens", or: "cached_tokens")
        counts.ignore("prompt_cache_miss_tokens")
        var (written, heard, said) = (0, 0, 0)
        var reasoning = counts.count("reasoning_tokens")
        counts.within("\(inputName)_tokens_details") { details in
            cached = details.count("cached_tokens") ?? cached
            written = details.count("cache_write_tokens", or: "cache_creation_tokens") ?? 0
            heard = details.count("audio_tokens") ?? 0
            // Contained in the input, and priced like it.
            details.ignore("text_tokens", "image_tokens")
        }
        counts.within("\(outputName)_tokens_details") { details in
            reasoning = details.count("reasoning_tokens") ?? reasoning
            said = details.count("audio_tokens") ?? 0
            details.ignore("text_tokens", "accepted_prediction_tokens", "rejected_prediction_tokens")
        }
        let tier = counts.text("service_tier")
        var usage = TokenUsage(
            promptWithCache: input, cacheRead: cached ?? 0, cacheWrite: written, output: output, reasoning: reasoning)
        (heard, said) = (min(heard, usage.input), min(said, usage.output))
        (usage.input, usage.inputAudioTokens) = (usage.input - heard, heard)
        (usage.output, usage.outputAudioTokens) = (usage.output - said, said)
        self.init(
            usage, dialect, providerTotal: total ?? input + output, servedTier: Self.tier(tier),
            unrecognized: counts.rest())
    }
}

/// The counts of Anthropic's `usage`.
private struct AnthropicCounts {
    private var counts: UsageCounts

    init?(_ usage: JSONValue?) {
        guard let counts = UsageCounts(usage, at: "usage") else { return nil }
        self.counts = counts
    }

    mutating func reading(_ dialect: UsageDialect) -> UsageReading? {
        guard let input = counts.count("input_tokens"), let output = counts.count("output_tokens") else { return nil }
        var (known5m, known1h) = (0, 0)
        counts.within("cache_creation") { lives in
            known5m = lives.count("ephemeral_5m_input_tokens") ?? 0
            known1h = lives.count("ephemeral_1h_input_tokens") ?? 0
        }
        var reasoning: Int?
        counts.within("output_tokens_details") { reasoning = $0.count("thinking_tokens", or: "reasoning_tokens") }
        // A web search costs apart, and no Bedrock price is known for it: it stays among what is not recognised unless it is none.
        counts.within("server_tool_use") { tools in
            for name in ["web_search_requests", "web_fetch_requests"] {
                if let count = tools.count(name), count > 0 {
                    tools.flag(.int(Int64(count)), at: "usage.server_tool_use.\(name)")
                }
            }
        }
        let usage = TokenUsage(
            input: input, output: output, cacheRead: counts.count("cache_read_input_tokens") ?? 0,
            cacheWrite: counts.count("cache_creation_input_tokens") ?? known5m + known1h, attributed5m: known5m,
            attributed1h: known1h, reasoning: reasoning)
        let tier = counts.text("service_tier")
        return UsageReading(usage, dialect, servedTier: UsageReading.tier(tier), unrecognized: counts.rest())
    }
}
