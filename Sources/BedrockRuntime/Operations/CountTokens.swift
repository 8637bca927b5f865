public import AWSCore
import HTTPTypes

/// CountTokens: how many input tokens a request would be billed for. It is free, and takes foundation models only.
///
/// `POST /model/{modelId}/count-tokens`.
public struct CountTokens: RESTJSONOperation, Hashable, Codable {
    /// The service.
    public typealias Service = BedrockRuntimeService
    /// What the operation returns.
    public typealias Output = CountTokensResponse
    /// `CountTokens`.
    public static let name = "CountTokens"
    /// Counting changes nothing.
    public static let isIdempotent = true

    /// The foundation model; 1 to 256 characters.
    public var modelID: ModelID
    /// What is counted.
    public var input: CountTokensInput

    /// A request of the given parts.
    public init(modelID: ModelID, input: CountTokensInput) {
        self.modelID = modelID
        self.input = input
    }

    private enum CodingKeys: String, CodingKey {
        case modelID = "modelId"
        case input
    }

    /// Checks the service's limits and patterns.
    public func validate() throws(AWSError) {
        guard ModelIDRules.isPlain(modelID) else {
            throw .invalidInput("modelId", "1 to 256 letters, digits and _ . - / : to count tokens")
        }
        switch input {
        case .invokeModel(let request): try InvokeRules.check(body: request.body.bytes)
        case .converse(let request):
            let rules = ConverseRules(
                modelID: modelID, messages: request.messages ?? [], system: request.system,
                toolConfig: request.toolConfig, mayLackMessages: true)
            try rules.check()
        case .unknown: break
        }
    }

    /// The request on the wire.
    public func encode() throws -> EncodedRequest {
        try EncodedRequest(.post, "/model/\(modelID)/count-tokens", json: ["input": input])
    }
}

/// What tokens are counted of.
public enum CountTokensInput: Sendable, Hashable {
    /// A body of ``InvokeModel``.
    case invokeModel(InvokeModelRequest)
    /// The parts of ``Converse`` that have tokens.
    case converse(ConverseRequest)
    /// A member that this version does not know, by its name on the wire.
    case unknown(String, JSONValue)

    /// The parts of `request` that have tokens.
    public static func converse(_ request: Converse) -> Self {
        .converse(
            ConverseRequest(
                messages: request.messages, system: request.system, toolConfig: request.toolConfig,
                additionalModelRequestFields: request.additionalModelRequestFields))
    }

    /// A body of ``InvokeModel``.
    public struct InvokeModelRequest: Sendable, Hashable, Codable {
        /// The body; at most 25,000,000 bytes.
        public var body: Blob

        /// Creates one from its members.
        public init(body: Blob) { self.body = body }
    }

    /// The parts of ``Converse`` that have tokens.
    public struct ConverseRequest: Sendable, Hashable, Codable {
        /// The conversation.
        public var messages: [Message]?
        /// Instructions that stand before it.
        public var system: [SystemContentBlock]?
        /// The tools that the model may ask for.
        public var toolConfig: ToolConfiguration?
        /// Parameters that only this model has.
        public var additionalModelRequestFields: JSONValue?

        /// Creates one from its members.
        public init(
            messages: [Message]? = nil, system: [SystemContentBlock]? = nil, toolConfig: ToolConfiguration? = nil,
            additionalModelRequestFields: JSONValue? = nil
        ) {
            self.messages = messages
            self.system = system
            self.toolConfig = toolConfig
            self.additionalModelRequestFields = additionalModelRequestFields
        }
    }
}

extension CountTokensInput: Codable {
    /// Decodes the one member that is set.
    public init(from decoder: any Decoder) throws {
        let union = try UnionDecoder(decoder)
        switch union.member {
        case "invokeModel": self = .invokeModel(try union.value())
        case "converse": self = .converse(try union.value() as ConverseRequest)
        default: self = .unknown(union.member, try union.value())
        }
    }

    /// Encodes an object of one member.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .invokeModel(let value): try encoder.encode(member: "invokeModel", value)
        case .converse(let value): try encoder.encode(member: "converse", value)
        case .unknown(let member, let value): try encoder.encode(member: member, value)
        }
    }
}

/// What ``CountTokens`` returns.
public struct CountTokensResponse: Sendable, Hashable, Codable {
    /// The input tokens that the request would be billed for.
    public var inputTokens: Int

    /// Creates one from its members.
    public init(inputTokens: Int) { self.inputTokens = inputTokens }
}
