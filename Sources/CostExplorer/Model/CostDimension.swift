public import AWSCore

/// A property of bill lines that costs can be filtered and, in part, grouped by.
public struct CostDimension: OpenStringSet {
    /// The name on the wire.
    public let rawValue: String

    /// A dimension by its name on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The service's name in the bill. Third-party models on Bedrock have one each.
    public static let service = Self(rawValue: "SERVICE")
    /// The meter, such as `USE1-NovaLite-input-tokens`.
    public static let usageType = Self(rawValue: "USAGE_TYPE")
    /// A group of meters.
    public static let usageTypeGroup = Self(rawValue: "USAGE_TYPE_GROUP")
    /// The API operation, such as `InvokeModelInference`.
    public static let operation = Self(rawValue: "OPERATION")
    /// The account that used the service, twelve digits.
    public static let linkedAccount = Self(rawValue: "LINKED_ACCOUNT")
    /// The account's name. In cost category rules only.
    public static let linkedAccountName = Self(rawValue: "LINKED_ACCOUNT_NAME")
    /// The account that pays, twelve digits.
    public static let payerAccount = Self(rawValue: "PAYER_ACCOUNT")
    /// The Region.
    public static let region = Self(rawValue: "REGION")
    /// The Availability Zone.
    public static let availabilityZone = Self(rawValue: "AZ")
    /// Usage, credit, refund, tax, ….
    public static let recordType = Self(rawValue: "RECORD_TYPE")
    /// The seller: `AWS` or `AWS Marketplace`.
    public static let billingEntity = Self(rawValue: "BILLING_ENTITY")
    /// The legal entity that sells.
    public static let legalEntityName = Self(rawValue: "LEGAL_ENTITY_NAME")
    /// The legal entity that writes the invoice.
    public static let invoicingEntity = Self(rawValue: "INVOICING_ENTITY")
    /// The service's code in the price list. In cost category rules only.
    public static let serviceCode = Self(rawValue: "SERVICE_CODE")
    /// On demand, reserved, spot, ….
    public static let purchaseType = Self(rawValue: "PURCHASE_TYPE")
    /// A resource; for the last 14 days, where the payer has switched it on.
    public static let resourceID = Self(rawValue: "RESOURCE_ID")
    /// The type of an instance.
    public static let instanceType = Self(rawValue: "INSTANCE_TYPE")
    /// The family of an instance's type.
    public static let instanceTypeFamily = Self(rawValue: "INSTANCE_TYPE_FAMILY")
    /// The operating system of an instance.
    public static let operatingSystem = Self(rawValue: "OPERATING_SYSTEM")
    /// Shared or dedicated hardware.
    public static let tenancy = Self(rawValue: "TENANCY")
    /// The scope of a reservation: a Region or a zone.
    public static let scope = Self(rawValue: "SCOPE")
    /// The platform of an instance.
    public static let platform = Self(rawValue: "PLATFORM")
    /// The subscription of a reservation.
    public static let subscriptionID = Self(rawValue: "SUBSCRIPTION_ID")
    /// One or several zones.
    public static let deploymentOption = Self(rawValue: "DEPLOYMENT_OPTION")
    /// The engine of a database.
    public static let databaseEngine = Self(rawValue: "DATABASE_ENGINE")
    /// The engine of a cache.
    public static let cacheEngine = Self(rawValue: "CACHE_ENGINE")
    /// A reservation.
    public static let reservationID = Self(rawValue: "RESERVATION_ID")
    /// What a rightsizing recommendation proposes.
    public static let rightsizingType = Self(rawValue: "RIGHTSIZING_TYPE")
    /// The type of a Savings Plan.
    public static let savingsPlansType = Self(rawValue: "SAVINGS_PLANS_TYPE")
    /// A Savings Plan.
    public static let savingsPlanARN = Self(rawValue: "SAVINGS_PLAN_ARN")
    /// How a commitment is paid.
    public static let paymentOption = Self(rawValue: "PAYMENT_OPTION")
    /// Agreements that end after a point in time.
    public static let agreementEndsAfter = Self(rawValue: "AGREEMENT_END_DATE_TIME_AFTER")
    /// Agreements that end before a point in time.
    public static let agreementEndsBefore = Self(rawValue: "AGREEMENT_END_DATE_TIME_BEFORE")
    /// The amount of an anomaly. In anomaly subscriptions only.
    public static let anomalyTotalImpactAbsolute = Self(rawValue: "ANOMALY_TOTAL_IMPACT_ABSOLUTE")
    /// The relative size of an anomaly. In anomaly subscriptions only.
    public static let anomalyTotalImpactPercentage = Self(rawValue: "ANOMALY_TOTAL_IMPACT_PERCENTAGE")

    /// Those by which costs can be grouped.
    static let grouping: [CostDimension] = [
        .availabilityZone, .instanceType, .legalEntityName, .invoicingEntity, .linkedAccount, .operation, .platform,
        .purchaseType, .service, .tenancy, .recordType, .usageType,
    ]
    /// Those that only other APIs of the service know.
    static let notForFilters: Set<CostDimension> = [
        .linkedAccountName, .serviceCode, .anomalyTotalImpactAbsolute, .anomalyTotalImpactPercentage,
    ]
}
