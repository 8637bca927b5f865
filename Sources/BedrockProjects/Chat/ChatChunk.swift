public import AWSCore

/// One piece of a streamed chat completion.
public struct ChatChunk: Sendable, Hashable {
    /// The pieces of the answers; empty in the chunk that holds the usage.
    public let choices: [Choice]
    /// The tokens used, in the last chunk.
    public let usage: ResponseUsage?
    /// The chunk as it came, with members that this type does not know.
    public let json: JSONValue

    /// A piece of one of the answers.
    public struct Choice: Sendable, Hashable {
        /// The answer's number, from 0.
        public let index: Int
        /// Who says it; in the first piece.
        public let role: ChatRole?
        /// A piece of text.
        public let text: String?
        /// A piece of a refusal.
        public let refusal: String?
        /// Pieces of calls.
        public let calls: [CallDelta]
        /// Why the answer ends; in its last piece.
        public let finishReason: FinishReason?
    }

    /// A piece of a call.
    public struct CallDelta: Sendable, Hashable {
        /// The call's number in the answer, from 0.
        public let index: Int
        /// The call's id; in its first piece.
        public let callID: String?
        /// The function's name; in its first piece.
        public let name: String?
        /// A piece of the arguments.
        public let arguments: String
    }

    /// The piece of text of the first answer.
    public var text: String? { choices.first { $0.index == 0 }?.text }

    /// A chunk from its JSON.
    public init(_ json: JSONValue) {
        choices =
            json["choices"]?.array?.enumerated().map { index, choice in
                let delta = choice["delta"]
                return Choice(
                    index: choice["index"]?.int ?? index, role: delta?["role"]?.string.map(ChatRole.init(rawValue:)),
                    text: delta?["content"]?.string, refusal: delta?["refusal"]?.string,
                    calls: delta?["tool_calls"]?.array?.enumerated().map { index, call in
                        CallDelta(
                            index: call["index"]?.int ?? index, callID: call["id"]?.string,
                            name: call["function"]?["name"]?.string,
                            arguments: call["function"]?["arguments"]?.string ?? "")
                    } ?? [], finishReason: choice["finish_reason"]?.string.map(FinishReason.init(rawValue:)))
            } ?? []
        usage = json["usage"].flatMap(ResponseUsage.init(chat:))
        self.json = json
    }
}
