import AWSCore

/// A prompt after its API's wrapping is gone: what Converse and every InvokeModel dialect are turned into.
struct Prompt {
    /// How long a cached prefix lives.
    enum CacheLife: String {
        case fiveMinutes = "5m"
        case oneHour = "1h"

        var seconds: Double { self == .fiveMinutes ? 300 : 3_600 }
    }

    enum Piece {
        /// A part of the prompt: its tokens, and the bytes that make it this part and no other.
        case content(tokens: Int, identity: [UInt8])
        /// Everything before it may be cached.
        case cachePoint(CacheLife)
    }

    struct Tool {
        let name: String
        let schema: JSONValue
    }

    /// Tools, then system prompt, then messages: the order in which prefixes are cached.
    var pieces: [Piece] = []
    var tools: [Tool] = []
    /// The tool that the caller demands a call of.
    var forcedTool: Tool?
    /// The schema that the text must satisfy; `nil` where any text will do.
    var outputSchema: JSONValue?
    var maximumTokens: Int?
    var stopSequences: [String] = []
    /// The budget of a reasoning block; `nil` for none.
    var reasoningBudget: Int?

    var tokens: Int {
        pieces.reduce(0) { sum, piece in
            if case .content(let tokens, _) = piece { sum + tokens } else { sum }
        }
    }

    var cachePointCount: Int {
        pieces.count { if case .cachePoint = $0 { true } else { false } }
    }

    var fingerprint: Fingerprint {
        var fingerprint = Fingerprint()
        for case .content(_, let identity) in pieces { fingerprint.add(identity) }
        return fingerprint
    }

    mutating func add(_ kind: String, tokens: Int, _ identity: some Sequence<UInt8>) {
        pieces.append(.content(tokens: tokens, identity: Array(kind.utf8) + [0x3A] + identity))
    }

    mutating func add(text: String, _ kind: String = "text") {
        add(kind, tokens: Tokenizer.count(text), text.utf8)
    }

    /// The overhead and the role of a message.
    mutating func addMessage(_ role: String) {
        add("message", tokens: Tokenizer.perMessage, role.utf8)
    }
}
