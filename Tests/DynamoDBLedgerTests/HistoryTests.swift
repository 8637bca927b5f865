import Attribution
import BedrockCostTesting
import DynamoDBLedger
import Foundation
import Metering
import Testing

/// The store against the one in memory: the same operations must have the same outcomes and leave the same state.
@Suite struct HistoryTests {
    @Test(arguments: [1, 2, 3, 4, 5, 6])
    func aRandomHistoryIsTheSameAsInMemory(seed: UInt64) async throws {
        let scene = try await SpendScene()
        let other = try scene.otherStore()
        let memory = MemorySpendStore()
        var history = RandomHistory(seed: seed)
        for step in 0..<150 {
            let operation = history.next()
            // Lines of two processes that share nothing sort by the clock.
            scene.mock.clock.advance(to: history.now)
            let store = step.isMultiple(of: 3) ? other : scene.store
            let expected = await Self.outcome(of: operation, on: memory)
            let outcome = await Self.outcome(of: operation, on: store)
            #expect(outcome == expected, "step \(step): \(operation)")
        }
        try await Self.compare(scene.store, memory, at: history.now)
        // What was done is done: a second time changes nothing.
        for operation in history.past.suffix(20) { _ = await Self.outcome(of: operation, on: scene.store) }
        for operation in history.past.suffix(20) { _ = await Self.outcome(of: operation, on: memory) }
        try await Self.compare(scene.store, memory, at: history.now)
    }

    @Test func aHistoryWithLostRepliesAndConflictsIsTheSameAsInMemory() async throws {
        let scene = try await SpendScene()
        let memory = MemorySpendStore()
        var history = RandomHistory(seed: 77)
        let faults: [MockAWS.Fault] = [
            .lostReply, .reset, .serverError(), .transactionConflict(), .throttle, .brokenBody,
        ]
        for step in 0..<150 {
            let operation = history.next()
            scene.mock.faults.add(faults[step % faults.count], for: "TransactWriteItems", times: 1 + step % 4)
            let expected = await Self.outcome(of: operation, on: memory)
            let outcome = await Self.outcome(of: operation, on: scene.store)
            scene.mock.faults.removeAll()
            #expect(outcome == expected, "step \(step): \(operation)")
        }
        try await Self.compare(scene.store, memory, at: history.now)
    }

    static func outcome(of operation: any SpendOperation, on store: some BudgetStore) async -> String {
        do throws(SpendError) {
            return "\(try await perform(operation, on: store))"
        } catch {
            return "\(error.code)"
        }
    }

    private static func perform(
        _ operation: some SpendOperation, on store: some BudgetStore
    ) async throws(SpendError) -> any Sendable {
        try await store.perform(operation)
    }

    /// Holds all that a store tells against the one in memory.
    ///
    /// - Parameter pageSize: How many lines are read at once.
    static func compare(
        _ store: some BudgetStore, _ memory: MemorySpendStore, at date: Date, pageSize: Int = 7
    ) async throws {
        let balances = try await store.balances(of: nil, at: date)
        #expect(balances == (try await memory.balances(of: nil, at: date)))
        let rollups = try await store.rollups(from: nil, until: nil)
        #expect(Set(rollups) == Set(try await memory.rollups(from: nil, until: nil)))
        #expect(Set(rollups.map(\.key)).count == rollups.count)
        var lines: [LedgerLine] = []
        var page: String?
        repeat {
            let found = try await store.lines(LineQuery(limit: pageSize), after: page)
            lines += found.lines
            page = found.next
        } while page != nil
        let all = try await memory.lines(LineQuery(limit: 100_000), after: nil).lines
        #expect(lines.map(\.id) == all.map(\.id))
        #expect(lines == all)
        for limit in [1, 5] {
            let due = try await store.expiredHolds(at: date, limit: limit)
            #expect(due == (try await memory.expiredHolds(at: date, limit: limit)))
        }
        let until = date.addingTimeInterval(60)
        let events = try await store.claimEvents(by: "one", until: until, at: date, limit: 1_000)
        let expectedEvents = try await memory.claimEvents(by: "one", until: until, at: date, limit: 1_000)
        #expect(events == expectedEvents)
        try await store.acknowledgeEvents(events.map(\.id))
        try await memory.acknowledgeEvents(events.map(\.id))
    }
}

