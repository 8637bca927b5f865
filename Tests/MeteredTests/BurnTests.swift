import BedrockCost
import BedrockCostTesting
import Foundation
import Testing

@Suite("Budgets that burn")
struct BurnTests {
    private let start = Date(timeIntervalSince1970: 1_790_841_600)
    private let key = BalanceKey(budget: "claims", window: "2026-10@UTC")

    /// A balance of 1,000 dollars in a window that ends in 10 days.
    private func balance(_ spent: Int, key: BalanceKey? = nil, limit: SpendAmount? = .usd(1_000)) -> Balance {
        Balance(
            key: key ?? self.key, limit: limit, carried: .usd(0), posted: .usd(spent), held: .usd(0), unknown: .usd(0),
            resets: start.addingTimeInterval(864_000), crossed: [])
    }
    private func at(_ minutes: Double) -> Date { start.addingTimeInterval(minutes * 60) }

    @Test("a rate says what an hour costs, and when nothing is left")
    func extrapolates() {
        let rate = BurnRate(.usd(10), in: .seconds(1_800))
        #expect(rate.perHour == .usd(20))
        #expect(rate.amount(in: .seconds(900)) == .usd(5))
        #expect(rate.exhaustion(of: .usd(40), from: start) == start.addingTimeInterval(7_200))
        #expect(BurnRate(.usd(0), in: .seconds(60)).exhaustion(of: .usd(40), from: start) == nil)
        #expect(BurnRate(.tokens(1), in: .seconds(60)).exhaustion(of: .usd(40), from: start) == nil)
        #expect(BurnRate(SpendAmount(count: .max, of: .tokens), in: .seconds(1)).perHour == nil)
    }

    @Test("a budget burns where both the projection and the share are exceeded, to the last unit")
    func comparesExactly() throws {
        let rule = BurnRule("r", over: .seconds(3_600), atLeast: 2)
        func burns(_ spent: SpendAmount, _ balance: Balance) throws -> Bool {
            try BurnRate(spent, in: rule.span).burns(balance, by: rule, at: start)
        }
        // 240 hours are left: 4 dollars an hour would take 960 of 1,000.
        #expect(try !burns(.usd(4), balance(0)))
        #expect(try !burns(.usd(20), balance(20)))
        #expect(try burns(SpendAmount(count: SpendAmount.usd(20).count + 1, of: .money(.usd)), balance(20)))
        // A large share of a window that has nothing left to fear.
        var late = balance(500)
        late = Balance(
            key: key, limit: .usd(1_000), carried: .usd(0), posted: .usd(500), held: .usd(0), unknown: .usd(0),
            resets: start.addingTimeInterval(3_600), crossed: [])
        #expect(try !burns(.usd(500), late))
        #expect(try burns(.usd(501), late))
        #expect(try !burns(.usd(500), balance(1_000)))
        #expect(try !burns(.usd(500), balance(500, limit: nil)))
    }

    @Test("what was spent before the watch began is no spending of the span")
    func beginsBlind() throws {
        var watch = try BurnWatch([.fast])
        #expect(try watch.turn([balance(500)], at: at(0)).isEmpty)
        #expect(try watch.turn([balance(500)], at: at(1)).isEmpty)
        let alarms = try watch.turn([balance(530)], at: at(2))
        #expect(alarms.map(\.rate.spent) == [.usd(30)])
        // A balance that comes up later had nothing spent before.
        let other = BalanceKey(budget: "other", window: "w")
        #expect(try watch.turn([balance(530), balance(30, key: other)], at: at(3)).map(\.balance) == [key, other])
    }

    @Test("an alarm ends when the spending leaves the span")
    func looksBackOnly() throws {
        var watch = try BurnWatch([.fast, .slow])
        _ = try watch.turn([balance(0)], at: at(0))
        #expect(try watch.turn([balance(100)], at: at(1)).map(\.rule) == [.fast, .slow])
        #expect(try watch.turn([balance(100)], at: at(60)).map(\.rule) == [.fast, .slow])
        #expect(try watch.turn([balance(100)], at: at(62)).map(\.rule) == [.slow])
        #expect(try watch.turn([balance(100)], at: at(362)).isEmpty)
    }

    @Test("many short turns are remembered by few samples, and the alarm stays")
    func staysSmall() throws {
        var watch = try BurnWatch([.fast])
        var last: [BurnAlarm] = []
        for turn in 0...2_000 {
            last = try watch.turn([balance(turn / 20)], at: start.addingTimeInterval(Double(turn)))
        }
        let spent = try #require(last.first?.rate.spent)
        #expect(spent.count <= SpendAmount.usd(100).count)
        #expect(spent.count > SpendAmount.usd(90).count)
        // A clock that was set back teaches nothing.
        #expect(try watch.turn([balance(900)], at: start).isEmpty)
    }

    @Test("a burning budget is told once in a window and level, whoever sees it and however often")
    func tellsOnce() async throws {
        let desk = MeteredDesk()
        let sink = TestSink()
        let relays = try ["one", "two"].map { name in
            try SpendAlerts(desk.store, as: name, to: [sink]) {
                $0.now = { desk.mock.now }
                $0.burnRules = [BurnRule("fast", over: .seconds(3_600), atLeast: 0)]
            }
        }
        for relay in relays { #expect(try await relay.watch(at: desk.mock.now) == 0) }
        let policy = try TagPolicy([.required("team", oneOf: ["claims"])])
        let budget = SpendBudget("claims", .usd(cents: 1), per: .monthly(), for: ["team": "claims"], thresholds: [])
        let bedrock = try MeteredBedrock(try desk.aws(), policy: policy, budgets: [budget], store: desk.store)
        try await desk.ask(bedrock, String(repeating: "Which claims are urgent? ", count: 20))
        for minute in 1...3 {
            let date = desk.mock.now.addingTimeInterval(Double(minute) * 60)
            for relay in relays {
                try await relay.watch(at: date)
                try await relay.deliver(at: date)
            }
        }
        #expect(sink.alerts.count == 1)
        let alert = try #require(sink.alerts.first)
        #expect(alert.document["type"]?.string == "burning")
        #expect(alert.document["level"]?.string == "fast")
        #expect(try alert.document["spent"]?.string == "\(desk.billed) USD")
        #expect(alert.title == "Budget claims is spent too fast (fast)")
    }

    @Test("rules that can never be kept are refused")
    func checksRules() {
        for rule in [
            BurnRule("", over: .seconds(60), atLeast: 1), BurnRule("x", over: .zero, atLeast: 1),
            BurnRule("x", over: .seconds(60), atLeast: 101),
        ] {
            #expect(throws: SpendError.self) { try rule.validate() }
        }
    }
}

extension SpendAmount {
    fileprivate static func usd(cents: Int) -> Self { .money(.usd(cents: cents)) }
}
