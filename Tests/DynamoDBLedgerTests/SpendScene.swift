import AWSCore
import Attribution
import BedrockCostTesting
import DynamoDBLedger
import Foundation
import Metering
import Synchronization

/// A simulated AWS with the table of a store in it.
struct SpendScene {
    let mock: MockAWS
    let aws: AWSClient
    let store: DynamoDBSpendStore
    /// 2026-10-01T08:00Z.
    static let start = Date(timeIntervalSince1970: 1_790_841_600)

    init(_ configure: (inout MockAWS.Options) -> Void = { _ in }) async throws {
        mock = MockAWS(seed: 1, startingAt: Self.start, configure)
        aws = try Self.client(mock)
        try await DynamoDBSpendStore.createTable("spend", aws)
        store = DynamoDBSpendStore(aws, table: "spend")
    }

    /// Another process on the same table.
    func otherStore(_ configure: (inout AWSClientConfiguration) -> Void = { _ in }) throws -> DynamoDBSpendStore {
        DynamoDBSpendStore(try Self.client(mock, configure), table: "spend")
    }

    static func client(
        _ mock: MockAWS, _ configure: (inout AWSClientConfiguration) -> Void = { _ in }
    ) throws -> AWSClient {
        try AWSClient(
            region: .usEast1, transport: mock.transport, credentials: mock.credentials, environment: .empty
        ) {
            $0.now = { mock.now }
            $0.clock = Immediately()
            configure(&$0)
        }
    }

    /// How often an operation was asked for.
    func count(_ operation: String) -> Int { mock.requests.count { $0.operation == operation } }

    // MARK: Samples

    static let key = BalanceKey(budget: "claims", scope: "team=claims", window: "2026-10@UTC")

    static func line(
        _ id: String, dollars: Int = 3, tokens: Int = 1_000, at date: Date = start, state: LedgerLine.State = .settled,
        tags: TagSet = ["team": "claims"]
    ) -> LedgerLine {
        LedgerLine(
            id: id, occurred: date, target: "amazon.nova-lite-v1:0", tags: tags,
            usage: TokenUsage(input: tokens, output: tokens / 10), cost: .priced(.usd(dollars)), state: state)
    }

    static func part(
        _ dollars: Int, limit: Int? = 100, of key: BalanceKey = key, thresholds: [Int] = []
    ) -> HoldPart {
        HoldPart(
            of: key, .usd(dollars), limit: limit.map { .usd($0) }, thresholds: thresholds,
            resets: start.addingTimeInterval(30 * 86_400))
    }

    static func reservation(
        _ id: String, dollars: Int = 10, limit: Int? = 100, of keys: [BalanceKey] = [key], at date: Date = start,
        thresholds: [Int] = [], onExpiry: Hold.Expiry = .countsAsUnknown
    ) -> Reservation {
        Reservation(
            id, owner: "test", parts: keys.map { part(dollars, limit: limit, of: $0, thresholds: thresholds) },
            draft: line("\(id)/1", dollars: dollars, at: date, state: .estimated), at: date,
            expires: date.addingTimeInterval(60), onExpiry: onExpiry)
    }
}

/// A clock on which every wait is over at once.
struct Immediately: Clock {
    struct Instant: InstantProtocol {
        var offset: Duration = .zero
        func advanced(by duration: Duration) -> Self { Self(offset: offset + duration) }
        func duration(to other: Self) -> Duration { other.offset - offset }
        static func < (left: Self, right: Self) -> Bool { left.offset < right.offset }
    }

    var now: Instant { Instant() }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        await Task.yield()
    }
}
