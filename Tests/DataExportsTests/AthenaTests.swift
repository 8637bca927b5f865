import AWSCore
import AWSSigning
import BedrockCostTesting
import DataExports
import Foundation
import HTTPTransport
import HTTPTypes
import Metering
import Synchronization
import Testing

@Suite struct AthenaTests {
    @Test func `the bill by tag equals the simulator's bill, what came before the tag counted included`() async throws {
        let scene = try await BillScene()
        let report = try await scene.athena.costs(
            BillQuery(of: scene.table, in: [scene.october], by: .tag("CostCenter")))
        #expect(report.rows.map(\.values) == [["claims"], ["sales"], [nil]])
        let billed = try scene.billed { _ in "" }
        #expect(report.total == billed[""])
        #expect(report.total.isZero == false)
        // Only spend after the tag's activation carries it, as the bill's tag column shows.
        let claims = try scene.billed { $0.tags["CostCenter"] == "claims" && $0.day >= "2026-10-03" ? "claims" : "" }
        #expect(report.rows.first?.cost == claims["claims"])
        let untagged = try await scene.athena.costs(
            BillQuery(of: scene.table, in: [scene.october], where: [.untagged("CostCenter")]))
        #expect(untagged.rows.map(\.cost) == [try #require(report.rows.last?.cost)])
    }

    @Test func `the bill by day, by model and by caller equals the simulator's bill`() async throws {
        let scene = try await BillScene()
        func costs(_ grouping: BillQuery.Grouping) async throws -> [String: Money] {
            let report = try await scene.athena.costs(BillQuery(of: scene.table, in: [scene.october], by: grouping))
            return Dictionary(uniqueKeysWithValues: report.rows.map { ($0.values[0] ?? "", $0.cost) })
        }
        #expect(try await costs(.day) == scene.billed { $0.day })
        #expect(
            try await costs(.model)
                == scene.billed {
                    $0.service == "Amazon Bedrock"
                        ? "NovaLite" : $0.service.replacing(" (Amazon Bedrock Edition)", with: "")
                })
        #expect(try await costs(.usageType) == scene.billed { $0.usageType })
        #expect(try await costs(.resource) == scene.billed { $0.resource })
        let principals = try await costs(.principal)
        #expect(Array(principals.keys) == ["arn:aws:iam::123456789012:user/mock"])
        #expect(try await costs(.account) == scene.billed { $0.accountID })
    }

    @Test func `two groupings at once, a filter, and months without a line`() async throws {
        let scene = try await BillScene()
        let report = try await scene.athena.costs(
            BillQuery(
                of: scene.table, in: [scene.october], by: .day, .tag("CostCenter"),
                where: [.tag("CostCenter", in: ["sales", "o'brien"])]))
        #expect(report.rows.map(\.values) == [["2026-10-03", "sales"]])
        let november = try await scene.athena.costs(
            BillQuery(of: scene.table, in: [BillingMonth(2026, 11)], by: .day))
        #expect(november.rows.isEmpty)
        #expect(november.total == .zero())
        // The partition of another month is not even opened.
        #expect(november.scannedBytes == 0)
        #expect(report.scannedBytes != 0)
    }

    @Test func `a query that the engine does not know fails with a reason`() async throws {
        let scene = try await BillScene()
        let error = await #expect(throws: AWSError.self) { try await scene.athena.run("SELECT 1") }
        #expect(error?.serviceCode == "FAILED")
        #expect(error?.code == .service)
        #expect(error?.message.contains("the simulator runs the statements that BillQuery makes") == true)
        let missing = await #expect(throws: AWSError.self) {
            try await scene.athena.costs(
                BillQuery(of: BillTable(database: "billing", name: "other"), in: [scene.october]))
        }
        #expect(missing?.message.contains("TABLE_NOT_FOUND") == true)
        #expect(!scene.mock.requests.map(\.operation).contains("StopQueryExecution"))
    }

    @Test func `an export without principals cannot tell callers`() async throws {
        let scene = try await BillScene(includesPrincipals: false)
        let error = await #expect(throws: AWSError.self) {
            try await scene.athena.costs(BillQuery(of: scene.table, in: [scene.october], by: .principal))
        }
        #expect(error?.message.contains("Column 'line_item_iam_principal' cannot be resolved") == true)
    }

    @Test func `a cancelled wait stops the query`() async throws {
        let engine = Engine(states: ["QUEUED"])
        let clock = ManualClock()
        let athena = AthenaClient(try engine.client(clock: clock), workGroup: "primary")
        let task = Task { try await athena.run("SELECT 1") }
        while clock.sleeperCount == 0 { await Task.yield() }
        task.cancel()
        let error = await #expect(throws: AWSError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        #expect(engine.operations == ["StartQueryExecution", "GetQueryExecution", "StopQueryExecution"])
    }

    @Test func `a query that takes too long is stopped`() async throws {
        let engine = Engine(states: ["RUNNING"])
        let athena = AthenaClient(
            try engine.client(clock: Immediately()), workGroup: "primary", timeLimit: .seconds(10))
        let error = await #expect(throws: AWSError.self) { try await athena.run("SELECT 1") }
        #expect(error?.code == .timeout)
        // 0.2 s at first, half as much again each time, up to 5 s.
        #expect(engine.operations.count == 12)
        #expect(engine.operations.last == "StopQueryExecution")
    }

    @Test func `rows come without the names of the columns, with nulls, over all pages`() async throws {
        let engine = Engine(
            states: ["SUCCEEDED"],
            pages: [
                #"{"ResultSet":{"Rows":[{"Data":[{"VarCharValue":"a"},{"VarCharValue":"cost"}]},{"Data":[{},{"VarCharValue":"1.5"}]}],"ResultSetMetadata":{"ColumnInfo":[{"Name":"a","Type":"varchar"},{"Name":"cost","Type":"decimal"}]}},"NextToken":"t"}"#,
                #"{"ResultSet":{"Rows":[{"Data":[{"VarCharValue":"a"},{"VarCharValue":"0.000000000000000001"}]},{"Data":[{"VarCharValue":"x"}]}],"ResultSetMetadata":{"ColumnInfo":[]}}}"#,
            ])
        let table = try await AthenaClient(try engine.client(clock: Immediately()), workGroup: "primary").run(
            "SELECT 1")
        #expect(table.columns == ["a", "cost"])
        #expect(table.rows.map(\.values) == [[nil, "1.5"], ["a", "0.000000000000000001"], ["x", nil]])
        #expect(try table.rows[1].money("cost").attoUnits == 1)
        #expect(table.rows[0]["other"] == nil)
        #expect(throws: MoneyError.self) { try table.rows[2].money("cost") }
    }

    @Test func `an amount that is none is an error, not zero`() async throws {
        let engine = Engine(
            states: ["SUCCEEDED"],
            pages: [
                #"{"ResultSet":{"Rows":[{"Data":[{"VarCharValue":"currency"},{"VarCharValue":"cost"}]},{"Data":[{"VarCharValue":"USD"},{}]}],"ResultSetMetadata":{"ColumnInfo":[{"Name":"currency","Type":"varchar"},{"Name":"cost","Type":"decimal"}]}}}"#
            ])
        let athena = AthenaClient(try engine.client(clock: Immediately()), workGroup: "primary")
        let error = await #expect(throws: AWSError.self) {
            try await athena.costs(
                BillQuery(of: BillTable(database: "a", name: "b"), in: [BillingMonth(2026, 10)]))
        }
        #expect(error?.code == .malformedResponse)
    }

    @Test func `input that Athena would refuse is refused before it is sent`() {
        let cases: [(@Sendable () throws -> Void, String)] = [
            ({ try StartQueryExecution("").validate() }, "QueryString: 1 to 262144 bytes, got 0"),
            (
                { try StartQueryExecution("SELECT 1", token: "short").validate() },
                "ClientRequestToken: 32 to 128 characters, got 5"
            ),
            (
                {
                    try StartQueryExecution(
                        "SELECT 1", results: QueryResultConfiguration(outputLocation: "acme-athena")
                    ).validate()
                }, #"OutputLocation: "acme-athena" does not begin with s3://"#
            ),
            (
                { try StartQueryExecution("SELECT 1", reuse: QueryResultReuse(maxAgeInMinutes: 10_081)).validate() },
                "MaxAgeInMinutes: from 0 to 10080, got 10081"
            ),
            (
                { try GetQueryExecution("a b").validate() },
                #"QueryExecutionId: 1 to 128 characters without white space, got "a b""#
            ),
            ({ try GetQueryResults("a", maxResults: 1001).validate() }, "MaxResults: from 1 to 1000, got 1001"),
        ]
        for (validate, message) in cases {
            let error = #expect(throws: AWSError.self) { try validate() }
            #expect(error?.message == message)
        }
    }
}

