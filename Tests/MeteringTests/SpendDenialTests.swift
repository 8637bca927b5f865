import Attribution
import Foundation
import Metering
import Testing

@Suite struct `Denials and balances` {
    private func shortage(
        _ budget: String, _ scope: String = "", remedy: SpendDenial.Remedy = .holdsMayReturn
    ) -> SpendDenial.Shortage {
        SpendDenial.Shortage(
            balance: BalanceKey(budget: budget, scope: scope, window: "2026-11"), requested: .usd(3),
            remaining: .money(.usd(cents: -50)), held: .usd(1), spent: .usd(9), allowance: .usd(10), resets: nil,
            remedy: remedy)
    }

    @Test func `a denial tells what each budget has left, and what is needed`() {
        #expect(
            SpendDenial([shortage("team", "user=alice"), shortage("all")]).description
                == "budget team of user=alice has -0.5 USD left of 10 USD (1 USD held), 3 USD needed; "
                + "budget all has -0.5 USD left of 10 USD (1 USD held), 3 USD needed")
    }

    @Test func `its remedy is the least hopeful one`() {
        let (soon, later, never) = (shortage("a"), shortage("b", remedy: .windowEnds), shortage("c", remedy: .never))
        #expect(SpendDenial([soon]).remedy == .holdsMayReturn)
        #expect(SpendDenial([soon, later]).remedy == .windowEnds)
        #expect(SpendDenial([later, never, soon]).remedy == .never)
    }

    @Test func `it can be written and read back`() throws {
        let denial = SpendDenial([shortage("a", "x"), shortage("b", remedy: .never)])
        #expect(try JSONDecoder().decode(SpendDenial.self, from: JSONEncoder().encode(denial)) == denial)
    }

    private func balance(
        limit: SpendAmount?, carried: SpendAmount = .usd(0), posted: SpendAmount = .usd(2)
    ) -> Balance {
        Balance(
            key: BalanceKey(budget: "team", window: "w"), limit: limit, carried: carried, posted: posted, held: .usd(3),
            unknown: .usd(4), resets: nil, crossed: [])
    }

    @Test func `a balance adds up what is committed, allowed and left`() throws {
        let balance = balance(limit: .usd(10), carried: .usd(5))
        #expect(try balance.committed() == .usd(9))
        #expect(try balance.allowance() == .usd(15))
        #expect(try balance.remaining() == .usd(6))
        #expect(balance.unit == .money(.usd))
    }

    @Test func `a balance that only counts allows nothing in particular`() throws {
        #expect(try balance(limit: nil).allowance() == nil)
        #expect(try balance(limit: nil).remaining() == nil)
    }

    @Test func `a balance whose sum exceeds 128 bits says so`() {
        let full = balance(limit: .usd(1), posted: SpendAmount(count: .max, of: .money(.usd)))
        let error = #expect(throws: SpendError.self) { try full.committed() }
        #expect(error?.code == .overflow)
        #expect(throws: SpendError.self) { try full.remaining() }
    }

    @Test func `errors name budgets and ids, and neither tags, attributes nor amounts`() async throws {
        let desk = SpendDesk()
        let secret = "canary-7f3a"
        let key = BalanceKey(budget: "team", scope: "user=\(secret)", window: secret)
        var line = desk.line("a", 1_234_567)
        line.tags = ["team": "\(secret)"]
        line.attributes = ["prompt": secret]
        try await desk.hold("h", [desk.part(1_234_567, limit: nil, of: key)], draft: line)
        try await desk.settle("h", [line])
        let tokens = HoldPart(of: key, .tokens(7_654_321))
        let operations: [any SpendOperation] = [
            Reservation(
                "h", owner: secret, parts: [desk.part(1, of: key)], draft: line, at: desk.start,
                expires: desk.start + 1),
            Reservation("h", owner: secret, parts: [], draft: line, at: desk.start, expires: desk.start + 1),
            Reservation("g", owner: secret, parts: [tokens], draft: line, at: desk.start, expires: desk.start + 1),
            Reservation(
                "g", owner: secret, parts: [desk.part(-7_654_321, of: key)], draft: line, at: desk.start,
                expires: desk.start + 1),
            Reservation(
                "g", owner: secret, parts: [desk.part(1, limit: -7_654_321, of: key)], draft: line, at: desk.start,
                expires: desk.start + 1),
            Posting(desk.line("a#", 7_654_321), at: desk.start), Posting(line, to: [tokens, tokens], at: desk.start),
            HoldExtension(of: "h", until: desk.start), HoldVoiding(of: "nobody's"),
            HoldExpiry(of: "nobody's", at: desk.start), Correction(of: "nothing", to: nil),
        ]
        for operation in operations {
            let error = await #expect(throws: SpendError.self) { _ = try await desk.store.perform(operation) }
            for text in [error?.message ?? secret, error.map { "\($0)" } ?? secret] {
                #expect(!text.contains(secret) && !text.contains("7654321") && !text.contains("1234567"), "\(text)")
            }
        }
    }

    @Test func `states that this version does not know are read, printed and written`() throws {
        for name in ["open", "settled", "new one"] {
            let hold = Hold.State(rawValue: name)
            #expect(hold.description == name)
            #expect(try JSONDecoder().decode(Hold.State.self, from: JSONEncoder().encode(hold)) == hold)
            let line = LedgerLine.State(rawValue: name)
            #expect(line.description == name)
            #expect(try JSONDecoder().decode(LedgerLine.State.self, from: JSONEncoder().encode(line)) == line)
        }
    }
}
