public import AWSCore

/// Amazon CloudWatch: awsJson 1.0, one endpoint per Region.
///
/// The service's first protocol was awsQuery; it still tells that protocol's error codes, such as `InvalidParameterValue`
/// in place of `InvalidParameterValueException`.
public enum CloudWatchService: JSONRPCService {
    /// `CloudWatch`.
    public static let serviceID = "CloudWatch"
    /// `monitoring`.
    public static let signingName = "monitoring"
    /// `monitoring.us-east-1.amazonaws.com`.
    public static let endpoint = EndpointRule.regionalFIPSInGovCloud("monitoring", alsoDualStack: true)
    /// The target's name, older than the service's.
    public static let targetPrefix = "GraniteServiceVersion20100801"
    /// awsJson 1.0.
    public static let jsonVersion = "1.0"
    /// Codes come as awsQuery wrote them.
    public static let isQueryCompatible = true
}
