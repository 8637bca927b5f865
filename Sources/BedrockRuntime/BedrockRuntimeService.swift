public import AWSCore

/// Amazon Bedrock Runtime (`bedrock-runtime`): runs models. Signed as `bedrock`; takes Bedrock API keys.
public enum BedrockRuntimeService: AWSService {
    /// `Bedrock Runtime`.
    public static let serviceID = "Bedrock Runtime"
    /// `bedrock`.
    public static let signingName = "bedrock"
    /// One endpoint per Region.
    public static let endpoint = EndpointRule.regional("bedrock-runtime")
    /// Bedrock API keys are accepted.
    public static let acceptsBearerToken = true
}
