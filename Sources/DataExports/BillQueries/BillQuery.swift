public import AWSCore

/// What Bedrock cost, asked of the bill's own lines: SQL for Athena over a CUR 2.0 export.
///
/// ```swift
/// let table = BillTable(database: "billing", name: "bedrock")
/// let query = BillQuery(of: table, in: [BillingMonth(2026, 10)], by: .tag("dept"), .day)
/// print(try query.sql())
/// ```
///
/// Only the partitions of the months are scanned. Lines count whose resource is one of Bedrock's (models, profiles,
/// projects), whatever product they are sold as, and which are usage: taxes, credits and refunds are other kinds. Every
/// amount is turned into a decimal of 18 digits before it is added up, so that sums are exact.
public struct BillQuery: Sendable, Hashable {
    /// What a row stands for.
    public struct Grouping: Sendable, Hashable, CustomStringConvertible {
        enum Kind: Hashable {
            case tag(String)
            case day, model, principal, account, usageType, resource
        }
        let kind: Kind

        /// The value of a tag, by its own key; `nil` in rows of lines without it.
        public static func tag(_ key: String) -> Grouping { Grouping(kind: .tag(key)) }
        /// The day in UTC, `2026-10-01`.
        public static let day = Grouping(kind: .day)
        /// The model: the product's name for Marketplace models, the meter's for others.
        public static let model = Grouping(kind: .model)
        /// The ARN of the IAM user or role session that called. Needs an export with principals.
        public static let principal = Grouping(kind: .principal)
        /// The account that called.
        public static let account = Grouping(kind: .account)
        /// The meter.
        public static let usageType = Grouping(kind: .usageType)
        /// The ARN of the profile, model or project.
        public static let resource = Grouping(kind: .resource)

        /// What it is, in a word or two.
        public var description: String { if case .tag(let key) = kind { "tag \(key)" } else { "\(kind)" } }
    }

    /// Which lines count, of those that are Bedrock's.
    public struct Filter: Sendable, Hashable {
        enum Kind: Hashable {
            case untagged(String)
            case tag(String, [String])
            case accounts([String])
        }
        let kind: Kind

        /// Lines without a tag.
        public static func untagged(_ key: String) -> Filter { Filter(kind: .untagged(key)) }
        /// Lines whose tag has one of `values`, at least one.
        public static func tag(_ key: String, in values: [String]) -> Filter { Filter(kind: .tag(key, values)) }
        /// Lines of some accounts, at least one.
        public static func accounts(_ accounts: [String]) -> Filter { Filter(kind: .accounts(accounts)) }
    }

    /// The table.
    public var table: BillTable
    /// The months, at least one.
    public var months: [BillingMonth]
    /// What the rows stand for; without any there is one row.
    public var groupings: [Grouping]
    /// Which lines count; all of Bedrock where empty.
    public var filters: [Filter]
    /// The column that is added up: ``CostAndUsage/Column/netUnblendedCost`` for bills with discounts.
    public var cost: CostAndUsage.Column

    /// A question.
    public init(
        of table: BillTable, in months: [BillingMonth], by groupings: Grouping..., where filters: [Filter] = [],
        cost: CostAndUsage.Column = .unblendedCost
    ) {
        self.table = table
        self.months = months
        self.groupings = groupings
        self.filters = filters
        self.cost = cost
    }

