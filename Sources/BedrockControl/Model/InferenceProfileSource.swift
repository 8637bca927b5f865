public import AWSCore

/// What a new inference profile copies: a foundation model, or a system-defined profile with its routing.
///
/// An application profile cannot be copied.
public struct InferenceProfileSource: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case foundationModel(ModelID)
        case systemDefined(ModelID, accountID: String?)
        case arn(ARN)
    }
    let kind: Kind

    /// A foundation model in the client's Region alone.
    ///
    /// - Parameter id: The model's id, such as `anthropic.claude-3-haiku-20240307-v1:0`, or its ARN.
    public static func foundationModel(_ id: ModelID) -> InferenceProfileSource {
        InferenceProfileSource(kind: .foundationModel(id))
    }

    /// A system-defined profile, which routes over the Regions of its geography.
    ///
    /// Its ARN has the account id in it. Where that is not given, the client asks for the profile first: one request of
    /// GetInferenceProfile more.
    ///
    /// - Parameters:
    ///   - id: The profile's id, such as `us.anthropic.claude-3-7-sonnet-20250219-v1:0`, or its ARN.
    ///   - accountID: The caller's account, twelve digits.
    public static func systemDefined(_ id: ModelID, accountID: String? = nil) -> InferenceProfileSource {
        InferenceProfileSource(kind: .systemDefined(id, accountID: accountID))
    }

    /// The foundation model or system-defined profile that `arn` names.
    public static func arn(_ arn: ARN) -> InferenceProfileSource {
        InferenceProfileSource(kind: .arn(arn))
    }
}

extension InferenceProfileSource {
    /// What stands for the source on the wire, or the profile that must be asked for first.
    enum Resolution: Hashable {
        case copyFrom(ARN)
        case profile(ModelID)
    }

    /// - Throws: ``AWSError`` of code ``AWSError/Code/invalidInput`` for a source that is of another kind than it says.
    func resolve(in region: Region) throws(AWSError) -> Resolution {
        switch kind {
        case .arn(let arn):
            return .copyFrom(arn)
        case .foundationModel(let id):
            let prefix = "arn:\(region.partition.name):bedrock:\(region)::foundation-model/"
            guard let arn = id.arn ?? ARN(rawValue: prefix + id.rawValue), arn.resourceType == "foundation-model" else {
                throw .invalidInput("copying", "\(id.rawValue.debugDescription) is not a foundation model's id or ARN")
            }
            return .copyFrom(arn)
        case .systemDefined(let id, let accountID):
            if let arn = id.arn {
                guard arn.resourceType == "inference-profile" else {
                    throw .invalidInput("copying", "\(arn) is not a system-defined profile's ARN")
                }
                return .copyFrom(arn)
            }
            guard let accountID else { return .profile(id) }
            let prefix = "arn:\(region.partition.name):bedrock:\(region):\(accountID):inference-profile/"
            guard let arn = ARN(rawValue: prefix + id.rawValue) else {
                throw .invalidInput("copying", "\(id.rawValue.debugDescription) is not a system-defined profile's id")
            }
            return .copyFrom(arn)
        }
    }
}
