import Attribution
import Foundation
import Metering
import Testing

@Suite struct `Settlements` {
    let desk = SpendDesk()

    @Test func `an actual cost above its estimate comes out of what the hold still holds`() async throws {
        try await desk.hold("h", [desk.part(500)])
        try await desk.settle("h", [desk.line("a", 200, state: .estimated)], closes: false)
        try await desk.settle("h", [desk.line("a", 400)], closes: false)
        #expect(try await desk.cents() == [400, 100, 0])
        #expect(try await desk.events().isEmpty)
        try await desk.settle("h", [desk.line("a", 600, state: .reconciled)], closes: false)
        #expect(try await desk.cents() == [600, 0, 0])
        let event = try #require(try await desk.events().first)
        #expect(event.kind == .overHold(hold: "h", balance: desk.team, by: .usd(1)))
    }

    @Test func `a late line without a price is charged what was parked, and not nothing`() async throws {
        try await desk.hold("h", [desk.part(500)])
        _ = try await desk.expire("h")
        try await desk.settle("h", [desk.line("a", nil)])
        #expect(try await desk.cents() == [500, 0, 0])
    }

    @Test func `a line without a price is charged what a voided hold held`() async throws {
        try await desk.hold("h", [desk.part(500)])
        _ = try await desk.store.perform(HoldVoiding(of: "h"))
        try await desk.settle("h", [desk.line("a", nil)])
        #expect(try await desk.cents() == [500, 0, 0])
    }

    @Test func `a late actual cost fires no threshold on top of the unknown one that it replaces`() async throws {
        try await desk.hold("h", [desk.part(700, thresholds: [80, 100])])
        _ = try await desk.expire("h")
        try await desk.settle("h", [desk.line("a", 400)])
        #expect(try await desk.cents() == [400, 0, 0])
        #expect(try await desk.events().map(\.id) == ["expired/h"])
    }

    @Test func `thresholds are told where a hold expires and where an estimate turns out too low`() async throws {
        try await desk.hold("h", [desk.part(500, thresholds: [50])])
        _ = try await desk.expire("h")
        #expect(try await desk.events().map(\.id) == ["expired/h", "threshold/team||2026-11/50"])
        try await desk.hold("h2", [desk.part(100, thresholds: [80])])
        try await desk.settle("h2", [desk.line("b", 100, state: .estimated)], closes: false)
        try await desk.settle("h2", [desk.line("b", 400)])
        #expect(try await desk.events().contains { $0.id == "threshold/team||2026-11/80" })
    }

    @Test func `a rolling window tells of its thresholds over all of its steps, once`() async throws {
        let steps = (0..<3).map { BalanceKey(budget: "day", window: "step \($0)") }
        for (index, step) in steps.enumerated() {
            let part = desk.part(400, thresholds: [75], of: step, alsoCounts: steps.filter { $0 != step })
            try await desk.store.perform(
                Posting(desk.line("a\(index)", index == 2 ? 10 : 400), to: [part], at: desk.start))
        }
        #expect(try await desk.events().map(\.id) == ["threshold/day||step 1/75"])
    }

    @Test func `a threshold of an amount near the end of 128 bits is told`() async throws {
        let all = SpendAmount(count: .max, of: .money(.usd))
        let part = HoldPart(of: desk.team, .zero(.money(.usd)), limit: all, thresholds: [50, 99])
        var line = desk.line("a", 0)
        line.cost = .priced(Money(attoUnits: .max / 2 + 1))
        try await desk.store.perform(Posting(line, to: [part], at: desk.start))
        #expect(try await desk.events().map(\.id) == ["threshold/team||2026-11/50"])
    }

    @Test func `a hold whose attempt was reported does not stop the others from expiring`() async throws {
        try await desk.hold("h1", [desk.part(100)])
        try await desk.hold("h2", [desk.part(100)])
        try await desk.settle("h1", [desk.line("h1", 30)], closes: false)
        #expect(try await desk.store.expireHolds(at: desk.start.addingTimeInterval(60)) == 1)
        #expect(try await desk.cents() == [30, 0, 100])
    }

    @Test func `an unknown line of the expired attempt itself keeps it counted`() async throws {
        try await desk.hold("h", [desk.part(500)])
        _ = try await desk.expire("h")
        try await desk.settle("h", [desk.line("h", 500, state: .unknown)])
        #expect(try await desk.cents() == [0, 0, 500])
    }

    @Test func `a correction to what is less sure is refused, since a replay would undo it`() async throws {
        try await desk.hold("h", [desk.part(500)])
        try await desk.settle("h", [desk.line("a", 300)])
        let finding = Correction.Finding(usage: .zero, cost: .priced(.usd(1)), state: .estimated, source: "guess")
        let error = await #expect(throws: SpendError.self) {
            try await desk.store.perform(Correction(of: "a", to: finding))
        }
        #expect(error?.code == .invalidInput)
        #expect(error?.message == "a line that is settled cannot be corrected to be estimated")
    }

    @Test func `what another unit had left is not carried over`() async throws {
        let old = BalanceKey(budget: "team", window: "2026-10")
        try await desk.hold("h1", [HoldPart(of: old, .tokens(5), limit: .tokens(100))])
        let part = HoldPart(
            of: desk.team, .usd(1), limit: .usd(10), carryOver: HoldPart.CarryOver(from: old))
        try await desk.hold("h2", [part])
        #expect(try await desk.store.balance(desk.team)?.carried == .usd(0))
    }

    @Test func `a request far above the limit is denied and no overflow`() async throws {
        try await desk.hold("h1", [desk.part(1)])
        let all = SpendAmount(count: .max, of: .money(.usd))
        let outcome = try await desk.store.perform(
            Reservation(
                "h2", owner: "test", parts: [HoldPart(of: desk.team, all, limit: .usd(10))], draft: desk.line("b", 1),
                at: desk.start, expires: desk.start.addingTimeInterval(1)))
        guard case .denied(let denial) = outcome else {
            Issue.record("it was held")
            return
        }
        #expect(denial.remedy == .never)
    }
}
