import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A query that was started.
struct SimulatedQuery {
    let id: String
    let account: String
    let region: String
    let request: JSONValue
    let submitted: Date
    /// The table that comes out, or the reason for which it fails.
    let outcome: Result<SQLTable, SQLFailure>
    /// How often somebody has asked how far it is.
    var questions = 0
    var isStopped = false

    /// A query is queued at the first question, runs at the second and has ended at the third.
    var state: String {
        if isStopped { return "CANCELLED" }
        switch questions {
        case ...1: return "QUEUED"
        case 2: return "RUNNING"
        default: if case .success = outcome { return "SUCCEEDED" } else { return "FAILED" }
        }
    }
}

/// Athena over the exports of the bill. It understands the statements of `BillQuery`, and says so of any other.
extension EngineState {
    mutating func performAthena(_ call: Call) throws(ServiceFault) -> Reply {
        let body = try call.json()
        let reply: JSONValue
        if call.route.operation == "StartQueryExecution" {
            reply = try startQuery(body, call)
        } else {
            guard ["GetQueryExecution", "GetQueryResults", "StopQueryExecution"].contains(call.route.operation) else {
                throw .unknownOperation(call.route.operation)
            }
            let id = body["QueryExecutionId"]?.string ?? ""
            guard
                let index = queries.firstIndex(where: {
                    $0.id == id && $0.account == call.account && $0.region == call.region
                })
            else { throw Self.invalidRequest("QueryExecution \(id) was not found") }
            switch call.route.operation {
            case "GetQueryExecution":
                queries[index].questions += 1
                reply = ["QueryExecution": queries[index].document(at: call.now)]
            case "StopQueryExecution":
                if ["QUEUED", "RUNNING"].contains(queries[index].state) { queries[index].isStopped = true }
                reply = [:]
            default: reply = try results(queries[index], body, call)
            }
        }
        return Reply(contentType: WireProtocol.awsJSON.contentType, bytes: reply.bytes)
    }

    private static func invalidRequest(_ message: String) -> ServiceFault {
        ServiceFault("InvalidRequestException", 400, message, members: ["AthenaErrorCode": "INVALID_INPUT"])
    }

    private mutating func startQuery(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        guard let sql = body["QueryString"]?.string, (1...262_144).contains(sql.utf8.count) else {
            throw Self.invalidRequest("QueryString must have between 1 and 262144 bytes.")
        }
        guard let token = body["ClientRequestToken"]?.string, (32...128).contains(token.utf8.count) else {
            throw Self.invalidRequest("ClientRequestToken must have between 32 and 128 characters.")
        }
        if let known = queries.first(where: {
            $0.account == call.account && $0.request["ClientRequestToken"]?.string == token
        }) {
            guard known.request["QueryString"]?.string == sql else {
                throw Self.invalidRequest("Idempotent parameters do not match")
            }
            return ["QueryExecutionId": .string(known.id)]
        }
        guard
            body["ResultConfiguration"]?["OutputLocation"]?.string?.hasPrefix("s3://") == true
                || body["WorkGroup"] != nil
        else {
            throw Self.invalidRequest(
                "No output location provided. An output location is required either through the Workgroup result "
                    + "configuration setting or as an API input.")
        }
        let query = SimulatedQuery(
            id: generator.uuid(), account: call.account, region: call.region, request: body, submitted: call.now,
            outcome: answer(sql, call))
        queries.append(query)
        return ["QueryExecutionId": .string(query.id)]
    }

