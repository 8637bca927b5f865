/// A line item as Cost Explorer sees it.
struct CostRecord {
    let day: Int
    let account: String
    let accountName: String
    let payer: String
    let region: String
    let service: String
    let usageType: String
    let operation: String
    let billingEntity: String
    let resource: String
    /// The tags whose keys were active at the time of use and are shown by now.
    let tags: [String: String]
    let cost: ExactUSD
    /// In millionths of the meter's unit.
    let quantity: Int128
    /// The values of cost categories by their names.
    var categories: [String: String] = [:]

    var isMarketplace: Bool { billingEntity == "AWS Marketplace" }

    /// The meter's unit, by which usage can be added up or not.
    var unit: String {
        if usageType == "Charge" { return "Charge" }
        return isMarketplace ? "1M tokens" : "1K tokens"
    }

    /// The value of a dimension; the services answer `No…` or an empty string where it does not apply.
    func value(of dimension: String) -> String {
        switch dimension {
        case "SERVICE": service
        case "SERVICE_CODE": isMarketplace ? "AmazonBedrockFoundationModels" : "AmazonBedrock"
        case "LINKED_ACCOUNT": account
        case "LINKED_ACCOUNT_NAME": accountName
        case "RESOURCE_ID": resource.isEmpty ? "NoResourceId" : resource
        case "PAYER_ACCOUNT": payer
        case "REGION": region
        case "USAGE_TYPE": usageType
        case "OPERATION": operation
        case "RECORD_TYPE": "Usage"
        case "BILLING_ENTITY": billingEntity
        case "LEGAL_ENTITY_NAME", "INVOICING_ENTITY": "Amazon Web Services, Inc."
        case "AZ": "NoAZ"
        case "INSTANCE_TYPE": "NoInstanceType"
        default: ""
        }
    }
}
