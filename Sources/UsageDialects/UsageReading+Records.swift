import AWSCore
import Metering

// What records of the log and of batch jobs tell: counts of Bedrock's own, around an answer of the model's.

extension UsageReading {
    /// A record of the log. Bedrock's counts go before those of the body, which tells the lives of cache writes, speech,
    /// images and films.
    init?(invocationLog record: JSONValue) {
        self.init(
            logged: record["input"], record["output"],
            isRead: ["inputBodyJson", "outputBodyJson", "inputSize", "outputSize"])
    }

    /// The two halves of a record of the log.
    ///
    /// - Parameters:
    ///   - input: The record's `input`.
    ///   - output: The record's `output`.
    ///   - isRead: Members that hold no counts.
    private init?(logged input: JSONValue?, _ output: JSONValue?, isRead: Set<String>) {
        func counts(_ half: JSONValue?, at path: String) -> UsageCounts? {
            UsageCounts((half?.object).map { .object($0.filter { !isRead.contains($0.key) }) }, at: path)
        }
        let body = output?["outputBodyJson"].flatMap { Self(body: $0, request: input?["inputBodyJson"]) }
        var asked = counts(input, at: "input")
        var answered = counts(output, at: "output")
        let (inputTokens, outputTokens) = (asked?.count("inputTokenCount"), answered?.count("outputTokenCount"))
        guard inputTokens != nil || outputTokens != nil else {
            guard var body else { return nil }
            body.dialect = .invocationLog
            self = body
            return
        }
        let usage = TokenUsage(
            input: inputTokens ?? 0, output: outputTokens ?? 0,
            cacheRead: asked?.count("cacheReadInputTokenCount") ?? 0,
            cacheWrite5m: asked?.count("cacheWriteInputTokenCount") ?? 0)
        var unrecognized = asked?.rest() ?? [:]
        unrecognized.merge(answered?.rest() ?? [:]) { mine, _ in mine }
        self.init(usage, .invocationLog, unrecognized: unrecognized)
        if let body {
            attribute(body)
        } else if let answer = output?["outputBodyJson"] {
            attributeLives(in: answer)
        }
    }

    /// A record of a batch job's output: `modelOutput` is an answer, and `modelInput` the request.
    init?(batchRecord record: JSONValue) {
        guard let answer = record["modelOutput"], let reading = Self(body: answer, request: record["modelInput"]) else {
            return nil
        }
        self = reading
        dialect = .batchRecord
        servedTier = .batch
    }
}
