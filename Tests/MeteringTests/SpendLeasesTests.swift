import Attribution
import Foundation
import Metering
import Synchronization
import Testing

/// A clock that a test turns.
private final class Hands: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: 1_760_000_000))
    var now: Date { time.withLock { $0 } }
    func advance(_ seconds: Double) { time.withLock { $0 += seconds } }
}

@Suite("Leases: slices that admit calls without I/O")
struct SpendLeasesTests {
    private let hands = Hands()
    private let store = MemorySpendStore()
    private let key = BalanceKey(budget: "team", scope: "team=claims", window: "2025-10")

    private func leases(
        _ owner: String = "one", _ configure: (inout SpendLeases.Configuration) -> Void = { _ in }
    ) -> SpendLeases {
        var configuration = SpendLeases.Configuration()
        configure(&configuration)
        return SpendLeases(store, owner: owner, configuration: configuration, now: { hands.now })
    }

    private func line(_ id: String, cents: Int, state: LedgerLine.State = .settled) -> LedgerLine {
        LedgerLine(
            id: id, occurred: hands.now, target: "amazon.nova-lite-v1:0", tags: ["team": "claims"],
            usage: TokenUsage(input: 10, output: 5), cost: .priced(.usd(cents: cents)), state: state)
    }

    private func reservation(
        _ id: String, cents: Int, limit: Int = 10, resets: Date? = nil
    ) -> Reservation {
        Reservation(
            id, owner: "caller",
            parts: [HoldPart(of: key, .money(.usd(cents: cents)), limit: .usd(limit), resets: resets)],
            draft: line(id, cents: cents, state: .estimated), at: hands.now, expires: hands.now + 60)
    }

    private func admitted(_ admission: Admission) throws -> AdmittedCall {
        guard case .admitted(let call) = admission else { throw Denied() }
        return call
    }
    private struct Denied: Error {}

    @Test("a hundred calls draw from one hold of the store, and their lines arrive in groups")
    func drawsLocally() async throws {
        let leases = leases { $0.reportSize = 50 }
        for number in 1...100 {
            let call = try admitted(try await leases.admit(reservation("c\(number)", cents: 1)))
            try await leases.settle(call, with: line("c\(number)", cents: 1), at: hands.now)
        }
        let balance = try #require(try await store.balance(key))
        #expect(balance.posted == .usd(1))
        #expect(try await store.lines(LineQuery(), after: nil).lines.count == 100)
        try await leases.close()
        let closed = try #require(try await store.balance(key))
        #expect(closed.held == .usd(0))
        #expect(closed.posted == .usd(1))
    }

    @Test("two processes never spend more than the limit, and between them all of it")
    func sharesALimit() async throws {
        let processes = [leases("one"), leases("two")]
        var spent = 0
        for number in 1...3_000 {
            let process = processes[number % 2]
            guard case .admitted(let call) = try await process.admit(reservation("c\(number)", cents: 1)) else {
                try await processes[(number + 1) % 2].close()
                continue
            }
            try await process.settle(call, with: line("c\(number)", cents: 1), at: hands.now)
            spent += 1
        }
        for process in processes { try await process.close() }
        #expect(spent == 1_000)
        let balance = try #require(try await store.balance(key))
        #expect(balance.posted == .usd(10))
        #expect(balance.held == .usd(0))
    }

    @Test("a call that costs more than it drew is paid from the rest of the slice")
    func overdraws() async throws {
        let leases = leases()
        let call = try admitted(try await leases.admit(reservation("c1", cents: 10)))
        try await leases.settle(call, with: line("c1", cents: 35), at: hands.now)
        let more = try admitted(try await leases.admit(reservation("c2", cents: 65)))
        #expect(try await store.balance(key)?.held == .usd(1))
        try await leases.void(more, at: hands.now)
        try await leases.close()
        let balance = try #require(try await store.balance(key))
        #expect(balance.posted == .money(.usd(cents: 35)))
        #expect(balance.held == .usd(0))
    }

    @Test("a call whose cost nobody knows is charged what it drew, not the whole slice")
    func chargesWhatWasDrawn() async throws {
        let leases = leases()
        let call = try admitted(try await leases.admit(reservation("c1", cents: 10)))
        var unpriced = line("c1", cents: 0)
        unpriced.cost = .unpriced(missing: [.outputImages])
        try await leases.settle(call, with: unpriced, at: hands.now)
        try await leases.close()
        let balance = try #require(try await store.balance(key))
        #expect(balance.posted == .money(.usd(cents: 10)))
        #expect(balance.held == .usd(0))
        #expect(try await store.line("c1")?.cost == .unpriced(missing: [.outputImages]))
    }