    /// The statement.
    ///
    /// - Throws: `AWSError` of code `invalidInput` where there is no month, or a name that no table can have.
    public func sql() throws(AWSError) -> String {
        try validate()
        var columns: [String] = []
        for (index, grouping) in groupings.enumerated() {
            columns.append("\(expression(of: grouping)) AS \"group_\(index + 1)\"")
        }
        columns.append("\(column(.currency)) AS \"currency\"")
        columns.append("sum(CAST(\(column(cost)) AS decimal(38, 18))) AS \"cost\"")
        let ordinals = (1...(groupings.count + 1)).map(String.init).joined(separator: ", ")
        let conditions =
            [
                "\"billing_period\" IN (\(Set(months).sorted().map { SQLText.literal($0.description) }.joined(separator: ", ")))",
                "\(column(.lineItemType)) = 'Usage'", "\(column(.resource)) LIKE 'arn:aws%:bedrock%:%'",
            ] + filters.map(condition)
        return """
            SELECT \(columns.joined(separator: ", "))
            FROM \([table.catalog, table.database, table.name].compactMap { $0 }.map(SQLText.identifier).joined(separator: "."))
            WHERE \(conditions.joined(separator: " AND "))
            GROUP BY \(ordinals)
            ORDER BY \(ordinals)
            """
    }

    private func column(_ column: CostAndUsage.Column) -> String { SQLText.identifier(column.rawValue) }

    private func expression(of grouping: Grouping) -> String {
        switch grouping.kind {
        case .tag(let key): tag(key)
        case .day: "date_format(\(column(.usageStart)), '%Y-%m-%d')"
        // Marketplace models are products of their own; the others share one, and are told apart by their meters.
        case .model:
            "CASE WHEN element_at(\(column(.product)), 'product_name') LIKE '%(Amazon Bedrock Edition)' "
                + "THEN replace(element_at(\(column(.product)), 'product_name'), ' (Amazon Bedrock Edition)', '') "
                + "ELSE regexp_extract(\(column(.usageType)), '^[A-Z0-9]+-(.+?)(-mantle)?-(input|output|cache)-', 1) END"
        case .principal: column(.principal)
        case .account: column(.usageAccount)
        case .usageType: column(.usageType)
        case .resource: column(.resource)
        }
    }

    /// The value of a tag; null where the tag is missing or empty.
    private func tag(_ key: String) -> String {
        let (map, name) =
            switch table.tagColumn.kind {
            case .resourceTags: (CostAndUsage.Column.resourceTags, CostAndUsage.resourceTagKey(key))
            case .tags: (.tags, key.contains("/") ? key : "resourceTags/\(key)")
            }
        return "nullif(element_at(\(column(map)), \(SQLText.literal(name))), '')"
    }

    private func condition(_ filter: Filter) -> String {
        switch filter.kind {
        case .untagged(let key): "\(tag(key)) IS NULL"
        case .tag(let key, let values): "\(tag(key)) IN (\(values.map(SQLText.literal).joined(separator: ", ")))"
        case .accounts(let accounts):
            "\(column(.usageAccount)) IN (\(accounts.map(SQLText.literal).joined(separator: ", ")))"
        }
    }

    private func validate() throws(AWSError) {
        try SQLText.check(name: table.database, "database")
        try SQLText.check(name: table.name, "table")
        if let catalog = table.catalog { try SQLText.check(name: catalog, "catalog") }
        try SQLText.check(name: cost.rawValue, "cost")
        guard !months.isEmpty else {
            throw .invalidInput("months", "at least one is needed: without it the whole bill would be scanned")
        }
        for month in months where !month.isReal { throw .invalidInput("months", "\(month) is no month") }
        for grouping in groupings {
            if case .tag(let key) = grouping.kind { try Self.check(key) }
        }
        for filter in filters {
            switch filter.kind {
            case .untagged(let key): try Self.check(key)
            case .tag(let key, let values):
                try Self.check(key)
                try Self.check(values, "values of the tag \(key.debugDescription)")
            case .accounts(let accounts): try Self.check(accounts, "accounts")
            }
        }
    }

    private static func check(_ key: String) throws(AWSError) {
        guard !key.isEmpty else { throw .invalidInput("tag", "a key has at least one character") }
        try SQLText.check(text: key, "tag")
    }

    private static func check(_ values: [String], _ member: String) throws(AWSError) {
        guard !values.isEmpty else { throw .invalidInput(member, "at least one is needed") }
        for value in values { try SQLText.check(text: value, member) }
    }
}
