public import AWSCore

/// Athena: awsJson 1.1, one endpoint per Region.
public enum AthenaService: JSONRPCService {
    /// `Athena`.
    public static let serviceID = "Athena"
    /// `athena`.
    public static let signingName = "athena"
    /// `athena.` and the Region.
    public static let endpoint = EndpointRule.regional("athena")
    /// `AmazonAthena`.
    public static let targetPrefix = "AmazonAthena"
}
