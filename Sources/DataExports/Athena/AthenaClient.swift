public import AWSCore
import Logging

/// Athena: SQL over the files of an export.
///
/// ```swift
/// let athena = AthenaClient(aws, workGroup: "billing")
/// let report = try await athena.costs(BillQuery(of: table, in: [.init(2026, 10)], by: .tag("dept")))
/// for row in report.rows { print(row.values[0] ?? "untagged", row.cost) }
/// ```
///
/// Queries cost by what they scan. Every query that this client waits for is stopped where the wait ends early, by
/// cancellation or by the time limit.
public struct AthenaClient: Sendable {
    /// What sends the calls.
    public let aws: AWSClient
    /// The work group that queries run in; `primary` where `nil`.
    public let workGroup: String?
    /// Where the results go, such as `s3://acme-athena/results/`; where `nil`, the work group says so.
    public let outputLocation: String?
    /// How long a result may be used again, in minutes; `nil` where every query runs anew.
    public let reuseMinutes: Int?
    /// How long a query may take before it is stopped.
    public let timeLimit: Duration

    /// The service, reached through `aws`.
    ///
    /// - Parameters:
    ///   - aws: What sends the calls. Its clock measures the waits between questions about a running query.
    ///   - workGroup: The work group that queries run in.
    ///   - outputLocation: Where the results go.
    ///   - reuseMinutes: How long a result may be used again, up to a week.
    ///   - timeLimit: How long a query may take; half an hour by default.
    public init(
        _ aws: AWSClient, workGroup: String? = nil, outputLocation: String? = nil, reuseMinutes: Int? = nil,
        timeLimit: Duration = .seconds(1800)
    ) {
        self.aws = aws
        self.workGroup = workGroup
        self.outputLocation = outputLocation
        self.reuseMinutes = reuseMinutes
        self.timeLimit = timeLimit
    }

    /// Runs a query to its end and reads all of its rows.
    ///
    /// - Parameters:
    ///   - sql: One statement.
    ///   - context: Where names of tables belong to.
    /// - Returns: The rows.
    /// - Throws: `AWSError`; with the service code `FAILED` and Athena's reason where the query failed, of code `timeout`
    ///   after ``timeLimit``, of code `cancelled` where the task was cancelled.
    public func run(_ sql: String, context: QueryExecutionContext? = nil) async throws(AWSError) -> QueryTable {
        let id = try await start(sql, context: context)
        let execution = try await result(of: id)
        return try await rows(of: execution, id)
    }

    /// Starts a query and does not wait for it (StartQueryExecution).
    ///
    /// - Returns: Its id.
    /// - Throws: `AWSError`.
    public func start(_ sql: String, context: QueryExecutionContext? = nil) async throws(AWSError) -> String {
        let operation = StartQueryExecution(
            sql, context: context, results: outputLocation.map { QueryResultConfiguration(outputLocation: $0) },
            workGroup: workGroup, reuse: reuseMinutes.map { QueryResultReuse(maxAgeInMinutes: $0) })
        guard let id = try await aws.send(operation).id else {
            throw AWSError(.malformedResponse, "the reply holds no id of a query")
        }
        return id
    }

    /// How far a query has come (GetQueryExecution).
    ///
    /// - Throws: `AWSError`.
    public func execution(_ id: String) async throws(AWSError) -> QueryExecution {
        guard let execution = try await aws.send(GetQueryExecution(id)).execution else {
            throw AWSError(.malformedResponse, "the reply holds no query")
        }
        return execution
    }

    /// Stops a query (StopQueryExecution).
    ///
    /// - Throws: `AWSError`.
    public func stop(_ id: String) async throws(AWSError) { _ = try await aws.send(StopQueryExecution(id)) }

    /// Waits until a query has succeeded, and asks less and less often meanwhile.
    ///
    /// - Throws: `AWSError`, as ``run(_:context:)`` does. A query that is not waited for any more is stopped.
    public func result(of id: String) async throws(AWSError) -> QueryExecution {
        do throws(AWSError) {
            return try await ended(id)
        } catch {
            // A query that failed has ended; any other would run on, and be charged, for nobody.
            if error.serviceCode != QueryExecution.Status.State.failed.rawValue { await stopUncancelled(id) }
            throw error
        }
    }

    private func ended(_ id: String) async throws(AWSError) -> QueryExecution {
        var wait = Duration.milliseconds(200)
        var waited = Duration.zero
        while true {
            let execution = try await execution(id)
            switch execution.status?.state {
            case .succeeded: return execution
            case .failed: throw Self.failure(execution, id)
            case .cancelled: throw AWSError(.cancelled, "the query \(id) was stopped: \(Self.reason(execution))")
            default: break
            }
            guard waited < timeLimit else {
                throw AWSError(.timeout, "the query \(id) has not ended within \(timeLimit)")
            }
            do {
                try await aws.configuration.clock.sleep(for: wait)
            } catch {
                throw AWSError(.cancelled, "the task was cancelled while the query \(id) ran", underlying: error)
            }
            waited += wait
            wait = min(wait * 1.5, .seconds(5))
        }
    }

    /// Stops a query also where the task that waited for it has been cancelled: that task waits for this one to end.
    private func stopUncancelled(_ id: String) async {
        await Task {
            do throws(AWSError) {
                try await stop(id)
            } catch {
                aws.logger.debug("query could not be stopped", metadata: ["error.code": "\(error.code)"])
            }
        }.value
    }

    private static func failure(_ execution: QueryExecution, _ id: String) -> AWSError {
        var error = AWSError(.service, "the query \(id) failed: \(reason(execution))")
        error.operation = "\(AthenaService.serviceID).\(StartQueryExecution.name)"
        error.serviceCode = execution.status?.state?.rawValue
        return error
    }

    private static func reason(_ execution: QueryExecution) -> String {
        execution.status?.failure?.message ?? execution.status?.reason ?? "no reason given"
    }

    private func rows(of execution: QueryExecution, _ id: String) async throws(AWSError) -> QueryTable {
        let pages = try await aws.pages(of: GetQueryResults(id, maxResults: 1000)).collect { [$0] }
        return QueryTable(pages, id: id, scannedBytes: execution.statistics?.scannedBytes)
    }
}
