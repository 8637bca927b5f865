public import AWSCore

/// Secrets Manager: awsJson 1.1, one endpoint per Region, which answers on IPv4 and IPv6.
public enum SecretsManagerService: JSONRPCService {
    /// `Secrets Manager`.
    public static let serviceID = "Secrets Manager"
    /// `secretsmanager`.
    public static let signingName = "secretsmanager"
    /// `secretsmanager.` and the Region.
    public static let endpoint = EndpointRule.regionalSingleName("secretsmanager")
    /// `secretsmanager`.
    public static let targetPrefix = "secretsmanager"
}
