public import AWSCore
import HTTPTypes

/// ListFoundationModels: the models that Bedrock offers in the client's Region, all in one reply.
public struct ListFoundationModels: RESTJSONOperation, Codable {
    /// The control plane.
    public typealias Service = BedrockControlService
    /// `ListFoundationModels`.
    public static let name = "ListFoundationModels"
    /// It only reads.
    public static let isIdempotent = true

    /// Only models of this maker, such as `Anthropic`: 1 to 63 ASCII letters, digits, hyphens and spaces.
    public var provider: String?
    /// Only models that can be adapted in this way.
    public var customization: ModelCustomization?
    /// Only models that give out this.
    public var outputModality: ModelModality?
    /// Only models that can be called in this way.
    public var inferenceType: ModelInferenceType?

    /// Lists models.
    public init(
        provider: String? = nil, customization: ModelCustomization? = nil, outputModality: ModelModality? = nil,
        inferenceType: ModelInferenceType? = nil
    ) {
        self.provider = provider
        self.customization = customization
        self.outputModality = outputModality
        self.inferenceType = inferenceType
    }

    /// What ListFoundationModels returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The models.
        public var models: [FoundationModel]

        /// A reply.
        public init(models: [FoundationModel]) { self.models = models }

        private enum CodingKeys: String, CodingKey {
            case models = "modelSummaries"
        }

        /// Decodes the service's own member; without a list there are no models.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            models = try container.decodeIfPresent([FoundationModel].self, forKey: .models) ?? []
        }
    }

    /// Checks the maker's name by the service's pattern.
    public func validate() throws(AWSError) {
        if let provider { try InputRules.check(provider: provider) }
    }

    /// `GET /foundation-models`.
    public func encode() -> EncodedRequest {
        var query = RequestQuery()
        query.append("byProvider", provider)
        query.append("byCustomizationType", customization)
        query.append("byOutputModality", outputModality)
        query.append("byInferenceType", inferenceType)
        return EncodedRequest(.get, "/foundation-models", query: query)
    }

    private enum CodingKeys: String, CodingKey {
        case provider = "byProvider"
        case customization = "byCustomizationType"
        case outputModality = "byOutputModality"
        case inferenceType = "byInferenceType"
    }
}
