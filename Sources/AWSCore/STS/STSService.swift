/// AWS Security Token Service: awsQuery, version 2011-06-15.
public enum STSService: QueryService {
    /// `STS`.
    public static let serviceID = "STS"
    /// `sts`.
    public static let signingName = "sts"
    /// The Region's own endpoint.
    public static let endpoint = EndpointRule.sts
    /// The only version there is.
    public static let apiVersion = "2011-06-15"
}
