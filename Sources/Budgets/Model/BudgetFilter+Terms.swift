public import AWSCore

extension BudgetFilter {
    /// What a bill line is told apart by. Cost budgets take fewer of these than the service names.
    public struct Dimension: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A dimension by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The Availability Zone.
        public static let availabilityZone = Self(rawValue: "AZ")
        /// The type of an EC2 instance.
        public static let instanceType = Self(rawValue: "INSTANCE_TYPE")
        /// The account that used the service.
        public static let linkedAccount = Self(rawValue: "LINKED_ACCOUNT")
        /// That account's name.
        public static let linkedAccountName = Self(rawValue: "LINKED_ACCOUNT_NAME")
        /// What was done, such as `InvokeModelInference`.
        public static let operation = Self(rawValue: "OPERATION")
        /// How capacity was bought.
        public static let purchaseType = Self(rawValue: "PURCHASE_TYPE")
        /// The Region of the usage.
        public static let region = Self(rawValue: "REGION")
        /// The service's name on the bill. Third-party models have names of their own there.
        public static let service = Self(rawValue: "SERVICE")
        /// The service's code, such as `AmazonBedrock`.
        public static let serviceCode = Self(rawValue: "SERVICE_CODE")
        /// The meter, such as `USE1-NovaLite-input-tokens`.
        public static let usageType = Self(rawValue: "USAGE_TYPE")
        /// A group of meters.
        public static let usageTypeGroup = Self(rawValue: "USAGE_TYPE_GROUP")
        /// The kind of line: usage, credit, refund, tax.
        public static let recordType = Self(rawValue: "RECORD_TYPE")
        /// The operating system of an instance.
        public static let operatingSystem = Self(rawValue: "OPERATING_SYSTEM")
        /// Shared or dedicated.
        public static let tenancy = Self(rawValue: "TENANCY")
        /// Regional or zonal.
        public static let scope = Self(rawValue: "SCOPE")
        /// The platform of an instance.
        public static let platform = Self(rawValue: "PLATFORM")
        /// The id of a subscription.
        public static let subscriptionID = Self(rawValue: "SUBSCRIPTION_ID")
        /// Who sells: AWS or a Marketplace vendor.
        public static let legalEntityName = Self(rawValue: "LEGAL_ENTITY_NAME")
        /// Who invoices.
        public static let invoicingEntity = Self(rawValue: "INVOICING_ENTITY")
        /// The deployment of a database.
        public static let deploymentOption = Self(rawValue: "DEPLOYMENT_OPTION")
        /// The engine of a database.
        public static let databaseEngine = Self(rawValue: "DATABASE_ENGINE")
        /// The engine of a cache.
        public static let cacheEngine = Self(rawValue: "CACHE_ENGINE")
        /// The family of instance types.
        public static let instanceTypeFamily = Self(rawValue: "INSTANCE_TYPE_FAMILY")
        /// AWS, or AWS Marketplace.
        public static let billingEntity = Self(rawValue: "BILLING_ENTITY")
        /// The id of a reservation.
        public static let reservationID = Self(rawValue: "RESERVATION_ID")
        /// The resource that was used.
        public static let resourceID = Self(rawValue: "RESOURCE_ID")
        /// The kind of a rightsizing recommendation.
        public static let rightsizingType = Self(rawValue: "RIGHTSIZING_TYPE")
        /// The kind of a Savings Plan.
        public static let savingsPlansType = Self(rawValue: "SAVINGS_PLANS_TYPE")
        /// The ARN of a Savings Plan.
        public static let savingsPlanARN = Self(rawValue: "SAVINGS_PLAN_ARN")
        /// How a commitment is paid.
        public static let paymentOption = Self(rawValue: "PAYMENT_OPTION")
        /// Whether a reservation was modified.
        public static let reservationModified = Self(rawValue: "RESERVATION_MODIFIED")
        /// The key of a tag.
        public static let tagKey = Self(rawValue: "TAG_KEY")
        /// The name of a cost category.
        public static let costCategoryName = Self(rawValue: "COST_CATEGORY_NAME")
    }

    /// How a property is compared with values.
    public struct MatchOption: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// An option by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Exactly; what counts where no option is given.
        public static let equals = Self(rawValue: "EQUALS")
        /// The property is missing.
        public static let absent = Self(rawValue: "ABSENT")
        /// From the start.
        public static let startsWith = Self(rawValue: "STARTS_WITH")
        /// To the end.
        public static let endsWith = Self(rawValue: "ENDS_WITH")
        /// Anywhere.
        public static let contains = Self(rawValue: "CONTAINS")
        /// As a number.
        public static let greaterThanOrEqual = Self(rawValue: "GREATER_THAN_OR_EQUAL")
        /// Upper and lower case differ.
        public static let caseSensitive = Self(rawValue: "CASE_SENSITIVE")
        /// Upper and lower case do not differ.
        public static let caseInsensitive = Self(rawValue: "CASE_INSENSITIVE")
    }
}
