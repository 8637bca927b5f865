import Attribution
import Foundation
import Metering
import Testing

@Suite struct `What a ledger refuses` {
    let desk = SpendDesk()

    private func refusal(of line: LedgerLine) async -> String? {
        do throws(SpendError) {
            try await desk.store.perform(Posting(line, at: desk.start))
            return nil
        } catch {
            return error.code == .invalidInput ? error.message : "\(error.code)"
        }
    }

    @Test func `tokens below zero or beyond what can be counted`() async throws {
        #expect(
            await refusal(of: desk.line("a", 1, usage: TokenUsage(output: -1)))
                == "usage is counted from 0, not -1: use a correction to take back")
        #expect(
            await refusal(of: desk.line("a", 1, usage: TokenUsage(input: .max, output: 1)))
                == "a line counts at most 1000000000000000 of a class, not 9223372036854775807")
        let finding = Correction.Finding(usage: TokenUsage(input: -1), cost: .priced(.usd(1)), source: "log")
        #expect(throws: SpendError.self) { try Correction(of: "a", to: finding).validate() }
    }

    @Test(arguments: [Double.infinity, -.infinity, .nan, 1e300, -1e12, 253_402_300_800])
    func `times outside the calendar`(seconds: Double) async throws {
        let time = Date(timeIntervalSince1970: seconds)
        var line = desk.line("a", 1)
        line.occurred = time
        #expect(await refusal(of: line) == "the time of an attempt lies between the years 1 and 9999")
        let operations: [any SpendOperation] = [
            Posting(desk.line("a", 1), at: time), Settlement(of: "h", with: [], at: time),
            HoldExpiry(of: "h", at: time), HoldExtension(of: "h", until: time),
            Reservation("h", owner: "", parts: [], draft: desk.line("a", 1), at: desk.start, expires: time),
            Reservation("h", owner: "", parts: [], draft: desk.line("a", 1), at: time, expires: desk.start),
        ]
        for operation in operations {
            #expect(throws: SpendError.self) { try operation.validate() }
        }
    }

    @Test func `tags that could not be read back`() async throws {
        var line = desk.line("a", 1)
        line.tags = TagSet(unvalidated: [.init(key: "k", value: "1"), .init(key: "k", value: "2")])
        #expect(await refusal(of: line) == "tag key \"k\": a key may come once")
    }

    @Test func `a report whose sums of usage nothing can hold`() throws {
        let half = TokenUsage(input: .max / 2 + 1)
        for cents in [1, nil] {
            let rollup = UsageRollup(desk.line("a", cents, usage: half))
            #expect(throws: SpendError.self) { try UsageQuery().totals(of: [rollup, rollup]) }
            var sum = rollup
            let error = #expect(throws: SpendError.self) { try sum.add(rollup) }
            #expect(error?.code == .overflow)
            #expect(error?.message == "the usage of a day exceeds what can be counted")
            #expect(sum == rollup)
        }
    }

    @Test(arguments: ["-1", "x", "1.5", ""])
    func `pages that no page named`(page: String) async throws {
        let error = await #expect(throws: SpendError.self) {
            try await desk.store.lines(LineQuery(), after: page)
        }
        #expect(error?.code == .invalidInput)
    }

    @Test(arguments: [0, -1])
    func `limits below one`(limit: Int) async throws {
        await #expect(throws: SpendError.self) { try await desk.store.lines(LineQuery(limit: limit), after: nil) }
        await #expect(throws: SpendError.self) { try await desk.store.expiredHolds(at: desk.start, limit: limit) }
        await #expect(throws: SpendError.self) {
            try await desk.store.claimEvents(by: "a", until: desk.start, at: desk.start, limit: limit)
        }
    }
}

@Suite struct `Keys of balances` {
    @Test func `no two read alike`() {
        let keys = [
            BalanceKey(budget: "a|b", scope: "", window: "w"), BalanceKey(budget: "a", scope: "b", window: "w"),
            BalanceKey(budget: "a", scope: "b|", window: "w"), BalanceKey(budget: "a", scope: "b", window: "|w"),
            BalanceKey(budget: #"a\"#, scope: "b", window: "w"), BalanceKey(budget: #"a\|b"#, scope: "", window: "w"),
        ]
        #expect(Set(keys.map(\.description)).count == keys.count)
        #expect(BalanceKey(budget: "team", scope: "user=a", window: "2026-11").description == "team|user=a|2026-11")
        #expect(keys[0].description == #"a\|b||w"#)
    }

    @Test func `they are in order by budget, scope and window`() {
        let keys = [
            BalanceKey(budget: "a", scope: "", window: "2"), BalanceKey(budget: "a", scope: "b", window: "1"),
            BalanceKey(budget: "a", scope: "b", window: "2"), BalanceKey(budget: "a b", scope: "", window: "1"),
        ]
        #expect(keys.reversed().sorted() == keys)
    }
}
