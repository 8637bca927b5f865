import AWSCore

/// Puts the pieces of a streamed chat completion together.
///
/// ```swift
/// var answer = ChatAccumulator()
/// for try await chunk in events { answer.add(chunk) }
/// print(answer.completion.text, answer.completion.tokenUsage ?? .zero)
/// ```
public struct ChatAccumulator: Sendable {
    private struct Call: Sendable {
        var id = ""
        var name = ""
        var arguments = ""
    }

    private struct Answer: Sendable {
        var role = ChatRole.assistant
        var text: String?
        var refusal: String?
        var calls: [Int: Call] = [:]
        var finishReason: FinishReason?
    }

    private var head: [String: JSONValue] = [:]
    private var usage: JSONValue?
    private var answers: [Int: Answer] = [:]

    /// Nothing yet.
    public init() {}

    /// Takes the next chunk in.
    public mutating func add(_ chunk: ChatChunk) {
        for name in ["id", "model", "created", "service_tier", "system_fingerprint"] {
            head.set(name, chunk.json[name])
        }
        if chunk.usage != nil { usage = chunk.json["usage"] }
        for choice in chunk.choices {
            var answer = answers[choice.index] ?? Answer()
            if let role = choice.role { answer.role = role }
            if let text = choice.text { answer.text = (answer.text ?? "") + text }
            if let refusal = choice.refusal { answer.refusal = (answer.refusal ?? "") + refusal }
            for delta in choice.calls {
                var call = answer.calls[delta.index] ?? Call()
                if let id = delta.callID, !id.isEmpty { call.id = id }
                if let name = delta.name, call.name.isEmpty { call.name = name }
                call.arguments += delta.arguments
                answer.calls[delta.index] = call
            }
            if let reason = choice.finishReason { answer.finishReason = reason }
            answers[choice.index] = answer
        }
    }

    /// The answer so far, in the form of one that was not streamed.
    public var completion: ChatCompletion {
        var members = head
        members["object"] = "chat.completion"
        members.set("usage", usage)
        let choices = answers.sorted { $0.key < $1.key }.map { index, answer in Self.json(index, answer) }
        return ChatCompletion(members, choices: choices)
    }

    private static func json(_ index: Int, _ answer: Answer) -> JSONValue {
        var message: [String: JSONValue] = [
            "role": .string(answer.role.rawValue), "content": answer.text.map(JSONValue.string) ?? .null,
        ]
        message.set("refusal", answer.refusal.map(JSONValue.string))
        if !answer.calls.isEmpty {
            message["tool_calls"] = .array(
                answer.calls.sorted { $0.key < $1.key }.map { _, call in
                    [
                        "id": .string(call.id), "type": "function",
                        "function": ["name": .string(call.name), "arguments": .string(call.arguments)],
                    ]
                })
        }
        return [
            "index": .int(Int64(index)), "message": .object(message),
            "finish_reason": answer.finishReason.map { .string($0.rawValue) } ?? .null,
        ]
    }
}
