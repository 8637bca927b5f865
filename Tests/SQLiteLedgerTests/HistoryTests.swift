#if SQLite
import Foundation
import Metering
import Testing

@testable import SQLiteLedger

/// Random histories of operations, held against the store in memory.
struct HistoryTests {
    @Test(arguments: 0..<4) func aRandomHistoryLeavesWhatItLeavesInMemory(seed: UInt64) async throws {
        try await withLedgerPath { path in
            var random = SplitMix(state: seed)
            let memory = MemorySpendStore()
            var store = try SQLiteSpendStore(path: path)
            // Another connection that writes now and then, so that what the first has kept goes out of date.
            let other = try SQLiteSpendStore(path: path)
            var past: [Step] = []
            for number in 0..<400 {
                if number % 90 == 89 {
                    try await store.close()
                    store = try SQLiteSpendStore(path: path)
                }
                let isRepeated = !past.isEmpty && random.below(5) == 0
                let step = isRepeated ? past[random.below(past.count)] : Step.random(number, &random)
                past.append(step)
                let expected = await step.run(on: memory)
                let found = await step.run(on: random.below(7) == 0 ? other : store)
                #expect(found == expected, "step \(number) of seed \(seed): \(step)")
            }
            try await expectSame(store, memory)
            try await expectAgreement(in: store)
            try await expectAgreement(in: memory)
            try await other.close()
            try await store.close()
        }
    }

    private func expectSame(_ one: some BudgetStore, _ other: some BudgetStore) async throws {
        let lines = (
            try await one.lines(LineQuery(), after: nil).lines, try await other.lines(LineQuery(), after: nil).lines
        )
        #expect(lines.0 == lines.1)
        let balances = (
            try await one.balances(of: nil, at: .distantPast), try await other.balances(of: nil, at: .distantPast)
        )
        #expect(balances.0 == balances.1)
        let rollups = (try await one.rollups(from: nil, until: nil), try await other.rollups(from: nil, until: nil))
        #expect(Set(rollups.0) == Set(rollups.1))
        for number in 0..<60 {
            let holds = (try await one.hold("h\(number)"), try await other.hold("h\(number)"))
            #expect(holds.0 == holds.1)
        }
        let events = (
            try await one.claimEvents(by: "x", until: noon, at: noon, limit: 999),
            try await other.claimEvents(by: "x", until: noon, at: noon, limit: 999)
        )
        #expect(events.0 == events.1)
    }
}

/// One operation of a history.
private enum Step {
    case reserve(Reservation)
    case extend(HoldExtension)
    case settle(Settlement)
    case void(HoldVoiding)
    case expire(HoldExpiry)
    case post(Posting)
    case correct(Correction)

    static func random(_ number: Int, _ random: inout SplitMix) -> Self {
        let hold = "h\(random.below(60))"
        let now = noon + Double(number)
        switch random.below(10) {
        case 0...3:
            return .reserve(
                Reservation(
                    hold, owner: "o", parts: parts(&random), draft: SQLiteLedgerTests.line("d-\(hold)"), at: now,
                    expires: now + Double(1 + random.below(50)),
                    onExpiry: random.below(4) == 0 ? .releases : .countsAsUnknown))
        case 4:
            return .extend(
                HoldExtension(
                    of: hold, until: now + 80, granting: random.below(2) == 0 ? nil : [cents(40), .tokens(900)]))
        case 5, 6:
            return .settle(
                Settlement(of: hold, with: [line(&random)], closes: random.below(4) != 0, at: now))
        case 7: return random.below(2) == 0 ? .void(HoldVoiding(of: hold)) : .expire(HoldExpiry(of: hold, at: now))
        case 8: return .post(Posting(line(&random), to: parts(&random), at: now))
        default:
            let finding = Correction.Finding(
                usage: TokenUsage(input: random.below(99)), cost: .priced(.usd(cents: random.below(9))), source: "bill")
            return .correct(Correction(of: line(&random).id, to: random.below(3) == 0 ? nil : finding))
        }
    }

    private static func parts(_ random: inout SplitMix) -> [HoldPart] {
        let scope = "s\(random.below(3))"
        return [
            HoldPart(
                of: key("money", scope), cents(1 + random.below(30)), limit: cents(200), thresholds: [50, 100],
                resets: noon + 10_000),
            HoldPart(of: key("tokens", scope), .tokens(random.below(500)), limit: .tokens(5_000), isEnforced: false),
        ]
    }

    private static func line(_ random: inout SplitMix) -> LedgerLine {
        var line = SQLiteLedgerTests.line(
            "l\(random.below(80))", cents: random.below(40), at: noon + Double(random.below(3)) * 86_400,
            state: [.estimated, .settled, .unknown, .reconciled][random.below(4)])
        if random.below(6) == 0 { line.cost = .unpriced(missing: [.output]) }
        return line
    }

    /// What the operation told, or why it failed, as text.
    func run(on store: some BudgetStore) async -> String {
        do {
            switch self {
            case .reserve(let operation): return "\(try await store.perform(operation))"
            case .extend(let operation): return "\(try await store.perform(operation))"
            case .settle(let operation): return "\(try await store.perform(operation))"
            case .void(let operation): return "\(try await store.perform(operation))"
            case .expire(let operation): return "\(try await store.perform(operation))"
            case .post(let operation): return "\(try await store.perform(operation))"
            case .correct(let operation): return "\(try await store.perform(operation))"
            }
        } catch {
            return "\(error.code): \(error.message)"
        }
    }
}

/// Numbers that follow from a seed.
private struct SplitMix {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
#endif
