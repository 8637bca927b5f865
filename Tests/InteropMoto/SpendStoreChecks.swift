import AWSCore
import BedrockCostTesting
import CurlTransport
import DynamoDBLedger
import Foundation
import Metering
import Synchronization

/// `DynamoDBSpendStore` on moto's DynamoDB, whose code is nobody's here: its conditions, transactions and counters decide.
///
/// moto knows no tokens of transactions and never reports a conflict; it must serve one request at a time, as its transactions are
/// not atomic otherwise.
enum SpendStoreChecks {
    static func run(_ aws: AWSClient) async {
        await SDKAgainstMoto.check("dynamodb: a table is made once, and found when it is there") {
            try await DynamoDBSpendStore.createTable("spend", aws)
            try await DynamoDBSpendStore.createTable("spend", aws)
            return try await DynamoDBSpendStore(aws, table: "spend").balances(of: nil, at: Date()).isEmpty
        }
        await SDKAgainstMoto.check("dynamodb: a store without its table says so") {
            do throws(SpendError) {
                _ = try await DynamoDBSpendStore(aws, table: "no-such-table").hold("h")
                return false
            } catch {
                return error.code == .configuration && error.message.contains("createTable")
            }
        }
        await SDKAgainstMoto.check("dynamodb: a transaction that was repeated is found in the table") {
            let store = DynamoDBSpendStore(try AWSClient(transport: ForgetfulTransport(CurlTransport())), table: "spend")
            let line = LedgerLine(
                id: "lost", occurred: Date(), target: "m", usage: TokenUsage(input: 1), cost: .priced(.usd(1)),
                state: .settled)
            try await store.perform(Posting(line, at: Date()))
            let lines = try await store.lines(LineQuery(), after: nil).lines.map(\.id)
            let total = try await store.rollups(from: nil, until: nil).map(\.lines)
            return lines == ["lost"] && total == [1]
        }
        await conformance(aws)
    }

    /// The contract of stores, each check on a table of its own.
    private static func conformance(_ aws: AWSClient) async {
        let number = Mutex(0)
        do {
            let outcomes = try await SpendStoreConformance(deadline: .seconds(120), callers: 8).run {
                let table = number.withLock { number in
                    number += 1
                    return "check-\(number)"
                }
                try await DynamoDBSpendStore.createTable(table, aws)
                return DynamoDBSpendStore(aws, table: table)
            }
            for outcome in outcomes {
                print(
                    outcome.failure.map { "FAIL dynamodb store, \(outcome.check): \($0)" }
                        ?? "ok dynamodb store, \(outcome.check)")
            }
        } catch {
            print("FAIL dynamodb store: \(error)")
        }
    }
}
