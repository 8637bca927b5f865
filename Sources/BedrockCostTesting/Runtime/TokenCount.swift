import AWSCore

/// The tokens of one call, in classes that do not overlap.
struct TokenCount: Equatable {
    var input = 0
    var output = 0
    var cacheRead = 0
    var cacheWrite5m = 0
    var cacheWrite1h = 0

    var cacheWrite: Int { cacheWrite5m + cacheWrite1h }

    var byClass: [(BilledTokenClass, Int)] {
        [
            (.input, input), (.output, output), (.cacheRead, cacheRead), (.cacheWrite5m, cacheWrite5m),
            (.cacheWrite1h, cacheWrite1h),
        ]
    }

    /// Converse's `usage`. The cache members stand only where the model has prompt caching.
    func converseUsage(hasCaching: Bool) -> JSONValue {
        var usage: [String: JSONValue] = [
            "inputTokens": .int(Int64(input)), "outputTokens": .int(Int64(output)),
            "totalTokens": .int(Int64(input + output + cacheRead + cacheWrite)),
        ]
        if hasCaching {
            usage["cacheReadInputTokens"] = .int(Int64(cacheRead))
            usage["cacheWriteInputTokens"] = .int(Int64(cacheWrite))
            var details: [JSONValue] = []
            if cacheWrite1h > 0 { details.append(["ttl": "1h", "inputTokens": .int(Int64(cacheWrite1h))]) }
            if cacheWrite5m > 0 { details.append(["ttl": "5m", "inputTokens": .int(Int64(cacheWrite5m))]) }
            if !details.isEmpty { usage["cacheDetails"] = .array(details) }
        }
        return .object(usage)
    }
}

/// The rule by which the simulator counts tokens, simple enough to be done by hand in a test.
///
/// - Text costs one token for every four bytes of UTF-8, begun ones included: `(bytes + 3) / 4`.
/// - Every message costs ``perMessage`` tokens more.
/// - A tool costs its definition's compact JSON (members sorted by name) counted as text, so do a tool use's input and a
///   JSON tool result.
/// - An image costs ``perImage`` tokens, a video ``perVideo``, an audio clip ``perAudio``; a document costs its decoded bytes
///   counted as text.
enum Tokenizer {
    static let perMessage = 3
    static let perImage = 1_334
    static let perVideo = 2_880
    static let perAudio = 960

    static func count(_ text: some StringProtocol) -> Int { (text.utf8.count + 3) / 4 }
    static func count(_ json: JSONValue) -> Int { (json.bytes.count + 3) / 4 }
    /// `text` is base64.
    static func count(base64 text: String) -> Int {
        let padding = text.utf8.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        return (text.utf8.count / 4 * 3 - padding + 3) / 4
    }
}
