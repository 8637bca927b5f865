import BedrockCost
import Foundation

/// The code of the landing page of DynamoDBLedger.
enum DynamoDBLedgerPrograms {
    static func reserve(_ aws: AWSClient, _ now: Date) async throws {
        try await DynamoDBSpendStore.createTable("spend", aws)
        let store = DynamoDBSpendStore(aws, table: "spend")
        let month = BalanceKey(budget: "claims", scope: "team=claims", window: "2026-10@UTC")
        let draft = LedgerLine(
            id: "call-1", occurred: now, target: "amazon.nova-lite-v1:0", tags: ["team": "claims"],
            usage: TokenUsage(input: 900, output: 400), cost: .priced(.usd(1)), state: .estimated)
        let outcome = try await store.perform(
            Reservation(
                "call-1", owner: "host-7", parts: [HoldPart(of: month, .usd(1), limit: .usd(500))], draft: draft,
                at: now,
                expires: now.addingTimeInterval(300)))
        if case .denied(let denial) = outcome { print(denial) }
    }
}
