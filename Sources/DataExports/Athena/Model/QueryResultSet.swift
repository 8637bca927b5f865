public import AWSCore

/// Rows as Athena gives them out: everything is text, and a cell without text is null.
public struct QueryResultSet: Sendable, Hashable, Codable {
    /// One value.
    public struct Cell: Sendable, Hashable, Codable {
        /// Its text; `nil` for null.
        public var text: String?

        private enum CodingKeys: String, CodingKey {
            case text = "VarCharValue"
        }

        /// A value.
        public init(text: String? = nil) {
            self.text = text
        }
    }

    /// One row.
    public struct Row: Sendable, Hashable, Codable {
        /// Its values.
        public var cells: [Cell]?

        private enum CodingKeys: String, CodingKey {
            case cells = "Data"
        }

        /// A row.
        public init(cells: [Cell]? = nil) {
            self.cells = cells
        }
    }

    /// The columns.
    public struct Metadata: Sendable, Hashable, Codable {
        /// In order.
        public var columns: [Column]?

        private enum CodingKeys: String, CodingKey {
            case columns = "ColumnInfo"
        }
    }

    /// One column.
    public struct Column: Sendable, Hashable, Codable {
        /// Whether a column may be null.
        public struct Nullability: OpenStringSet {
            /// The name on the wire.
            public let rawValue: String

            /// An answer by its name on the wire.
            public init(rawValue: String) { self.rawValue = rawValue }

            /// It may not.
            public static let notNull = Self(rawValue: "NOT_NULL")
            /// It may.
            public static let nullable = Self(rawValue: "NULLABLE")
            /// Nobody knows.
            public static let unknown = Self(rawValue: "UNKNOWN")
        }

        /// The catalogue it is from.
        public var catalog: String?
        /// The database it is from.
        public var schema: String?
        /// The table it is from.
        public var table: String?
        /// Its name.
        public var name: String
        /// Its label.
        public var label: String?
        /// Its type, such as `decimal`.
        public var type: String
        /// The digits of a decimal.
        public var precision: Int?
        /// Those behind its point.
        public var scale: Int?
        /// Whether it may be null.
        public var nullability: Nullability?
        /// Whether case matters in it.
        public var isCaseSensitive: Bool?

        private enum CodingKeys: String, CodingKey {
            case catalog = "CatalogName"
            case schema = "SchemaName"
            case table = "TableName"
            case name = "Name"
            case label = "Label"
            case type = "Type"
            case precision = "Precision"
            case scale = "Scale"
            case nullability = "Nullable"
            case isCaseSensitive = "CaseSensitive"
        }
    }

    /// The rows; the first of the first page holds the names of the columns.
    public var rows: [Row]?
    /// The columns.
    public var metadata: Metadata?

    private enum CodingKeys: String, CodingKey {
        case rows = "Rows"
        case metadata = "ResultSetMetadata"
    }
}
