public import AWSCore

/// Data Exports of Billing and Cost Management: awsJson 1.1, one endpoint per partition.
public enum DataExportsService: JSONRPCService {
    /// `BCM Data Exports`.
    public static let serviceID = "BCM Data Exports"
    /// `bcm-data-exports`.
    public static let signingName = "bcm-data-exports"
    /// `bcm-data-exports.us-east-1.api.aws`: a dual-stack name in any case.
    public static let endpoint = EndpointRule.partitionalDualStack("bcm-data-exports")
    /// `AWSBillingAndCostManagementDataExports`.
    public static let targetPrefix = "AWSBillingAndCostManagementDataExports"
}
