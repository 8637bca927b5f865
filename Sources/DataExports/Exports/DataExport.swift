public import AWSCore

/// An export: which columns of which table go where, and how often.
public struct DataExport: Sendable, Hashable, Codable {
    /// Its ARN; the service gives it.
    public var arn: ARN?
    /// Its name, unique in the account: 1 to 128 ASCII letters, digits, `-` and `_`.
    public var name: String
    /// What it is for, up to 1,024 characters.
    public var note: String?
    /// What is exported.
    public var query: Query
    /// Where it goes.
    public var destination: Destination
    /// How often.
    public var cadence: Cadence

    private enum CodingKeys: String, CodingKey {
        case arn = "ExportArn"
        case name = "Name"
        case note = "Description"
        case query = "DataQuery"
        case destination = "DestinationConfigurations"
        case cadence = "RefreshCadence"
    }

    private enum DestinationKeys: String, CodingKey {
        case bucket = "S3Destination"
    }

    private enum CadenceKeys: String, CodingKey {
        case frequency = "Frequency"
    }

    /// An export of a query.
    public init(named name: String, of query: Query, to destination: Destination, note: String? = nil) {
        self.name = name
        self.note = note
        self.query = query
        self.destination = destination
        self.cadence = .synchronous
    }

    /// Reads the service's form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        arn = try container.decodeIfPresent(ARN.self, forKey: .arn)
        name = try container.decode(String.self, forKey: .name)
        note = try container.decodeIfPresent(String.self, forKey: .note)
        query = try container.decode(Query.self, forKey: .query)
        destination = try container.nestedContainer(keyedBy: DestinationKeys.self, forKey: .destination)
            .decode(Destination.self, forKey: .bucket)
        cadence = try container.nestedContainer(keyedBy: CadenceKeys.self, forKey: .cadence)
            .decode(Cadence.self, forKey: .frequency)
    }

    /// Writes the service's form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(arn, forKey: .arn)
        try container.encode(name, forKey: .name)
        try container.encodeIfPresent(note, forKey: .note)
        try container.encode(query, forKey: .query)
        var destinations = container.nestedContainer(keyedBy: DestinationKeys.self, forKey: .destination)
        try destinations.encode(destination, forKey: .bucket)
        var cadences = container.nestedContainer(keyedBy: CadenceKeys.self, forKey: .cadence)
        try cadences.encode(cadence, forKey: .frequency)
    }

    /// Columns of a table.
    public struct Query: Sendable, Hashable, Codable {
        /// A `SELECT` of columns from one table, up to 36,000 characters.
        public var statement: String
        /// The properties of each table, such as `TIME_GRANULARITY`.
        public var tableConfigurations: [String: [String: String]]?

        private enum CodingKeys: String, CodingKey {
            case statement = "QueryStatement"
            case tableConfigurations = "TableConfigurations"
        }

        /// A query.
        public init(statement: String, tableConfigurations: [String: [String: String]]? = nil) {
            self.statement = statement
            self.tableConfigurations = tableConfigurations
        }
    }

    /// How often an export is delivered.
    public struct Cadence: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A cadence by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Whenever the bill is refreshed, at least once a day.
        public static let synchronous = Self(rawValue: "SYNCHRONOUS")
    }
}
