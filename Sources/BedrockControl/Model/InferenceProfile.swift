public import AWSCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// An inference profile as GetInferenceProfile and ListInferenceProfiles show it. Its tags are asked for separately.
public struct InferenceProfile: Sendable, Hashable, Codable {
    /// A model that the profile may send a call to.
    public struct RoutedModel: Sendable, Hashable, Codable {
        /// The foundation model's ARN in one Region. Global profiles show one without a Region, too.
        public var arn: ARN?

        /// A model.
        public init(arn: ARN?) { self.arn = arn }

        private enum CodingKeys: String, CodingKey {
            case arn = "modelArn"
        }
    }

    /// The name that it was created with. Names need not be unique.
    public var name: String
    /// What it is for. Bedrock's model marks it as sensitive: ``description`` leaves it out.
    public var profileDescription: String?
    /// When it was created.
    public var createdAt: Date?
    /// When it was last changed.
    public var updatedAt: Date?
    /// Its ARN.
    public var arn: InferenceProfileARN
    /// The models that it may send a call to: one for each Region.
    public var models: [RoutedModel]
    /// Its id: for application profiles 12 characters, for system-defined ones such as `us.anthropic.claude-…`.
    public var id: String
    /// Whether it can be called.
    public var status: InferenceProfileStatus
    /// Who defined it.
    public var type: InferenceProfileType

    /// A profile.
    public init(
        name: String, description: String? = nil, createdAt: Date? = nil, updatedAt: Date? = nil,
        arn: InferenceProfileARN, models: [RoutedModel], id: String, status: InferenceProfileStatus,
        type: InferenceProfileType
    ) {
        self.name = name
        self.profileDescription = description
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.arn = arn
        self.models = models
        self.id = id
        self.status = status
        self.type = type
    }

    /// The id of the foundation model behind the profile, such as `anthropic.claude-3-7-sonnet-20250219-v1:0`; its price
    /// and abilities are the profile's. `nil` where the service named no model.
    public var foundationModelID: ModelID? {
        models.lazy.compactMap(\.arn).first.map { ModelID(rawValue: String($0.resourceID)) }
    }

    private enum CodingKeys: String, CodingKey {
        case name = "inferenceProfileName"
        case profileDescription = "description"
        case createdAt
        case updatedAt
        case arn = "inferenceProfileArn"
        case models
        case id = "inferenceProfileId"
        case status
        case type
    }
}

extension InferenceProfile: ModelIdentifying {
    /// The profile's ARN, as a model in calls of the runtime.
    public var modelID: ModelID { arn.modelID }
}

extension InferenceProfile: CustomStringConvertible {
    /// Name and ARN.
    public var description: String { "\(name) (\(arn))" }
}
