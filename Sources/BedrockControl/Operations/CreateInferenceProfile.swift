public import AWSCore
public import Attribution
import HTTPTypes

/// CreateInferenceProfile: a profile of the account's own, with the tags that its costs are split by.
///
/// The client token is part of the value: sending the same value again, by a retry or by the caller, creates nothing anew.
public struct CreateInferenceProfile: RESTJSONOperation, Codable {
    /// The control plane.
    public typealias Service = BedrockControlService
    /// `CreateInferenceProfile`.
    public static let name = "CreateInferenceProfile"
    /// The client token makes a repetition harmless.
    public static let isIdempotent = true

    /// The profile's name: 1 to 64 ASCII letters and digits, each followed by at most one space, hyphen or underscore.
    public var profileName: String
    /// What it is for: 1 to 200 ASCII letters, digits, colons and full stops, and separators as in the name.
    public var profileDescription: String?
    /// The foundation model or system-defined profile that is copied.
    public var copyFrom: ARN
    /// The profile's tags.
    public var tags: TagSet?
    /// Names this one creation: 1 to 256 ASCII letters, digits and hyphens. A new UUID by default.
    public var clientRequestToken: String

    /// Creates a profile.
    public init(
        named profileName: String, copying copyFrom: ARN, description: String? = nil, tags: TagSet? = nil,
        clientRequestToken: String? = nil
    ) {
        self.profileName = profileName
        self.profileDescription = description
        self.copyFrom = copyFrom
        self.tags = tags
        self.clientRequestToken = clientRequestToken ?? IdempotencyToken.random()
    }

    /// What CreateInferenceProfile returns. It can be called at once.
    public struct Output: Sendable, Hashable, Codable, ModelIdentifying {
        /// The profile's ARN.
        public var arn: InferenceProfileARN
        /// Whether the profile can be called.
        public var status: InferenceProfileStatus?

        /// A reply.
        public init(arn: InferenceProfileARN, status: InferenceProfileStatus? = nil) {
            self.arn = arn
            self.status = status
        }

        /// The profile's ARN, as a model in calls of the runtime.
        public var modelID: ModelID { arn.modelID }

        private enum CodingKeys: String, CodingKey {
            case arn = "inferenceProfileArn"
            case status
        }
    }

    /// Checks every member by the service's patterns and limits.
    public func validate() throws(AWSError) {
        try Self.validate(
            name: profileName, description: profileDescription, tags: tags, clientRequestToken: clientRequestToken)
        try InputRules.check(copyFrom: copyFrom)
    }

    static func validate(
        name: String, description: String?, tags: TagSet?, clientRequestToken: String?
    ) throws(AWSError) {
        try InputRules.check(profileName: name)
        if let description { try InputRules.check(profileDescription: description) }
        if let tags { try InputRules.check(tags: tags) }
        if let clientRequestToken { try InputRules.check(clientRequestToken: clientRequestToken) }
    }

    /// `POST /inference-profiles`.
    public func encode() throws -> EncodedRequest {
        try EncodedRequest(.post, "/inference-profiles", json: self)
    }
}

extension CreateInferenceProfile {
    private enum CodingKeys: String, CodingKey {
        case profileName = "inferenceProfileName"
        case profileDescription = "description"
        case modelSource
        case tags
        case clientRequestToken
    }

    private struct ModelSource: Codable {
        var copyFrom: ARN
    }

    /// Decodes the service's own members; without a client token the value gets a new one.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            named: try container.decode(String.self, forKey: .profileName),
            copying: try container.decode(ModelSource.self, forKey: .modelSource).copyFrom,
            description: try container.decodeIfPresent(String.self, forKey: .profileDescription),
            tags: try container.decodeIfPresent(TagList.self, forKey: .tags)?.tags,
            clientRequestToken: try container.decodeIfPresent(String.self, forKey: .clientRequestToken))
    }

    /// Encodes the service's own members, as in the request's body.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(profileName, forKey: .profileName)
        try container.encodeIfPresent(profileDescription, forKey: .profileDescription)
        try container.encode(ModelSource(copyFrom: copyFrom), forKey: .modelSource)
        try container.encodeIfPresent(tags.map(TagList.init), forKey: .tags)
        try container.encode(clientRequestToken, forKey: .clientRequestToken)
    }
}
