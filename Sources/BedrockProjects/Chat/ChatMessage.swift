public import AWSCore

/// One message of a conversation.
///
/// A message is the JSON it came as, with typed views of what is known of it. So an answer goes back to the service
/// unchanged when the conversation goes on.
public struct ChatMessage: Sendable, Hashable, Codable {
    /// The message as it is on the wire.
    public let json: JSONValue

    /// A message of any kind.
    public init(_ json: JSONValue) { self.json = json }
    /// Decodes any JSON value.
    public init(from decoder: any Decoder) throws { json = try JSONValue(from: decoder) }
    /// Encodes the message as it came.
    public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

    /// A message of one text.
    public init(_ role: ChatRole, _ text: String) {
        self.init(["role": .string(role.rawValue), "content": .string(text)])
    }

    /// A message of the user.
    public static func user(_ text: String) -> Self { Self(.user, text) }
    /// An earlier answer.
    public static func assistant(_ text: String) -> Self { Self(.assistant, text) }
    /// What governs the conversation.
    public static func system(_ text: String) -> Self { Self(.system, text) }
    /// What the program itself tells the model.
    public static func developer(_ text: String) -> Self { Self(.developer, text) }
    /// What a call returned.
    ///
    /// - Parameters:
    ///   - output: The result, usually JSON text.
    ///   - callID: ``FunctionCall/callID`` of the call.
    public static func tool(_ output: String, of callID: String) -> Self {
        Self(["role": "tool", "tool_call_id": .string(callID), "content": .string(output)])
    }

    /// Who says it.
    public var role: ChatRole { ChatRole(rawValue: json["role"]?.string ?? "") }

    /// The text: the content, or its text parts joined.
    public var text: String {
        if let text = json["content"]?.string { return text }
        return json["content"]?.array?.compactMap { $0["text"]?.string }.joined() ?? ""
    }

    /// Why the model refused to answer; `nil` where it did not.
    public var refusal: String? { json["refusal"]?.string }

    /// The calls that the model asks for.
    public var functionCalls: [FunctionCall] {
        json["tool_calls"]?.array?.compactMap { call in
            guard let name = call["function"]?["name"]?.string else { return nil }
            return FunctionCall(
                callID: call["id"]?.string ?? "", name: name, arguments: call["function"]?["arguments"]?.string ?? "")
        } ?? []
    }
}
