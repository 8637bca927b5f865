import AWSCore

/// What a model answered, before an API's wrapping is put around it.
struct Completion {
    enum Block {
        case reasoning(text: String, signature: String)
        case text(String)
        case toolUse(id: String, name: String, input: JSONValue)
    }

    enum StopReason: String {
        case endTurn = "end_turn"
        case maxTokens = "max_tokens"
        case stopSequence = "stop_sequence"
        case toolUse = "tool_use"
    }

    var blocks: [Block] = []
    var stopReason = StopReason.endTurn
    /// The stop sequence that ended the text.
    var stopSequence: String?
    var count = TokenCount()
    /// How long the call took, in milliseconds: 80 and 11 for every token generated.
    var latency: Int { 80 + 11 * count.output }
    /// How long the first token took, in milliseconds.
    var firstByteLatency: Int { 80 }

    var text: String {
        blocks.map { if case .text(let text) = $0 { text } else { "" } }.joined()
    }
}

/// What a test wants the next invocation to answer.
enum ScriptedReply {
    case text(String)
    case toolCall(name: String, arguments: JSONValue)
}

/// Writes replies: the same seed, model and prompt give the same reply, whatever ran before or beside it.
struct ReplyWriter {
    let seed: UInt64

    /// - Parameter script: What to answer with instead of something made up.
    func completion(for prompt: Prompt, model: FoundationModel, script: ScriptedReply?) -> Completion {
        var fingerprint = prompt.fingerprint
        fingerprint.add(model.id)
        var generator = SplitMix64(seed: seed ^ fingerprint.value)
        var completion = Completion()
        var budget = prompt.maximumTokens ?? model.maximumOutput

        if let reasoningBudget = prompt.reasoningBudget {
            let text = cut(sentence(12 + generator.below(24), &generator), to: min(reasoningBudget, budget))
            completion.blocks.append(
                .reasoning(text: text, signature: generator.text(64, from: Self.signatureAlphabet)))
            completion.count.output += Tokenizer.count(text)
            budget -= Tokenizer.count(text)
        }
        var (forcedTool, toolInput, scriptedText) = (prompt.forcedTool, JSONValue?.none, String?.none)
        switch script {
        case .toolCall(let name, let arguments):
            if let tool = prompt.tools.first(where: { $0.name == name }) {
                (forcedTool, toolInput) = (tool, arguments)
            } else {
                scriptedText = String(decoding: arguments.bytes, as: UTF8.self)
            }
        case .text(let text): scriptedText = text
        case nil: break
        }
        if let tool = forcedTool {
            let input = toolInput ?? SchemaExample(root: tool.schema).value(&generator)
            let id = "tooluse_" + generator.text(22, from: Self.idAlphabet)
            completion.blocks.append(.toolUse(id: id, name: tool.name, input: input))
            completion.count.output += Tokenizer.count(tool.name) + Tokenizer.count(input)
            completion.stopReason = .toolUse
            return completion
        }

        var text: String
        if let scriptedText {
            text = scriptedText
        } else if let schema = prompt.outputSchema {
            text = String(decoding: SchemaExample(root: schema).value(&generator).bytes, as: UTF8.self)
        } else {
            text = sentence(18 + generator.below(90), &generator)
        }
        for sequence in prompt.stopSequences where !sequence.isEmpty {
            if let end = text.firstRange(ofText: sequence) {
                text = String(text[..<end])
                completion.stopReason = .stopSequence
                completion.stopSequence = sequence
            }
        }
        if Tokenizer.count(text) > budget {
            text = cut(text, to: budget)
            completion.stopReason = .maxTokens
            completion.stopSequence = nil
        }
        completion.blocks.append(.text(text))
        completion.count.output += Tokenizer.count(text)
        return completion
    }

    /// The text in the pieces in which a stream delivers it.
    func fragments(of text: String) -> [String] {
        var fingerprint = Fingerprint()
        fingerprint.add(text)
        var generator = SplitMix64(seed: seed ^ fingerprint.value)
        var fragments: [String] = []
        var rest = Substring(text)
        while !rest.isEmpty {
            let piece = rest.prefix(4 + generator.below(20))
            fragments.append(String(piece))
            rest = rest.dropFirst(piece.count)
        }
        return fragments
    }

    private func sentence(_ words: Int, _ generator: inout SplitMix64) -> String {
        var text = ""
        var startsSentence = true
        for index in 0..<words {
            let word = Self.words[generator.below(Self.words.count)]
            text += startsSentence ? word.prefix(1).uppercased() + word.dropFirst() : word
            let ends = index == words - 1 || (!startsSentence && generator.below(9) == 0)
            text += ends ? (index == words - 1 ? "." : ". ") : " "
            startsSentence = ends
        }
        return text
    }

    /// The longest start of `text` that costs at most `tokens`, without breaking a character.
    private func cut(_ text: String, to tokens: Int) -> String {
        var kept = text
        let limit = max(0, tokens) * 4
        if kept.utf8.count > limit {
            kept = String(decoding: kept.utf8.prefix(limit), as: UTF8.self)
            while kept.utf8.count > limit || !text.hasPrefix(kept) { kept.removeLast() }
        }
        return kept
    }

    static let idAlphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    private static let signatureAlphabet = idAlphabet + ["+", "/"]
    static let words = [
        "claim", "policy", "adjuster", "review", "payment", "customer", "letter", "estimate", "damage", "water",
        "vehicle", "report", "urgent", "pending", "approved", "the", "a", "this", "and", "with", "for", "before",
        "after", "coverage", "premium", "renewal", "quote", "risk", "assessment", "document", "summary", "is",
        "was", "needs", "shows", "includes", "repair", "invoice", "settlement", "deductible", "broker", "agent",
    ]
}

extension String {
    /// Where `text` first occurs.
    func firstRange(ofText text: String) -> String.Index? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start }
            start = index(after: start)
        }
        return nil
    }
}
