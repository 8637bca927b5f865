public import AWSCore

/// The control plane of Amazon Bedrock: restJson1, version 2023-04-20. It takes Bedrock API keys, too.
public enum BedrockControlService: AWSService {
    /// `Bedrock`.
    public static let serviceID = "Bedrock"
    /// `bedrock`, as for the runtime.
    public static let signingName = "bedrock"
    /// `bedrock.` and the Region.
    public static let endpoint = EndpointRule.regional("bedrock")
    /// Bedrock API keys are accepted.
    public static let acceptsBearerToken = true
}