/// An Athena that answers with states in turn, the last one for ever, and with prepared pages.
private final class Engine: Sendable {
    private struct State {
        var states: [String]
        var pages: [String]
        var operations: [String] = []
    }

    private let state: Mutex<State>

    init(states: [String], pages: [String] = []) { state = Mutex(State(states: states, pages: pages)) }

    var operations: [String] { state.withLock { $0.operations } }

    func client(clock: some Clock<Duration>) throws -> AWSClient {
        let transport = InProcessTransport { [self] request, _ throws(TransportError) in
            let operation = String((request.headerFields[.amzTarget] ?? "").split(separator: ".").last ?? "")
            let body = state.withLock { state in
                state.operations.append(operation)
                switch operation {
                case "StartQueryExecution": return #"{"QueryExecutionId":"q"}"#
                case "GetQueryExecution":
                    let current = state.states.count > 1 ? state.states.removeFirst() : state.states[0]
                    return #"{"QueryExecution":{"Status":{"State":"\#(current)"}}}"#
                case "GetQueryResults": return state.pages.isEmpty ? "{}" : state.pages.removeFirst()
                default: return "{}"
                }
            }
            return InProcessResponse(HTTPResponse(status: .ok), body: Array(body.utf8))
        }
        return try AWSClient(
            region: .usEast1, transport: transport,
            credentials: Credentials(accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret"),
            environment: .empty
        ) { $0.clock = clock }
    }
}
