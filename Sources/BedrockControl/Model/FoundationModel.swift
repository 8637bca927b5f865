public import AWSCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A foundation model that Bedrock offers in the client's Region.
public struct FoundationModel: Sendable, Hashable, Codable {
    /// Its ARN.
    public var arn: ARN
    /// Its id, such as `anthropic.claude-3-haiku-20240307-v1:0`.
    public var id: ModelID
    /// Its name, such as `Claude 3 Haiku`.
    public var name: String?
    /// Who made it, such as `Anthropic`.
    public var provider: String?
    /// What it takes in.
    public var inputModalities: [ModelModality]?
    /// What it gives out.
    public var outputModalities: [ModelModality]?
    /// Whether ConverseStream and InvokeModelWithResponseStream work with it.
    public var isStreamingSupported: Bool?
    /// How it can be adapted.
    public var customizations: [ModelCustomization]?
    /// How it can be called.
    public var inferenceTypes: [ModelInferenceType]?
    /// Where it stands in its life.
    public var lifecycle: FoundationModelLifecycle?

    /// A model.
    public init(
        arn: ARN, id: ModelID, name: String? = nil, provider: String? = nil, inputModalities: [ModelModality]? = nil,
        outputModalities: [ModelModality]? = nil, isStreamingSupported: Bool? = nil,
        customizations: [ModelCustomization]? = nil, inferenceTypes: [ModelInferenceType]? = nil,
        lifecycle: FoundationModelLifecycle? = nil
    ) {
        self.arn = arn
        self.id = id
        self.name = name
        self.provider = provider
        self.inputModalities = inputModalities
        self.outputModalities = outputModalities
        self.isStreamingSupported = isStreamingSupported
        self.customizations = customizations
        self.inferenceTypes = inferenceTypes
        self.lifecycle = lifecycle
    }

    private enum CodingKeys: String, CodingKey {
        case arn = "modelArn"
        case id = "modelId"
        case name = "modelName"
        case provider = "providerName"
        case inputModalities
        case outputModalities
        case isStreamingSupported = "responseStreamingSupported"
        case customizations = "customizationsSupported"
        case inferenceTypes = "inferenceTypesSupported"
        case lifecycle = "modelLifecycle"
    }
}

extension FoundationModel: ModelIdentifying {
    /// The model's id.
    public var modelID: ModelID { id }
}

/// The dates of a model's life.
public struct FoundationModelLifecycle: Sendable, Hashable, Codable {
    /// Whether it is in full service.
    public var status: FoundationModelStatus
    /// When it was released.
    public var startOfLife: Date?
    /// When calls of it end.
    public var endOfLife: Date?
    /// When it became legacy.
    public var legacySince: Date?
    /// From when on a legacy model can be called at a higher price.
    public var publicExtendedAccess: Date?

    /// A life.
    public init(
        status: FoundationModelStatus, startOfLife: Date? = nil, endOfLife: Date? = nil, legacySince: Date? = nil,
        publicExtendedAccess: Date? = nil
    ) {
        self.status = status
        self.startOfLife = startOfLife
        self.endOfLife = endOfLife
        self.legacySince = legacySince
        self.publicExtendedAccess = publicExtendedAccess
    }

    private enum CodingKeys: String, CodingKey {
        case status
        case startOfLife = "startOfLifeTime"
        case endOfLife = "endOfLifeTime"
        case legacySince = "legacyTime"
        case publicExtendedAccess = "publicExtendedAccessTime"
    }
}
