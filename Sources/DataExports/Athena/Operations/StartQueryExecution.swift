public import AWSCore

/// Athena StartQueryExecution: starts a query. It runs until it ends or is stopped, and costs by what it scans.
public struct StartQueryExecution: JSONRPCOperation, Hashable, Codable {
    /// Athena.
    public typealias Service = AthenaService
    /// `StartQueryExecution`.
    public static let name = "StartQueryExecution"
    /// The token makes a second execution the same one.
    public static let isIdempotent = true

    /// The SQL, up to 262,144 bytes.
    public var query: String
    /// Tells a repeated request from a new one, 32 to 128 characters; made up with the operation.
    public var token: String
    /// Where names of tables belong to.
    public var context: QueryExecutionContext?
    /// Where the results go; the work group may say so instead.
    public var results: QueryResultConfiguration?
    /// The work group; `primary` where `nil`.
    public var workGroup: String?
    /// What stands for each `?` of the SQL, as SQL literals.
    public var parameters: [String]?
    /// Whether older results may be used.
    public var reuse: QueryResultReuse?
    /// The engine.
    public var engine: QueryEngineConfiguration?

    private enum CodingKeys: String, CodingKey {
        case query = "QueryString"
        case token = "ClientRequestToken"
        case context = "QueryExecutionContext"
        case results = "ResultConfiguration"
        case workGroup = "WorkGroup"
        case parameters = "ExecutionParameters"
        case reuse = "ResultReuseConfiguration"
        case engine = "EngineConfiguration"
    }

    /// Starts a query.
    public init(
        _ query: String, context: QueryExecutionContext? = nil, results: QueryResultConfiguration? = nil,
        workGroup: String? = nil, parameters: [String]? = nil, reuse: QueryResultReuse? = nil,
        token: String = IdempotencyToken.random()
    ) {
        self.query = query
        self.token = token
        self.context = context
        self.results = results
        self.workGroup = workGroup
        self.parameters = parameters
        self.reuse = reuse
    }

    /// Reads the service's form; where there is no token, one is made up.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        query = try container.decode(String.self, forKey: .query)
        token = try container.decodeIfPresent(String.self, forKey: .token) ?? IdempotencyToken.random()
        context = try container.decodeIfPresent(QueryExecutionContext.self, forKey: .context)
        results = try container.decodeIfPresent(QueryResultConfiguration.self, forKey: .results)
        workGroup = try container.decodeIfPresent(String.self, forKey: .workGroup)
        parameters = try container.decodeIfPresent([String].self, forKey: .parameters)
        reuse = try container.decodeIfPresent(QueryResultReuse.self, forKey: .reuse)
        engine = try container.decodeIfPresent(QueryEngineConfiguration.self, forKey: .engine)
    }

    /// What StartQueryExecution returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The id of the query that runs.
        public var id: String?

        private enum CodingKeys: String, CodingKey {
            case id = "QueryExecutionId"
        }
    }

    /// Checks the length of the SQL, the token, the work group and the parameters.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        guard (1...262_144).contains(query.utf8.count) else {
            throw .invalidInput("QueryString", "1 to 262144 bytes, got \(query.utf8.count)")
        }
        guard (32...128).contains(token.utf8.count) else {
            throw .invalidInput("ClientRequestToken", "32 to 128 characters, got \(token.utf8.count)")
        }
        if let workGroup, !(1...128).contains(workGroup.utf8.count) {
            throw .invalidInput("WorkGroup", "1 to 128 characters, got \(workGroup.utf8.count)")
        }
        if let location = results?.outputLocation, !location.hasPrefix("s3://") {
            throw .invalidInput("OutputLocation", "\(location.debugDescription) does not begin with s3://")
        }
        if let parameters, parameters.isEmpty {
            throw .invalidInput("ExecutionParameters", "at least one, or none at all")
        }
        if let age = reuse?.byAge?.maxAgeInMinutes, !(0...10_080).contains(age) {
            throw .invalidInput("MaxAgeInMinutes", "from 0 to 10080, got \(age)")
        }
    }
}