    private func answer(_ sql: String, _ call: Call) -> Result<SQLTable, SQLFailure> {
        do throws(SQLFailure) {
            let statement = try SQLStatement(sql)
            guard let export = exports.first(where: { $0.account == call.account && $0.table == statement.table })
            else {
                throw SQLFailure(
                    "TABLE_NOT_FOUND: Table '\(statement.table)' does not exist: the simulator has one for each export, "
                        + "named like it with _ for -")
            }
            // Files hold what a refresh holds, and begin with the month in which the export was made.
            let horizon = Int(lastRefresh(before: call.now) - options.costDataLag.inSeconds)
            let first = String(CivilDate(export.created).description.prefix(7))
            let lines = ledger.items.map { BillLine(item: $0, payer: options.accountID) }.filter { line in
                (line.item.key.hour + 1) * 3_600 <= horizon && line.billingPeriod >= first
                    && (call.account == options.accountID || call.account == line.item.key.account)
            }
            return .success(try statement.run(on: lines, columns: export.columns ?? []))
        } catch {
            return .failure(error)
        }
    }

    private func results(
        _ query: SimulatedQuery, _ body: JSONValue, _ call: Call
    ) throws(ServiceFault) -> JSONValue {
        guard query.state == "SUCCEEDED", case .success(let table) = query.outcome else {
            throw Self.invalidRequest("Query has not yet finished. Current state: \(query.state)")
        }
        var size = 1_000
        if let given = body["MaxResults"], given != .null {
            guard let number = given.int, (1...1_000).contains(number) else {
                throw Self.invalidRequest("MaxResults must be between 1 and 1000.")
            }
            size = number
        }
        let rows = [table.columns.map { Optional($0.name) }] + table.rows
        let (page, next) = try PageToken.page(
            rows, of: "GetQueryResults \(query.id)", size: size, after: body["NextToken"]?.string, at: call.now,
            invalid: Self.invalidRequest("Invalid NextToken"))
        var reply: [String: JSONValue] = [
            "UpdateCount": 0,
            "ResultSet": [
                "Rows": .array(
                    page.map { row in
                        ["Data": .array(row.map { cell in cell.map { ["VarCharValue": .string($0)] } ?? [:] })]
                    }),
                "ResultSetMetadata": ["ColumnInfo": .array(table.columns.map(\.document))],
            ],
        ]
        if let next { reply["NextToken"] = .string(next) }
        return .object(reply)
    }
}

extension SimulatedQuery {
    fileprivate func document(at date: Date) -> JSONValue {
        var status: [String: JSONValue] = [
            "State": .string(state), "SubmissionDateTime": .double(submitted.timeIntervalSince1970),
        ]
        var statistics: [String: JSONValue] = [:]
        if ["SUCCEEDED", "FAILED", "CANCELLED"].contains(state) {
            status["CompletionDateTime"] = .double(date.timeIntervalSince1970)
            statistics["TotalExecutionTimeInMillis"] = .int(0)
            statistics["DataScannedInBytes"] = .int(0)
        }
        switch outcome {
        case .success(let table) where state == "SUCCEEDED":
            statistics["DataScannedInBytes"] = .int(Int64(table.scannedLines * 256))
        case .failure(let failure) where state == "FAILED":
            status["StateChangeReason"] = .string(failure.reason)
            status["AthenaError"] = [
                "ErrorCategory": .int(2), "ErrorType": .int(1_006), "Retryable": .bool(false),
                "ErrorMessage": .string(failure.reason),
            ]
        default: break
        }
        var members: [String: JSONValue] = [
            "QueryExecutionId": .string(id), "Query": request["QueryString"] ?? "", "StatementType": "DML",
            "Status": .object(status), "Statistics": .object(statistics),
            "WorkGroup": request["WorkGroup"] ?? "primary",
        ]
        for name in ["QueryExecutionContext", "ResultConfiguration"] { members[name] = request[name] }
        return .object(members)
    }
}

extension SQLTable.Column {
    fileprivate var document: JSONValue {
        let isAmount = type == "decimal"
        return [
            "CatalogName": "hive", "SchemaName": "", "TableName": "", "Name": .string(name), "Label": .string(name),
            "Type": .string(type), "Precision": .int(isAmount ? 38 : 2_147_483_647), "Scale": .int(isAmount ? 18 : 0),
            "Nullable": "UNKNOWN", "CaseSensitive": .bool(!isAmount),
        ]
    }
}
