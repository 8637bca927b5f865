public import AWSCore
public import AWSEventStream
import HTTPTypes

/// ConverseStream: one turn of a conversation with any model, answered while it is generated.
///
/// `POST /model/{modelId}/converse-stream`. The tokens that were used come last, in
/// ``ConverseStreamEvent/metadata(_:)``; a caller that leaves before that does not learn them, and pays for them. A stream
/// that ends before ``ConverseStreamEvent/messageStop(_:)`` throws; one that ends after it but without metadata is a
/// complete answer whose usage is unknown, not zero.
public struct ConverseStream: EventStreamOperation, Hashable {
    /// The service.
    public typealias Service = BedrockRuntimeService
    /// `ConverseStream`.
    public static let name = "ConverseStream"
    /// A stream without it was cut off: the message is not complete.
    public static let finalEventType: String? = "messageStop"

    /// What is asked for: the same members as for an answer that comes whole.
    public var request: Converse

    /// The streamed form of `request`.
    public init(_ request: Converse) {
        self.request = request
    }

    /// Checks the service's limits and patterns.
    public func validate() throws(AWSError) {
        try request.checkRules()
    }

    /// The request on the wire.
    public func encode() throws -> EncodedRequest {
        try EncodedRequest(.post, "/model/\(request.modelID)/converse-stream", json: Converse.Body(request: request))
    }

    /// The event in `message`.
    ///
    /// - Throws: `DecodingError` where the payload does not fit the service's model.
    public static func decode(event message: EventStreamMessage) throws -> ConverseStreamEvent? {
        try ConverseStreamEvent.decode(message)
    }
}

extension ConverseStream: Codable {
    /// Decodes the members by their names in the service's model, as ``Converse`` does.
    public init(from decoder: any Decoder) throws {
        self.init(try Converse(from: decoder))
    }

    /// Encodes the members by their names in the service's model, as ``Converse`` does.
    public func encode(to encoder: any Encoder) throws {
        try request.encode(to: encoder)
    }
}
