public import AWSCore

/// One item of a conversation: a message, a function call or its result, reasoning, or a kind that this version does not
/// know.
///
/// An item is the JSON it came as, with typed views of what is known of it. So it goes back to the service unchanged: an
/// answer's ``Response/output`` can stand in the next request's input.
///
/// ```swift
/// for call in response.functionCalls {
///     items.append(.functionCallOutput(try await run(call), of: call.callID))
/// }
/// ```
public struct ResponseItem: Sendable, Hashable, Codable {
    /// The item as it is on the wire.
    public let json: JSONValue

    /// An item of any kind.
    public init(_ json: JSONValue) { self.json = json }

    /// Decodes any JSON value.
    public init(from decoder: any Decoder) throws { json = try JSONValue(from: decoder) }
    /// Encodes the item as it came.
    public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

    /// What kind of item it is. A message may leave its type out.
    public var type: Kind { Kind(rawValue: json["type"]?.string ?? "message") }
    /// The item's id.
    public var id: String? { json["id"]?.string }
    /// `in_progress`, `completed` or `incomplete`.
    public var status: ResponseStatus? { json["status"]?.string.map(ResponseStatus.init(rawValue:)) }

    /// What kind of item it is.
    public struct Kind: OpenStringSet {
        /// The value as the service spells it.
        public let rawValue: String

        /// A value as the service spells it, known or not.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// A message.
        public static let message: Self = "message"
        /// A call that the model asks for.
        public static let functionCall: Self = "function_call"
        /// What a call returned.
        public static let functionCallOutput: Self = "function_call_output"
        /// The model's reasoning, in summary or encrypted.
        public static let reasoning: Self = "reasoning"
        /// An item that the service has stored, by its id.
        public static let itemReference: Self = "item_reference"
    }
}

// MARK: - What a program writes

extension ResponseItem {
    /// A message of one text.
    public static func message(_ role: ChatRole, _ text: String) -> Self {
        Self(["type": "message", "role": .string(role.rawValue), "content": .string(text)])
    }

    /// A message of parts, such as a text and an image.
    public static func message(_ role: ChatRole, _ parts: [ResponseContent]) -> Self {
        Self(["type": "message", "role": .string(role.rawValue), "content": .array(parts.map(\.json))])
    }

    /// A message of the user.
    public static func user(_ text: String) -> Self { message(.user, text) }
    /// An earlier answer.
    public static func assistant(_ text: String) -> Self { message(.assistant, text) }
    /// What the program itself tells the model, above what the user says.
    public static func developer(_ text: String) -> Self { message(.developer, text) }
    /// What governs the conversation.
    public static func system(_ text: String) -> Self { message(.system, text) }

    /// What a call returned.
    ///
    /// - Parameters:
    ///   - output: The result, usually JSON text.
    ///   - callID: ``FunctionCall/callID`` of the call.
    public static func functionCallOutput(_ output: String, of callID: String) -> Self {
        Self(["type": "function_call_output", "call_id": .string(callID), "output": .string(output)])
    }

    /// An item that the service has stored.
    public static func reference(to id: String) -> Self {
        Self(["type": "item_reference", "id": .string(id)])
    }
}

// MARK: - What a program reads

extension ResponseItem {
    /// The role of a message.
    public var role: ChatRole? { json["role"]?.string.map(ChatRole.init(rawValue:)) }

    /// The parts of a message; empty for other items. A content that is one string is one part.
    public var content: [ResponseContent] {
        guard type == .message, let content = json["content"] else { return [] }
        if let text = content.string { return [role == .assistant ? .outputText(text) : .inputText(text)] }
        return content.array?.map { ResponseContent($0) } ?? []
    }

    /// The text of a message, its parts joined; empty for other items.
    public var text: String { content.compactMap(\.text).joined() }

    /// The call that is asked for, where the item is one.
    public var functionCall: FunctionCall? {
        guard type == .functionCall, let name = json["name"]?.string else { return nil }
        return FunctionCall(
            callID: json["call_id"]?.string ?? "", name: name, arguments: json["arguments"]?.string ?? "")
    }

    /// The summary of reasoning, its parts joined; `nil` where the item is none, or has none.
    public var reasoningSummary: String? {
        guard type == .reasoning, let parts = json["summary"]?.array else { return nil }
        let texts = parts.compactMap { $0["text"]?.string }
        return texts.isEmpty ? nil : texts.joined(separator: "\n")
    }
}

/// One part of a message.
public struct ResponseContent: Sendable, Hashable, Codable {
    /// The part as it is on the wire.
    public let json: JSONValue

    /// A part of any kind.
    public init(_ json: JSONValue) { self.json = json }
    /// Decodes any JSON value.
    public init(from decoder: any Decoder) throws { json = try JSONValue(from: decoder) }
    /// Encodes the part as it came.
    public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

    /// `input_text`, `output_text`, `refusal`, `input_image`, …
    public var type: String { json["type"]?.string ?? "" }
    /// The text of a text part; `nil` for other parts, refusals included.
    public var text: String? { ["input_text", "output_text", "text"].contains(type) ? json["text"]?.string : nil }
    /// Why the model refused to answer, where the part says so.
    public var refusal: String? { type == "refusal" ? json["refusal"]?.string : nil }

    /// A text that is given to the model.
    public static func inputText(_ text: String) -> Self { Self(["type": "input_text", "text": .string(text)]) }
    /// A text of the model.
    public static func outputText(_ text: String) -> Self { Self(["type": "output_text", "text": .string(text)]) }
    /// An image by its URL, which may be a `data:` URL.
    public static func inputImage(url: String) -> Self { Self(["type": "input_image", "image_url": .string(url)]) }
}
