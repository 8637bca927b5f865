public import AWSCore

/// Athena StopQueryExecution: stops a query. What it scanned so far is charged.
public struct StopQueryExecution: JSONRPCOperation, Hashable, Codable {
    /// Athena.
    public typealias Service = AthenaService
    /// `StopQueryExecution`.
    public static let name = "StopQueryExecution"
    /// A second execution changes nothing.
    public static let isIdempotent = true

    /// The query's id.
    public var id: String

    private enum CodingKeys: String, CodingKey {
        case id = "QueryExecutionId"
    }

    /// Stops a query.
    public init(_ id: String) { self.id = id }

    /// An empty reply.
    public struct Output: Sendable, Hashable, Codable {}

    /// Checks the id.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) { try QueryRules.check(id: id) }
}