/// Operations at random over a few holds, lines, balances and days, right and wrong ones.
struct RandomHistory {
    private var generator: SplitMix
    private(set) var now = SpendScene.start
    private(set) var past: [any SpendOperation] = []

    init(seed: UInt64) { generator = SplitMix(state: seed) }

    mutating func next() -> any SpendOperation {
        now += Double(Int.random(in: 1...20, using: &generator))
        let operation = make()
        past.append(operation)
        return operation
    }

    private mutating func make() -> any SpendOperation {
        let id = "h\(Int.random(in: 0..<12, using: &generator))"
        switch Int.random(in: 0..<10, using: &generator) {
        case 0...2:
            var reservation = SpendScene.reservation(
                id, dollars: Int.random(in: 0...30, using: &generator), of: keys(), at: now,
                thresholds: [50, 80, 100], onExpiry: Bool.random(using: &generator) ? .releases : .countsAsUnknown)
            reservation.draft = line("\(id)/1")
            if let key = reservation.parts.first?.balance, Bool.random(using: &generator) {
                reservation.parts[0].alsoCounts = [BalanceKey(budget: key.budget, scope: key.scope, window: "w9")]
                reservation.parts[0].carryOver = .init(
                    from: BalanceKey(budget: key.budget, scope: key.scope, window: "w0"), atMost: .usd(20))
            }
            return reservation
        case 3, 4:
            let lines = (0...Int.random(in: 0...2, using: &generator)).map { line("\(id)/\($0)") }
            return Settlement(of: id, with: lines, closes: Bool.random(using: &generator), at: now)
        case 5:
            return HoldExtension(
                of: id, until: now + 90,
                granting: Bool.random(using: &generator) ? [.usd(Int.random(in: 0...40, using: &generator))] : nil)
        case 6: return HoldVoiding(of: id)
        case 7: return HoldExpiry(of: id, at: now)
        case 8:
            return Posting(
                line("p\(Int.random(in: 0..<6, using: &generator))"), to: keys().map { SpendScene.part(1, of: $0) },
                at: now)
        default:
            let finding = Correction.Finding(
                usage: TokenUsage(input: Int.random(in: 0...900, using: &generator), reasoning: 3),
                cost: .priced(.usd(Int.random(in: 0...9, using: &generator))), source: "bill")
            let suffix = ["", "#2", "#3"].randomElement(using: &generator) ?? ""
            return Correction(of: "\(id)/1\(suffix)", to: Bool.random(using: &generator) ? finding : nil)
        }
    }

    private mutating func keys() -> [BalanceKey] {
        let names = ["a", "b#%", "c"].shuffled(using: &generator).prefix(Int.random(in: 0...3, using: &generator))
        return names.map {
            BalanceKey(
                budget: $0, scope: "user=\(Int.random(in: 0..<2, using: &generator))",
                window: "w\(Int.random(in: 0..<2, using: &generator))")
        }
    }

    private mutating func line(_ id: String) -> LedgerLine {
        var line = SpendScene.line(
            id, dollars: Int.random(in: 0...12, using: &generator), tokens: Int.random(in: 0...999, using: &generator),
            at: now - Double(Int.random(in: 0...2, using: &generator)) * 86_400,
            state: [.estimated, .settled, .reconciled].randomElement(using: &generator) ?? .settled,
            tags: [[:], ["team": "claims"], ["team": "sales", "env": "prod"]].randomElement(using: &generator) ?? [:])
        if Int.random(in: 0..<4, using: &generator) == 0 { line.cost = .unpriced(missing: [.output]) }
        line.attributes = ["user": "ärger#%"]
        return line
    }
}

/// A small seeded generator.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
