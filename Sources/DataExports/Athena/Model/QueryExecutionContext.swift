/// Where names of tables in a query belong to.
public struct QueryExecutionContext: Sendable, Hashable, Codable {
    /// The database, 1 to 255 characters.
    public var database: String?
    /// The catalogue; `AwsDataCatalog` by default.
    public var catalog: String?

    private enum CodingKeys: String, CodingKey {
        case database = "Database"
        case catalog = "Catalog"
    }

    /// A place for names.
    public init(database: String? = nil, catalog: String? = nil) {
        self.database = database
        self.catalog = catalog
    }
}
