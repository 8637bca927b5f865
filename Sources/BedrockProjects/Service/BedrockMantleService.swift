public import AWSCore

/// `bedrock-mantle`: the endpoint of Bedrock that speaks OpenAI's API, and the only one that has projects.
///
/// It is signed as `bedrock-mantle`; a client whose account still expects the older name sets
/// `configuration.signingNames["Bedrock Mantle"] = "bedrock"`. Bedrock API keys are accepted.
public enum BedrockMantleService: AWSService {
    /// `Bedrock Mantle`, which names `AWS_ENDPOINT_URL_BEDROCK_MANTLE`.
    public static let serviceID = "Bedrock Mantle"
    /// `bedrock-mantle`.
    public static let signingName = "bedrock-mantle"
    /// `bedrock-mantle.region.api.aws`.
    public static let endpoint = EndpointRule.dualStackOnly("bedrock-mantle")
    /// Bedrock API keys are accepted.
    public static let acceptsBearerToken = true

    /// Refuses a host of another Region, http to a host of AWS, an endpoint that ends in `/v1`, and a foreign host that a
    /// variable would have sent an API key to.
    public static func validate(_ destination: RequestDestination) throws(AWSError) {
        try OriginRule.validate(destination, service: "bedrock-mantle")
    }
}

/// The paths of OpenAI's API on `bedrock-runtime`. They know no projects but the default one.
public enum BedrockRuntimeOpenAIService: AWSService {
    /// `Bedrock Runtime`, which names `AWS_ENDPOINT_URL_BEDROCK_RUNTIME`.
    public static let serviceID = "Bedrock Runtime"
    /// `bedrock`, as for the rest of the runtime.
    public static let signingName = "bedrock"
    /// `bedrock-runtime.region.amazonaws.com`.
    public static let endpoint = EndpointRule.regional("bedrock-runtime")
    /// Bedrock API keys are accepted.
    public static let acceptsBearerToken = true

    /// Refuses a host of another Region, http to a host of AWS, an endpoint that ends in `/v1`, and a foreign host that a
    /// variable would have sent an API key to.
    public static func validate(_ destination: RequestDestination) throws(AWSError) {
        try OriginRule.validate(destination, service: "bedrock-runtime")
    }
}
