/// The table in Athena's catalogue over the files of a CUR 2.0 export.
public struct BillTable: Sendable, Hashable {
    /// Which column tags are read from.
    public struct TagColumn: Sendable, Hashable {
        enum Kind { case resourceTags, tags }
        let kind: Kind

        /// `resource_tags`, whose keys are rewritten: `CostCenter` is `user_cost_center` there.
        public static let resourceTags = TagColumn(kind: .resourceTags)
        /// `tags`, whose keys are whole: `resourceTags/CostCenter`, and `iamPrincipal/department` for tags of principals.
        public static let tags = TagColumn(kind: .tags)
    }

    /// The database.
    public var database: String
    /// The table.
    public var name: String
    /// The catalogue; Athena's own by default.
    public var catalog: String?
    /// Which column tags are read from.
    public var tagColumn: TagColumn

    /// A table.
    public init(
        database: String, name: String, catalog: String? = nil, tagColumn: TagColumn = .resourceTags
    ) {
        self.database = database
        self.name = name
        self.catalog = catalog
        self.tagColumn = tagColumn
    }
}
