import AWSCore
import Metering

// What Bedrock itself counts, whatever the model: Converse, header fields, metrics of streams.

extension UsageReading {
    /// Converse's answer, and Nova's own, which has its form.
    init?(converse body: JSONValue, _ dialect: UsageDialect) {
        guard var counts = UsageCounts(body["usage"], at: "usage"), let reading = Self(&counts, dialect) else {
            return nil
        }
        self = reading
        servedTier =
            Self.tier(body["serviceTier"]?["type"]?.string ?? body["serviceTier"]?.string)
            ?? (body["performanceConfig"]?["latency"]?.string == "optimized" ? .latencyOptimized : nil)
    }

    private init?(_ counts: inout UsageCounts, _ dialect: UsageDialect) {
        guard let input = counts.count("inputTokens"), let output = counts.count("outputTokens") else { return nil }
        let total = counts.count("totalTokens")
        let read = counts.count("cacheReadInputTokens", or: "cacheReadInputTokenCount")
        let written = counts.count("cacheWriteInputTokens", or: "cacheWriteInputTokenCount")
        let (known5m, known1h) = counts.writes()
        let usage = TokenUsage(
            input: input, output: output, cacheRead: read ?? 0, cacheWrite: written ?? known5m + known1h,
            attributed5m: known5m, attributed1h: known1h, reasoning: counts.count("reasoningTokens"))
        self.init(usage, dialect, providerTotal: total, unrecognized: counts.rest())
        addsUp = total.map { $0 == usage.total || $0 == input + output }
    }

    /// The metadata of ConverseStream: `{"metadata": {"usage": …}}`, what stands in it, or all events of a stream.
    init?(converseStream document: JSONValue) {
        let events = document.array ?? [document]
        for event in events.reversed() {
            let metadata = event["metadata"] ?? event
            if metadata["metrics"] != nil || event["metadata"] != nil,
                let reading = Self(converse: metadata, .converseStream)
            {
                self = reading
                return
            }
        }
        return nil
    }

    /// The header fields of InvokeModel's answer. Fields of other names that count tokens are flagged.
    ///
    /// - Parameter headers: Names, in any case, and values.
    public init?(headers: some Sequence<(String, String)>) {
        var counts: [String: JSONValue] = [:]
        var tier: String?
        for (name, value) in headers {
            let name = name.lowercased()
            if name == "x-amzn-bedrock-service-tier" { tier = value }
            guard name.hasPrefix(Self.headerPrefix), name.hasSuffix("-count") else { continue }
            counts[name] = Int64(value).map { .int($0) } ?? Double(value).map { .double($0) } ?? .null
        }
        guard var counts = UsageCounts(.object(counts), at: ""),
            let input = counts.count(Self.header("input")), let output = counts.count(Self.header("output"))
        else { return nil }
        let usage = TokenUsage(
            input: input, output: output, cacheRead: counts.count(Self.header("cache-read-input")) ?? 0,
            cacheWrite5m: counts.count(Self.header("cache-write-input")) ?? 0)
        self.init(usage, .headers, servedTier: Self.tier(tier), unrecognized: counts.rest())
    }

    private static let headerPrefix = "x-amzn-bedrock-"

    private static func header(_ name: String) -> String { "\(headerPrefix)\(name)-token-count" }

    /// What Bedrock adds to the last chunk of a stream; of a list of chunks, the last that has it.
    init?(invocationMetrics document: JSONValue) {
        for chunk in (document.array ?? [document]).reversed() {
            guard let metrics = chunk["amazon-bedrock-invocationMetrics"] else { continue }
            guard var counts = UsageCounts(metrics, at: "amazon-bedrock-invocationMetrics"),
                let input = counts.count("inputTokenCount"), let output = counts.count("outputTokenCount")
            else { return nil }
            counts.ignore("invocationLatency", "firstByteLatency")
            let (known5m, known1h) = counts.writes()
            let usage = TokenUsage(
                input: input, output: output, cacheRead: counts.count("cacheReadInputTokenCount") ?? 0,
                cacheWrite: counts.count("cacheWriteInputTokenCount") ?? known5m + known1h, attributed5m: known5m,
                attributed1h: known1h)
            self.init(usage, .invocationMetrics, unrecognized: counts.rest())
            // The counts of the provider's own tell how long writes live.
            if let told = Self(anthropicStream: document) ?? Self(anthropic: chunk) {
                attribute(told)
            } else {
                attributeLives(in: document)
            }
            return
        }
        return nil
    }

    /// The last of Nova Sonic's counts: their totals are those of the whole session.
    init?(novaSonic document: JSONValue) {
        for event in (document.array ?? [document]).reversed() {
            guard var counts = UsageCounts(event["event"]?["usageEvent"] ?? event["usageEvent"], at: "usageEvent"),
                let input = counts.count("totalInputTokens"), let output = counts.count("totalOutputTokens")
            else { continue }
            let total = counts.count("totalTokens")
            var usage = TokenUsage(input: input, output: output)
            counts.within("details") { details in
                details.ignore("delta")
                details.within("total") { total in
                    total.within("input") { tokens in
                        usage.inputAudioTokens = tokens.count("speechTokens") ?? 0
                        usage.input = tokens.count("textTokens") ?? max(0, input - usage.inputAudioTokens)
                    }
                    total.within("output") { tokens in
                        usage.outputAudioTokens = tokens.count("speechTokens") ?? 0
                        usage.output = tokens.count("textTokens") ?? max(0, output - usage.outputAudioTokens)
                    }
                }
            }
            self.init(usage, .novaSonic, providerTotal: total ?? input + output, unrecognized: counts.rest())
            return
        }
        return nil
    }
}

extension UsageCounts {
    /// Takes Converse's `cacheDetails`: the tokens written for five minutes and for an hour. Other lives are flagged.
    mutating func writes() -> (fiveMinutes: Int, oneHour: Int) {
        var (fiveMinutes, oneHour) = (0, 0)
        for (index, detail) in (array("cacheDetails") ?? []).enumerated() {
            guard var counts = UsageCounts(detail, at: "cacheDetails[\(index)]") else { continue }
            let life = counts.text("ttl")
            let tokens = counts.count("inputTokens") ?? 0
            if life == "1h", let sum = Self.sum([oneHour, tokens]) {
                oneHour = sum
            } else if life == "5m", let sum = Self.sum([fiveMinutes, tokens]) {
                fiveMinutes = sum
            } else if tokens > 0 {
                flag(.int(Int64(tokens)), at: "cacheDetails[\(index)].\(life ?? "")")
            }
            for (path, number) in counts.rest() { flag(number, at: path) }
        }
        return (fiveMinutes, oneHour)
    }
}
