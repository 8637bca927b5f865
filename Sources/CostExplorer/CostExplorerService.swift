public import AWSCore

/// AWS Cost Explorer: awsJson 1.1 at one endpoint per partition.
public enum CostExplorerService: JSONRPCService {
    /// `Cost Explorer`.
    public static let serviceID = "Cost Explorer"
    /// `ce`.
    public static let signingName = "ce"
    /// `ce.us-east-1.amazonaws.com` for all commercial Regions.
    public static let endpoint = EndpointRule.partitional("ce")
    /// The target's name, older than the service's.
    public static let targetPrefix = "AWSInsightsIndexService"
}
