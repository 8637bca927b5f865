public import AWSCore

/// Athena GetQueryExecution: how far a query has come.
public struct GetQueryExecution: JSONRPCOperation, Hashable, Codable {
    /// Athena.
    public typealias Service = AthenaService
    /// `GetQueryExecution`.
    public static let name = "GetQueryExecution"
    /// It only reads.
    public static let isIdempotent = true

    /// The query's id.
    public var id: String

    private enum CodingKeys: String, CodingKey {
        case id = "QueryExecutionId"
    }

    /// Asks for a query.
    public init(_ id: String) { self.id = id }

    /// What GetQueryExecution returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The query.
        public var execution: QueryExecution?

        private enum CodingKeys: String, CodingKey {
            case execution = "QueryExecution"
        }
    }

    /// Checks the id.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) { try QueryRules.check(id: id) }
}

/// What all operations on a query demand alike.
enum QueryRules {
    static func check(id: String) throws(AWSError) {
        guard (1...128).contains(id.utf8.count), !id.contains(where: \.isWhitespace) else {
            throw .invalidInput(
                "QueryExecutionId", "1 to 128 characters without white space, got \(id.debugDescription)")
        }
    }
}
