public import AWSCore

extension DataExport {
    /// An export of the cost and usage report (CUR 2.0) with the columns that tell who spent what on Bedrock.
    ///
    /// - Parameters:
    ///   - name: Its name, unique in the account.
    ///   - destination: Where it goes.
    ///   - granularity: How finely usage is split.
    ///   - includesPrincipals: Whether each line tells the IAM user or role that called. An export that was made without
    ///     can never gain it.
    ///   - columns: The columns; those that ``BillQuery`` reads, by default.
    /// - Returns: The export, to be made by ``DataExportsClient/create(_:tags:)``.
    public static func costAndUsage(
        named name: String, to destination: Destination, granularity: CostAndUsage.Granularity = .daily,
        includesPrincipals: Bool = true, columns: [CostAndUsage.Column] = CostAndUsage.Column.attribution
    ) -> DataExport {
        let columns = includesPrincipals ? columns : columns.filter { $0 != .principal }
        let configuration = [
            "TIME_GRANULARITY": granularity.rawValue, "INCLUDE_RESOURCES": "TRUE",
            "INCLUDE_SPLIT_COST_ALLOCATION_DATA": "FALSE", "INCLUDE_MANUAL_DISCOUNT_COMPATIBILITY": "FALSE",
            "INCLUDE_IAM_PRINCIPAL_DATA": includesPrincipals ? "TRUE" : "FALSE",
        ]
        return DataExport(
            named: name,
            of: Query(
                statement: "SELECT \(columns.map(\.rawValue).joined(separator: ", ")) FROM \(CostAndUsage.table)",
                tableConfigurations: [CostAndUsage.table: configuration]),
            to: destination)
    }
}

/// The cost and usage report of the second form (CUR 2.0).
public enum CostAndUsage {
    /// The table's name in the queries of exports.
    public static let table = "COST_AND_USAGE_REPORT"

    /// How finely usage is split.
    public struct Granularity: OpenStringSet {
        /// The name in the table's configuration.
        public let rawValue: String

        /// A granularity by its name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Hours.
        public static let hourly = Self(rawValue: "HOURLY")
        /// Days.
        public static let daily = Self(rawValue: "DAILY")
        /// Months.
        public static let monthly = Self(rawValue: "MONTHLY")
    }

    /// A column.
    public struct Column: OpenStringSet {
        /// The name.
        public let rawValue: String

        /// A column by its name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The account that pays.
        public static let payerAccount = Self(rawValue: "bill_payer_account_id")
        /// The account that used the service.
        public static let usageAccount = Self(rawValue: "line_item_usage_account_id")
        /// When the usage began, a timestamp in UTC.
        public static let usageStart = Self(rawValue: "line_item_usage_start_date")
        /// The kind of line, such as `Usage`, `Credit` or `Tax`.
        public static let lineItemType = Self(rawValue: "line_item_line_item_type")
        /// The product's code; for Marketplace models an opaque id.
        public static let productCode = Self(rawValue: "line_item_product_code")
        /// The meter.
        public static let usageType = Self(rawValue: "line_item_usage_type")
        /// What was done.
        public static let operation = Self(rawValue: "line_item_operation")
        /// The ARN of the profile, model or project.
        public static let resource = Self(rawValue: "line_item_resource_id")
        /// The usage, in the meter's unit.
        public static let usageAmount = Self(rawValue: "line_item_usage_amount")
        /// The currency of the costs.
        public static let currency = Self(rawValue: "line_item_currency_code")
        /// What was charged on the day of use.
        public static let unblendedCost = Self(rawValue: "line_item_unblended_cost")
        /// As ``unblendedCost``, after discounts. Only bills with discounts have it.
        public static let netUnblendedCost = Self(rawValue: "line_item_net_unblended_cost")
        /// Who sells: AWS or a Marketplace vendor.
        public static let legalEntity = Self(rawValue: "line_item_legal_entity")
        /// Properties of the product, by name: a map.
        public static let product = Self(rawValue: "product")
        /// The tags of the resource, by keys such as `user_cost_center`: a map.
        public static let resourceTags = Self(rawValue: "resource_tags")
        /// All tags by their own keys behind their source, such as `resourceTags/CostCenter`: a map.
        public static let tags = Self(rawValue: "tags")
        /// The ARN of the IAM user or role session that called. Needs `INCLUDE_IAM_PRINCIPAL_DATA`.
        public static let principal = Self(rawValue: "line_item_iam_principal")

        /// The columns that tell who spent what on Bedrock.
        public static let attribution: [Column] = [
            .payerAccount, .usageAccount, .usageStart, .lineItemType, .productCode, .usageType, .operation, .resource,
            .usageAmount, .currency, .unblendedCost, .legalEntity, .product, .resourceTags, .principal,
        ]
    }

    /// A user's tag key as ``Column/resourceTags`` writes it: `CostCenter` becomes `user_cost_center`.
    ///
    /// Two keys can become the same: `cost-center` does, too. Their lines cannot be told apart there; ``Column/tags`` keeps
    /// them apart.
    public static func resourceTagKey(_ key: String) -> String {
        var name = "user_"
        var previous: Character?
        for character in key {
            let isUpper = character.isUppercase
            if isUpper, let previous, previous.isLowercase || previous.isNumber { name.append("_") }
            name += character.isLetter || character.isNumber ? character.lowercased() : "_"
            previous = character
        }
        return name
    }
}
