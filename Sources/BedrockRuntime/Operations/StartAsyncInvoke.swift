public import AWSCore
public import Attribution
import HTTPTypes

/// StartAsyncInvoke: runs a model that needs minutes, such as one that makes videos, and has it write to Amazon S3.
///
/// `POST /async-invoke`. The client token is part of the value: sending the same value again, by a retry or by the caller,
/// starts nothing anew.
public struct StartAsyncInvoke: RESTJSONOperation, Hashable {
    /// The service.
    public typealias Service = BedrockRuntimeService
    /// `StartAsyncInvoke`.
    public static let name = "StartAsyncInvoke"
    /// The client token makes a repetition harmless.
    public static let isIdempotent = true

    /// The model; 1 to 256 letters, digits and `_ . - / :`.
    public var modelID: ModelID
    /// The request in the provider's form.
    public var modelInput: JSONValue
    /// Where the output goes.
    public var outputDataConfig: AsyncInvokeOutput
    /// Tags of the invocation. Whether they reach the bill is not documented.
    public var tags: TagSet?
    /// Names this one invocation: 1 to 256 printable ASCII characters without spaces. A new UUID by default.
    public var clientRequestToken: String

    /// A request of the given parts.
    public init(
        modelID: ModelID, modelInput: JSONValue, outputDataConfig: AsyncInvokeOutput, tags: TagSet? = nil,
        clientRequestToken: String? = nil
    ) {
        self.modelID = modelID
        self.modelInput = modelInput
        self.outputDataConfig = outputDataConfig
        self.tags = tags
        self.clientRequestToken = clientRequestToken ?? IdempotencyToken.random()
    }

    /// What StartAsyncInvoke returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The invocation's ARN.
        public var invocationARN: ARN

        /// Creates one from its members.
        public init(invocationARN: ARN) { self.invocationARN = invocationARN }

        private enum CodingKeys: String, CodingKey { case invocationARN = "invocationArn" }
    }

    /// Checks the service's limits and patterns.
    public func validate() throws(AWSError) {
        try AsyncInvokeRules.check(modelID: modelID)
        try AsyncInvokeRules.check(clientRequestToken: clientRequestToken)
        try AsyncInvokeRules.check(outputDataConfig)
        guard let tags else { return }
        do throws(TagError) {
            try tags.validate()
        } catch {
            throw AWSError(.invalidInput, "tags: \(error)", underlying: error)
        }
    }

    /// The request on the wire.
    public func encode() throws -> EncodedRequest { try EncodedRequest(.post, "/async-invoke", json: self) }
}

extension StartAsyncInvoke: Codable {
    private enum CodingKeys: String, CodingKey {
        case modelID = "modelId"
        case modelInput, outputDataConfig, tags, clientRequestToken
    }

    /// Decodes the service's own members; without a client token the value gets a new one.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            modelID: try container.decode(ModelID.self, forKey: .modelID),
            modelInput: try container.decode(JSONValue.self, forKey: .modelInput),
            outputDataConfig: try container.decode(AsyncInvokeOutput.self, forKey: .outputDataConfig),
            tags: try container.decodeIfPresent(TagList.self, forKey: .tags)?.tags,
            clientRequestToken: try container.decodeIfPresent(String.self, forKey: .clientRequestToken))
    }

    /// Encodes the service's own members, as in the request's body.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(modelID, forKey: .modelID)
        try container.encode(modelInput, forKey: .modelInput)
        try container.encode(outputDataConfig, forKey: .outputDataConfig)
        try container.encodeIfPresent(tags.map(TagList.init), forKey: .tags)
        try container.encode(clientRequestToken, forKey: .clientRequestToken)
    }
}
