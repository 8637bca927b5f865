public import AWSCore

/// The ARN of an inference profile, system-defined or application.
public struct InferenceProfileARN: RawRepresentable, Hashable, Sendable, LosslessStringConvertible {
    /// The parts of the ARN.
    public let arn: ARN

    /// `arn` as that of an inference profile; `nil` where it names something else.
    public init?(_ arn: ARN) {
        guard arn.service == "bedrock", !arn.resourceID.isEmpty,
            arn.resourceType == "inference-profile" || arn.resourceType == "application-inference-profile"
        else { return nil }
        self.arn = arn
    }

    /// An ARN, or `nil` where `rawValue` is not that of an inference profile.
    public init?(rawValue: String) {
        guard let arn = ARN(rawValue: rawValue) else { return nil }
        self.init(arn)
    }

    /// An ARN, or `nil` where `description` is not that of an inference profile.
    public init?(_ description: String) { self.init(rawValue: description) }

    /// The whole ARN.
    public var rawValue: String { arn.rawValue }
    /// The whole ARN.
    public var description: String { arn.rawValue }
    /// The profile's id: what stands after the slash. CloudWatch's `ModelId` dimension has it for application profiles.
    public var profileID: String { String(arn.resourceID) }
    /// Who defined the profile, as the ARN shows it.
    public var type: InferenceProfileType {
        arn.resourceType == "inference-profile" ? .systemDefined : .application
    }
}

extension InferenceProfileARN: ModelIdentifying {
    /// The ARN, as a model in calls of the runtime.
    public var modelID: ModelID { ModelID(arn) }
}

extension InferenceProfileARN: Codable {
    /// Decodes the ARN from its string.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let arn = InferenceProfileARN(rawValue: text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not the ARN of an inference profile: \(text)")
        }
        self = arn
    }

    /// Encodes the ARN as its string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
