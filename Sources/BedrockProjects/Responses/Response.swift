public import AWSCore
public import Metering

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A response: an answer of the Responses API, finished or not.
public struct Response: Sendable, Hashable, Codable {
    /// The id, by which a stored response is found again.
    public let id: ResponseID
    /// How far it is.
    public let status: ResponseStatus
    /// The model that made it.
    public let model: ModelID
    /// What the model produced: messages, calls, reasoning.
    public let output: [ResponseItem]
    /// The tokens used; `nil` until the response is finished.
    public let usage: ResponseUsage?
    /// Why it failed.
    public let error: Failure?
    /// Why it is incomplete.
    public let incompleteReason: IncompleteReason?
    /// When it was begun.
    public let createdAt: Date?
    /// When it was finished.
    public let completedAt: Date?
    /// The tier that served it.
    public let serviceTier: ProcessingTier?
    /// The response that it goes on from.
    public let previousResponseID: ResponseID?
    /// Whether it was made in the background.
    public let background: Bool?
    /// The pairs that the request gave.
    public let metadata: [String: String]
    /// The response as it came, with members that this type does not know.
    public let json: JSONValue

    /// Why a response failed.
    public struct Failure: Sendable, Hashable {
        /// The service's code, such as `server_error`.
        public let code: String
        /// The service's words.
        public let message: String
    }

    /// Decodes the service's object.
    ///
    /// - Throws: `DecodingError` where it has no id.
    public init(from decoder: any Decoder) throws {
        let json = try JSONValue(from: decoder)
        guard let response = Response(json) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "a response must have an id"))
        }
        self = response
    }

    /// Encodes the response as it came.
    public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

    /// The response that `json` holds; `nil` where it has no id.
    init?(_ json: JSONValue) {
        guard let id = json["id"]?.string else { return nil }
        self.id = ResponseID(rawValue: id)
        status = ResponseStatus(rawValue: json["status"]?.string ?? "completed")
        model = ModelID(rawValue: json["model"]?.string ?? "")
        output = json["output"]?.array?.map { ResponseItem($0) } ?? []
        usage = json["usage"].flatMap(ResponseUsage.init(responses:))
        error = json["error"].flatMap { error in
            guard error.object != nil else { return nil }
            return Failure(code: error["code"]?.string ?? "error", message: error["message"]?.string ?? "")
        }
        incompleteReason = json["incomplete_details"]?["reason"]?.string.map(IncompleteReason.init(rawValue:))
        createdAt = json["created_at"]?.double.map { Date(timeIntervalSince1970: $0) }
        completedAt = json["completed_at"]?.double.map { Date(timeIntervalSince1970: $0) }
        serviceTier = json["service_tier"]?.string.map(ProcessingTier.init(rawValue:))
        previousResponseID = json["previous_response_id"]?.string.map(ResponseID.init(rawValue:))
        background = json["background"]?.bool
        metadata = json["metadata"]?.object?.compactMapValues(\.string) ?? [:]
        self.json = json
    }
}

extension Response {
    /// The text of the answer: of all messages, in order.
    public var text: String { output.map(\.text).joined() }
    /// The calls that the model asks for.
    public var functionCalls: [FunctionCall] { output.compactMap(\.functionCall) }
    /// Why the model refused to answer; `nil` where it did not.
    public var refusal: String? { output.lazy.flatMap(\.content).compactMap(\.refusal).first }
    /// The tokens that are billed, in classes that do not overlap; `nil` until the response is finished.
    public var tokenUsage: TokenUsage? { usage?.tokenUsage }

    /// The text as a value, for a request of ``TextFormat/jsonSchema(name:schema:strict:description:)``.
    ///
    /// - Throws: `DecodingError` where the text is something else, such as one that was cut off.
    public func decodedText<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        try AWSJSON.decode(type, from: text.utf8)
    }
}

/// How far a response, or an item of it, is.
public struct ResponseStatus: OpenStringSet {
    /// The value as the service spells it.
    public let rawValue: String

    /// A value as the service spells it, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// It waits for its turn in the background.
    public static let queued: Self = "queued"
    /// It is being made.
    public static let inProgress: Self = "in_progress"
    /// It is whole.
    public static let completed: Self = "completed"
    /// It ends early: ``Response/incompleteReason`` tells why.
    public static let incomplete: Self = "incomplete"
    /// It could not be made: ``Response/error`` tells why.
    public static let failed: Self = "failed"
    /// It was cancelled.
    public static let cancelled: Self = "cancelled"

    /// Whether it will not change any more.
    public var isTerminal: Bool { [.completed, .incomplete, .failed, .cancelled].contains(self) }
}

/// Why a response ends early.
public struct IncompleteReason: OpenStringSet {
    /// The value as the service spells it.
    public let rawValue: String

    /// A value as the service spells it, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// ``ResponseRequest/maxOutputTokens`` was reached.
    public static let maxOutputTokens: Self = "max_output_tokens"
    /// The content was filtered.
    public static let contentFilter: Self = "content_filter"
}
