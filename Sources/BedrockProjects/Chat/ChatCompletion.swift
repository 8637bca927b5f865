public import AWSCore
public import Metering

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// An answer of the Chat Completions API.
public struct ChatCompletion: Sendable, Hashable, Codable {
    /// The answer's id.
    public let id: String
    /// The model that made it.
    public let model: ModelID
    /// The answers; one, unless more were asked for.
    public let choices: [Choice]
    /// The tokens used, of all answers together.
    public let usage: ResponseUsage?
    /// When it was made.
    public let created: Date?
    /// The tier that served it.
    public let serviceTier: ProcessingTier?
    /// The answer as it came, with members that this type does not know.
    public let json: JSONValue

    /// One of the answers.
    public struct Choice: Sendable, Hashable {
        /// Its number, from 0.
        public let index: Int
        /// What the model says, or asks for.
        public let message: ChatMessage
        /// Why it ends.
        public let finishReason: FinishReason?
    }

    /// Decodes the service's object.
    ///
    /// - Throws: `DecodingError` where it has no choices.
    public init(from decoder: any Decoder) throws {
        let json = try JSONValue(from: decoder)
        guard let completion = ChatCompletion(json) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "a chat completion must have choices"))
        }
        self = completion
    }

    /// Encodes the answer as it came.
    public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

    private init?(_ json: JSONValue) {
        guard let members = json.object, let choices = json["choices"]?.array else { return nil }
        self.init(members, choices: choices)
    }

    init(_ members: [String: JSONValue], choices: [JSONValue]) {
        let json = JSONValue.object(members.merging(["choices": .array(choices)]) { $1 })
        id = json["id"]?.string ?? ""
        model = ModelID(rawValue: json["model"]?.string ?? "")
        self.choices = choices.enumerated().map { index, choice in
            Choice(
                index: choice["index"]?.int ?? index, message: ChatMessage(choice["message"] ?? .object([:])),
                finishReason: choice["finish_reason"]?.string.map(FinishReason.init(rawValue:)))
        }
        usage = json["usage"].flatMap(ResponseUsage.init(chat:))
        created = json["created"]?.double.map { Date(timeIntervalSince1970: $0) }
        serviceTier = json["service_tier"]?.string.map(ProcessingTier.init(rawValue:))
        self.json = json
    }
}

extension ChatCompletion {
    /// The text of the first answer.
    public var text: String { choices.first?.message.text ?? "" }
    /// The calls that the first answer asks for.
    public var functionCalls: [FunctionCall] { choices.first?.message.functionCalls ?? [] }
    /// Why the first answer ends.
    public var finishReason: FinishReason? { choices.first?.finishReason }
    /// The tokens that are billed, in classes that do not overlap.
    public var tokenUsage: TokenUsage? { usage?.tokenUsage }

    /// The text as a value, for a request of ``TextFormat/jsonSchema(name:schema:strict:description:)``.
    ///
    /// - Throws: `DecodingError` where the text is something else, such as one that was cut off.
    public func decodedText<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        try AWSJSON.decode(type, from: text.utf8)
    }
}

/// Why a chat completion ends.
public struct FinishReason: OpenStringSet {
    /// The value as the service spells it.
    public let rawValue: String

    /// A value as the service spells it, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The model was done, or came upon one of the stop texts.
    public static let stop: Self = "stop"
    /// The limit of tokens was reached.
    public static let length: Self = "length"
    /// The model asks for calls.
    public static let toolCalls: Self = "tool_calls"
    /// The content was filtered.
    public static let contentFilter: Self = "content_filter"
}
