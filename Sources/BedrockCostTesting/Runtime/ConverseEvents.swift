import AWSCore

/// The events of ConverseStream for one completion.
struct ConverseEvents {
    let completion: Completion
    let writer: ReplyWriter

    /// The events of the content blocks.
    var blocks: [(type: String, payload: JSONValue)] {
        var events: [(type: String, payload: JSONValue)] = []
        for (index, block) in completion.blocks.enumerated() {
            let index = JSONValue.int(Int64(index))
            var deltas: [JSONValue] = []
            switch block {
            case .text(let text):
                deltas = writer.fragments(of: text).map { ["text": .string($0)] }
            case .reasoning(let text, let signature):
                deltas = writer.fragments(of: text).map { ["reasoningContent": ["text": .string($0)]] }
                deltas.append(["reasoningContent": ["signature": .string(signature)]])
            case .toolUse(let id, let name, let input):
                // Only tool uses announce themselves: text and reasoning begin with their first delta.
                events.append(
                    (
                        "contentBlockStart",
                        [
                            "start": ["toolUse": ["toolUseId": .string(id), "name": .string(name)]],
                            "contentBlockIndex": index,
                        ]
                    ))
                deltas = writer.fragments(of: String(decoding: input.bytes, as: UTF8.self)).map {
                    ["toolUse": ["input": .string($0)]]
                }
            }
            events += deltas.map { ("contentBlockDelta", ["delta": $0, "contentBlockIndex": index]) }
            events.append(("contentBlockStop", ["contentBlockIndex": index]))
        }
        return events
    }

    /// All events in their order; `metadata`, with the usage, comes last.
    func all(metadata: JSONValue, additionalFields: JSONValue?) -> [(type: String, payload: JSONValue)] {
        var stop: [String: JSONValue] = ["stopReason": .string(completion.stopReason.rawValue)]
        if let additionalFields { stop["additionalModelResponseFields"] = additionalFields }
        return [("messageStart", ["role": "assistant"])] + blocks
            + [("messageStop", .object(stop)), ("metadata", metadata)]
    }
}

extension Completion.Block {
    /// The content block of Converse's reply.
    var converse: JSONValue {
        switch self {
        case .text(let text): ["text": .string(text)]
        case .reasoning(let text, let signature):
            ["reasoningContent": ["reasoningText": ["text": .string(text), "signature": .string(signature)]]]
        case .toolUse(let id, let name, let input):
            ["toolUse": ["toolUseId": .string(id), "name": .string(name), "input": input]]
        }
    }
}
