import BedrockCost
import BedrockCostTesting
import Foundation

/// A simulator, a ledger, and metered clients of both.
struct MeteredDesk {
    static let nova: ModelID = "amazon.nova-lite-v1:0"
    static let micro: ModelID = "amazon.nova-micro-v1:0"

    let mock = MockAWS(seed: 4)
    let store = MemorySpendStore()

    func aws(_ configure: (inout AWSClientConfiguration) -> Void = { _ in }) throws -> AWSClient {
        try AWSClient(
            region: .usEast1, transport: mock.transport, authentication: .credentials(mock.credentials),
            environment: .empty
        ) {
            $0.now = { mock.now }
            $0.jitter = { 0 }
            configure(&$0)
        }
    }

    func bedrock(
        limit: SpendAmount = .usd(100), whenShort: [SpendBudget.ShortageStep] = [],
        _ configure: (inout MeteredConfiguration) -> Void = { _ in }
    ) throws -> MeteredBedrock {
        let policy = try TagPolicy([.required("team", oneOf: ["claims", "sales"])])
        let budget = SpendBudget(
            "claims", limit, per: .lifetime, for: ["team": "claims"], whenShort: whenShort)
        return try MeteredBedrock(try aws(), policy: policy, budgets: [budget], store: store, configure: configure)
    }

    /// One call in the name of the claims team.
    func ask(_ bedrock: MeteredBedrock, _ prompt: String = "Which claims are urgent?") async throws {
        _ = try await withCostContext(["team": "claims"]) {
            try await bedrock.converse(model: Self.nova, prompt)
        }
    }

    func lines() async throws -> [LedgerLine] { try await store.lines(LineQuery(), after: nil).lines }

    func balance() async throws -> Balance? {
        try await store.balances(of: "claims", at: mock.now).first
    }

    /// What the simulator's own bill says, by its own prices.
    var billed: Money {
        get throws { try Money(mock.bill.total) }
    }
}
