public import AWSCore

/// Systems Manager's Parameter Store: awsJson 1.1, one endpoint per Region.
public enum ParameterStoreService: JSONRPCService {
    /// `SSM`.
    public static let serviceID = "SSM"
    /// `ssm`.
    public static let signingName = "ssm"
    /// `ssm.` and the Region.
    public static let endpoint = EndpointRule.regionalFIPSInGovCloud("ssm", alsoDualStack: false)
    /// `AmazonSSM`.
    public static let targetPrefix = "AmazonSSM"
}
