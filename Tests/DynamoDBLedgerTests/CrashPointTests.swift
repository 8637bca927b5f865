import AWSCore
import BedrockCostTesting
import DynamoDBLedger
import Foundation
import Metering
import Testing

/// A process that ends, is cancelled or loses the network between any two of the store's requests loses nothing and counts
/// nothing twice.
@Suite struct CrashPointTests {
    /// What a process does.
    enum Work: CaseIterable {
        /// A call that costs more than was held, and a line that is corrected.
        case calls
        /// A call of which nobody sees the end until late, and one that did not run.
        case ends

        var operations: [any SpendOperation] {
            switch self {
            case .calls:
                [
                    SpendScene.reservation("one", thresholds: [5]),
                    HoldExtension(of: "one", until: SpendScene.start + 90, granting: [.usd(12)]),
                    Settlement(of: "one", with: [SpendScene.line("one/1", dollars: 20)], at: SpendScene.start + 1),
                    Posting(SpendScene.line("two"), to: [SpendScene.part(0)], at: SpendScene.start + 2),
                    Correction(of: "two", to: .init(usage: .zero, cost: .priced(.usd(1)), source: "bill")),
                ]
            case .ends:
                [
                    SpendScene.reservation(
                        "one", of: [SpendScene.key, BalanceKey(budget: "sales", window: "2026-10@UTC")]),
                    HoldExpiry(of: "one", at: SpendScene.start + 61),
                    Settlement(of: "one", with: [SpendScene.line("one/1", dollars: 4)], at: SpendScene.start + 70),
                    SpendScene.reservation("two"), HoldVoiding(of: "two"),
                ]
            }
        }

        /// How many requests the work takes when all goes well.
        func requests() async throws -> Int {
            let mock = MockAWS(seed: 1, startingAt: SpendScene.start)
            let transport = FaultyTransport(mock, .lostRequest, at: .max)
            let aws = try CrashPointTests.client(mock, transport)
            try await DynamoDBSpendStore.createTable("spend", aws)
            let store = DynamoDBSpendStore(aws, table: "spend")
            let before = transport.count
            for operation in operations { _ = await HistoryTests.outcome(of: operation, on: store) }
            return transport.count - before
        }
    }

    @Test(arguments: FaultyTransport.Mishap.allCases, Work.allCases)
    func anotherProcessTakesOverAtAnyPoint(mishap: FaultyTransport.Mishap, work: Work) async throws {
        let count = try await work.requests()
        #expect(count >= 10)
        for number in 0..<count {
            let scene = try await SpendScene()
            let memory = MemorySpendStore()
            let transport = FaultyTransport(scene.mock, mishap, at: number)
            // Neither the client nor the store tries anything again.
            let aws = try Self.client(scene.mock, transport) { $0.retry = .never }
            let store = DynamoDBSpendStore(aws, table: "spend", patience: .init { $0.maximumAttempts = 1 })
            var hasFailed = false
            for (step, operation) in work.operations.enumerated() {
                let expected = await HistoryTests.outcome(of: operation, on: memory)
                var outcome = "unavailable"
                if !hasFailed {
                    // A task of its own, which may be cancelled.
                    outcome = await Task { await HistoryTests.outcome(of: operation, on: store) }.value
                }
                if outcome == "unavailable" {
                    hasFailed = true
                    outcome = await HistoryTests.outcome(of: operation, on: scene.store)
                }
                #expect(outcome == expected, "request \(number), step \(step)")
            }
            #expect(hasFailed, "request \(number) met with nothing")
            try await HistoryTests.compare(scene.store, memory, at: SpendScene.start + 100, pageSize: 100)
        }
    }

    @Test(arguments: [FaultyTransport.Mishap.lostReply, .failed], Work.allCases)
    func theSameStoreGoesOnAtAnyPoint(mishap: FaultyTransport.Mishap, work: Work) async throws {
        let count = try await work.requests()
        for number in 0..<count {
            let scene = try await SpendScene()
            let memory = MemorySpendStore()
            // The client gives up at once; the store does not, where it can know what has happened.
            let aws = try Self.client(scene.mock, FaultyTransport(scene.mock, mishap, at: number)) {
                $0.retry = .never
            }
            let store = DynamoDBSpendStore(aws, table: "spend")
            for (step, operation) in work.operations.enumerated() {
                let expected = await HistoryTests.outcome(of: operation, on: memory)
                var outcome = await HistoryTests.outcome(of: operation, on: store)
                // A read or an entry of a list that fails has written nothing: the caller repeats the operation.
                if outcome == "unavailable" { outcome = await HistoryTests.outcome(of: operation, on: store) }
                #expect(outcome == expected, "request \(number), step \(step)")
            }
            try await HistoryTests.compare(scene.store, memory, at: SpendScene.start + 100, pageSize: 100)
        }
    }

    @Test func aTransactionThatWasDoneAndForgottenIsFoundInTheTable() async throws {
        let scene = try await SpendScene()
        let store = try scene.otherStore { $0.retry = .never }
        let release = SpendScene.reservation("h", onExpiry: .releases)
        _ = try await store.perform(release)
        // The token is forgotten between the two requests, as after ten minutes.
        scene.mock.faults.add(.lostReply, for: "TransactWriteItems")
        let aws = try SpendScene.client(scene.mock) {
            $0.retry = .never
            $0.clock = Turning(clock: scene.mock.clock, by: .seconds(700))
        }
        let outcome = try await DynamoDBSpendStore(aws, table: "spend").perform(
            HoldExpiry(of: "h", at: SpendScene.start + 61))
        #expect(outcome == .released)
        #expect(scene.count("TransactWriteItems") == 3)
        #expect(try await scene.store.hold("h")?.state == .voided)
    }

    fileprivate static func client(
        _ mock: MockAWS, _ transport: FaultyTransport, _ configure: (inout AWSClientConfiguration) -> Void = { _ in }
    ) throws -> AWSClient {
        try AWSClient(
            region: .usEast1, transport: transport, credentials: mock.credentials, environment: .empty
        ) {
            $0.now = { mock.now }
            $0.clock = Immediately()
            configure(&$0)
        }
    }
}

/// A clock on which every wait turns the simulator's.
struct Turning: Clock {
    let clock: ManualClock
    let step: Duration

    init(clock: ManualClock, by step: Duration) {
        self.clock = clock
        self.step = step
    }

    var now: Immediately.Instant { Immediately.Instant() }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: Immediately.Instant, tolerance: Duration?) async throws {
        clock.advance(by: step)
    }
}
