public import AWSCore

/// A query that was started, and how far it has come.
public struct QueryExecution: Sendable, Hashable, Codable {
    /// Its id.
    public var id: String?
    /// The SQL.
    public var query: String?
    /// What kind of statement it is.
    public var statementKind: StatementKind?
    /// Whether Athena keeps the results itself.
    public var managedResults: ManagedResults?
    /// Where the results are.
    public var results: QueryResultConfiguration?
    /// Whether older results may be used.
    public var reuse: QueryResultReuse?
    /// Where names of tables belong to.
    public var context: QueryExecutionContext?
    /// How far it has come.
    public var status: Status?
    /// What it took.
    public var statistics: Statistics?
    /// The work group.
    public var workGroup: String?
    /// The engine.
    public var engineVersion: EngineVersion?
    /// What stood for the `?` of the SQL.
    public var parameters: [String]?
    /// The kind in more detail.
    public var substatementKind: String?
    /// How the files of the results are reached.
    public var accessGrants: AccessGrants?

    private enum CodingKeys: String, CodingKey {
        case id = "QueryExecutionId"
        case query = "Query"
        case statementKind = "StatementType"
        case managedResults = "ManagedQueryResultsConfiguration"
        case results = "ResultConfiguration"
        case reuse = "ResultReuseConfiguration"
        case context = "QueryExecutionContext"
        case status = "Status"
        case statistics = "Statistics"
        case workGroup = "WorkGroup"
        case engineVersion = "EngineVersion"
        case parameters = "ExecutionParameters"
        case substatementKind = "SubstatementType"
        case accessGrants = "QueryResultsS3AccessGrantsConfiguration"
    }
}

extension QueryExecution {
    /// What kind of statement a query is.
    public struct StatementKind: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A kind by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// It defines.
        public static let ddl = Self(rawValue: "DDL")
        /// It reads or writes rows.
        public static let dml = Self(rawValue: "DML")
        /// Anything else, such as `SHOW TABLES`.
        public static let utility = Self(rawValue: "UTILITY")
    }

    /// Results that Athena keeps itself.
    public struct ManagedResults: Sendable, Hashable, Codable {
        /// How results that Athena keeps are encrypted.
        public struct Encryption: Sendable, Hashable, Codable {
            /// The key.
            public var kmsKey: String

            private enum CodingKeys: String, CodingKey {
                case kmsKey = "KmsKey"
            }
        }

        /// Whether it does.
        public var isEnabled: Bool
        /// How they are encrypted.
        public var encryption: Encryption?

        private enum CodingKeys: String, CodingKey {
            case isEnabled = "Enabled"
            case encryption = "EncryptionConfiguration"
        }
    }

    /// A version of the engine.
    public struct EngineVersion: Sendable, Hashable, Codable {
        /// The one that was asked for.
        public var selected: String?
        /// The one that ran.
        public var effective: String?

        private enum CodingKeys: String, CodingKey {
            case selected = "SelectedEngineVersion"
            case effective = "EffectiveEngineVersion"
        }
    }

    /// How files of results are reached by S3 access grants.
    public struct AccessGrants: Sendable, Hashable, Codable {
        /// How users are known.
        public struct Authentication: OpenStringSet {
            /// The name on the wire.
            public let rawValue: String

            /// A way by its name on the wire.
            public init(rawValue: String) { self.rawValue = rawValue }

            /// By a directory.
            public static let directoryIdentity = Self(rawValue: "DIRECTORY_IDENTITY")
        }

        /// Whether they are.
        public var isEnabled: Bool
        /// Whether each user has a prefix.
        public var createsUserLevelPrefix: Bool?
        /// How users are known.
        public var authentication: Authentication

        private enum CodingKeys: String, CodingKey {
            case isEnabled = "EnableS3AccessGrants"
            case createsUserLevelPrefix = "CreateUserLevelPrefix"
            case authentication = "AuthenticationType"
        }
    }
}
