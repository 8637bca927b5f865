public import AWSCore

/// The Resource Groups Tagging API: awsJson 1.1, one endpoint per Region. It shows the resources of that Region only.
public enum TaggingService: JSONRPCService {
    /// `Resource Groups Tagging API`.
    public static let serviceID = "Resource Groups Tagging API"
    /// `tagging`.
    public static let signingName = "tagging"
    /// `tagging.` and the Region.
    public static let endpoint = EndpointRule.regional("tagging")
    /// `ResourceGroupsTaggingAPI_20170126`.
    public static let targetPrefix = "ResourceGroupsTaggingAPI_20170126"
}
