public import AWSCore
public import AWSEventStream
public import HTTPTypes

/// InvokeModelWithResponseStream: a request in the model provider's own form, answered while it is generated.
///
/// `POST /model/{modelId}/invoke-with-response-stream`. The media type wanted of the answer travels as
/// `X-Amzn-Bedrock-Accept`, since the response itself is an event stream.
public struct InvokeModelWithResponseStream: EventStreamOperation, Hashable {
    /// The service.
    public typealias Service = BedrockRuntimeService
    /// `InvokeModelWithResponseStream`.
    public static let name = "InvokeModelWithResponseStream"

    /// What is called.
    public var modelID: ModelID
    /// The request in the provider's form; at most 25,000,000 bytes.
    public var body: [UInt8]
    /// The body's media type; the service takes `nil` for `application/json`.
    public var contentType: String?
    /// The media type wanted of the chunks; the service takes `nil` for `application/json`.
    public var accept: String?
    /// How model, guardrail, log and tier treat the request.
    public var options: InvokeOptions

    /// A request of the given parts.
    public init(
        modelID: ModelID, body: [UInt8], contentType: String? = nil, accept: String? = nil,
        options: InvokeOptions = InvokeOptions()
    ) {
        self.modelID = modelID
        self.body = body
        self.contentType = contentType
        self.accept = accept
        self.options = options
    }

    /// The streamed form of `request`.
    public init(_ request: InvokeModel) {
        self.init(
            modelID: request.modelID, body: request.body, contentType: request.contentType, accept: request.accept,
            options: request.options)
    }

    /// Checks the service's limits and patterns.
    public func validate() throws(AWSError) {
        try InvokeRules.check(modelID: modelID, body: body, contentType: contentType, accept: accept, options)
    }

    /// The request on the wire.
    public func encode() throws -> EncodedRequest {
        var headers = try options.headers()
        headers[.contentType] = contentType
        headers[.bedrockAccept] = accept
        return EncodedRequest(.post, "/model/\(modelID)/invoke-with-response-stream", headers: headers, body: body)
    }

    /// What the response's header fields say.
    public static func decodeHead(_ response: HTTPResponse) -> InvokeModelStreamHead {
        let fields = response.headerFields
        return InvokeModelStreamHead(
            contentType: fields[.bedrockContentType],
            performanceConfigLatency: fields[.bedrockLatency].map(PerformanceLatency.init),
            serviceTier: fields[.bedrockServiceTier].map(ServiceTierType.init))
    }

    /// The event in `message`.
    ///
    /// - Throws: `DecodingError` where the payload does not fit the service's model.
    public static func decode(event message: EventStreamMessage) throws -> InvokeModelStreamEvent? {
        guard let type = message.eventType else { throw MissingEventType() }
        switch type {
        case "chunk": return .chunk(try AWSJSON.decode(ResponseChunk.self, from: message.payload))
        case "initial-response": return nil
        default: return .unknown(type, payload: Array(message.payload))
        }
    }
}

/// What ``InvokeModelWithResponseStream`` says before the first event.
public struct InvokeModelStreamHead: Sendable, Hashable {
    /// The media type of the chunks.
    public var contentType: String?
    /// The latency that is used.
    public var performanceConfigLatency: PerformanceLatency?
    /// The tier that is used.
    public var serviceTier: ServiceTierType?

    /// Creates one from its members.
    public init(
        contentType: String? = nil, performanceConfigLatency: PerformanceLatency? = nil,
        serviceTier: ServiceTierType? = nil
    ) {
        self.contentType = contentType
        self.performanceConfigLatency = performanceConfigLatency
        self.serviceTier = serviceTier
    }
}

/// An event of ``InvokeModelWithResponseStream`` and ``InvokeModelWithBidirectionalStream``.
public enum InvokeModelStreamEvent: Sendable, Hashable {
    /// A part of the answer in the provider's form.
    case chunk(ResponseChunk)
    /// An event that this version does not know, by its type, with the bytes of its payload.
    case unknown(String, payload: [UInt8])

    /// The bytes of the part; `nil` for other events.
    public var bytes: [UInt8]? {
        if case .chunk(let chunk) = self { chunk.bytes.bytes } else { nil }
    }

    /// The tokens that are billed, where the event tells: the last chunk of a stream, or a speech model's count so far.
    public var usage: InvocationUsage? {
        if case .chunk(let chunk) = self { chunk.usage } else { nil }
    }
}

/// A part of a streamed answer in the provider's form, mostly one JSON document.
public struct ResponseChunk: Sendable, Hashable, Codable {
    /// The bytes of the part.
    public var bytes: Blob

    /// Creates one from its members.
    public init(bytes: Blob = Blob([])) { self.bytes = bytes }

    /// Decodes the chunk; one without bytes is empty.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        bytes = try container.decodeIfPresent(Blob.self, forKey: .bytes) ?? Blob([])
    }

    private enum CodingKeys: CodingKey { case bytes }

    /// What Bedrock adds to the last chunk, under `amazon-bedrock-invocationMetrics`; `nil` in every other.
    public var invocationMetrics: InvocationMetrics? {
        // Most chunks are not the last: a look at the raw bytes spares them a second JSON parser.
        guard bytes.bytes.contains(InvocationMetrics.memberName) else { return nil }
        return try? AWSJSON.decode(InvocationMetrics.Envelope.self, from: bytes.bytes).metrics
    }
}