    @Test("a process that dies leaves what it had not reported as unknown, and nothing is handed back")
    func parksWhatWasNotReported() async throws {
        let dying = leases("dying")
        let call = try admitted(try await dying.admit(reservation("c1", cents: 30)))
        try await dying.settle(call, with: line("c1", cents: 20), at: hands.now)
        hands.advance(60 + 900)
        #expect(try await store.expireHolds(at: hands.now) == 1)
        let parked = try #require(try await store.balance(key))
        #expect(parked.unknown == .usd(1))
        #expect(parked.held == .usd(0))
        #expect(parked.posted == .usd(0))
        // It was only asleep: its late report takes the place of what it tells.
        try await dying.close()
        let late = try #require(try await store.balance(key))
        #expect(late.posted == .money(.usd(cents: 20)))
        #expect(late.unknown == .usd(0))
    }

    @Test("a lease ends with its window")
    func endsWithItsWindow() async throws {
        let midnight = hands.now + 30
        let leases = leases()
        let call = try admitted(try await leases.admit(reservation("c1", cents: 10, resets: midnight)))
        hands.advance(31)
        let next = BalanceKey(budget: "team", scope: "team=claims", window: "2025-11")
        var later = reservation("c2", cents: 10)
        later.parts[0].balance = next
        _ = try admitted(try await leases.admit(later))
        try await leases.settle(call, with: line("c1", cents: 7), at: hands.now)
        try await leases.close()
        #expect(try await store.balance(key)?.posted == .money(.usd(cents: 7)))
        #expect(try await store.balance(key)?.held == .usd(0))
        #expect(try await store.balance(next)?.held == .usd(1))
    }

    @Test("a slice that nobody draws from is given back, and one in use is renewed")
    func isMaintained() async throws {
        let leases = leases()
        let call = try admitted(try await leases.admit(reservation("c1", cents: 10)))
        hands.advance(45)
        try await leases.maintain()
        let holds = try await store.expiredHolds(at: hands.now + 3_600, limit: 10)
        #expect(try await store.hold(try #require(holds.first))?.expires == hands.now + 60 + 900)
        try await leases.void(call, at: hands.now)
        hands.advance(11)
        try await leases.maintain()
        hands.advance(11)
        try await leases.maintain()
        #expect(try await store.balance(key)?.held == .usd(0))
    }

    @Test("a settlement that must be durable returns when the store has its line")
    func reportsBeforeReturning() async throws {
        let leases = leases { $0.reportsBeforeReturning = true }
        let call = try admitted(try await leases.admit(reservation("c1", cents: 10)))
        try await leases.settle(call, with: line("c1", cents: 7), at: hands.now)
        #expect(try await store.line("c1")?.state == .settled)
    }

    @Test("what no slice can hold is denied with the store's own figures")
    func denies() async throws {
        let leases = leases()
        guard case .denied(let denial) = try await leases.admit(reservation("c1", cents: 1_001)) else {
            Issue.record("a call above the whole limit was admitted")
            return
        }
        #expect(denial.remedy == .never)
        #expect(denial.shortages.first?.requested == .money(.usd(cents: 1_001)))
        var uneven = reservation("c2", cents: 1)
        uneven.parts.append(HoldPart(of: BalanceKey(budget: "all", window: "2025-10"), .money(.usd(cents: 2))))
        await #expect(throws: SpendError.self) { _ = try await leases.admit(uneven) }
    }

    @Test("a thousand callers at once share one slice")
    func isConcurrent() async throws {
        let leases = leases { $0.reportSize = 10 }
        let ids = (1...1_000).map { "c\($0)" }
        let reservations = ids.map { reservation($0, cents: 1) }
        let lines = ids.map { line($0, cents: 1) }
        let date = hands.now
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for (reservation, line) in zip(reservations, lines) {
                group.addTask {
                    guard case .admitted(let call) = try await leases.admit(reservation) else { return 0 }
                    try await leases.settle(call, with: line, at: date)
                    return 1
                }
            }
            return try await group.reduce(0, +)
        }
        try await leases.close()
        #expect(count == 1_000)
        #expect(try await store.balance(key)?.posted == .usd(10))
        #expect(try await store.balance(key)?.held == .usd(0))
    }
}
