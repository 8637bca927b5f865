public import AWSCore
public import AWSEventStream
import HTTPTypes

/// InvokeModelWithBidirectionalStream: a session with a model in the provider's own form, both sides speaking at once.
///
/// `POST /model/{modelId}/invoke-with-bidirectional-stream` over HTTP/2. What the client sends are events signed one over the
/// other, so that it takes credentials: Bedrock API keys are not accepted. A session ends after about eight minutes. Speech
/// models such as Amazon Nova Sonic are called like this.
public struct InvokeModelWithBidirectionalStream: BidirectionalStreamOperation, Hashable {
    /// The service.
    public typealias Service = BedrockRuntimeService
    /// One event of the answer.
    public typealias Event = InvokeModelStreamEvent
    /// One event of the input.
    public typealias InputEvent = RequestChunk
    /// `InvokeModelWithBidirectionalStream`.
    public static let name = "InvokeModelWithBidirectionalStream"

    /// What is called.
    public var modelID: ModelID

    /// A session with `modelID`.
    public init(modelID: ModelID) { self.modelID = modelID }

    /// Checks the model's id.
    public func validate() throws(AWSError) { try ModelIDRules.check(modelID) }

    /// The request without its events.
    public func encode() throws -> EncodedRequest {
        EncodedRequest(.post, "/model/\(modelID)/invoke-with-bidirectional-stream")
    }

    /// The message that carries `chunk`.
    ///
    /// - Throws: `AWSError` of code `invalidInput` for a chunk of more than 1,000,000 bytes.
    public static func encode(event chunk: RequestChunk) throws -> EventStreamMessage {
        try InvokeRules.check(chunk: chunk.bytes.bytes)
        return try .event("chunk", payload: try AWSJSON.encode(chunk))
    }

    /// The event in `message`.
    ///
    /// - Throws: `DecodingError` where the payload does not fit the service's model.
    public static func decode(event message: EventStreamMessage) throws -> InvokeModelStreamEvent? {
        try InvokeModelWithResponseStream.decode(event: message)
    }
}

/// A part of a session's input in the provider's form, mostly one JSON document; at most 1,000,000 bytes.
public struct RequestChunk: Sendable, Hashable, Codable {
    /// The bytes of the part.
    public var bytes: Blob

    /// Creates one from its members.
    public init(bytes: Blob) { self.bytes = bytes }

    /// A part of the given bytes.
    public init(_ bytes: [UInt8]) { self.init(bytes: Blob(bytes)) }

    /// A JSON document.
    ///
    /// - Throws: `EncodingError` of `document`.
    public init(json document: some Encodable) throws { self.init(try AWSJSON.encode(document)) }
}

extension EventStreamInput where Operation == InvokeModelWithBidirectionalStream {
    /// Sends a part in the provider's form.
    ///
    /// - Throws: `AWSError`.
    public func send(_ bytes: [UInt8]) async throws(AWSError) { try await send(RequestChunk(bytes)) }

    /// Sends a JSON document in the provider's form.
    ///
    /// - Throws: `AWSError`; of code `invalidInput` where `document` cannot be written as JSON.
    public func send(json document: some Encodable) async throws(AWSError) {
        let chunk: RequestChunk
        do {
            chunk = try RequestChunk(json: document)
        } catch {
            throw AWSError(.invalidInput, "the event has no form as JSON", underlying: error)
        }
        try await send(chunk)
    }
}
