import Attribution
import Metering

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension StoreCheck {
    /// What no store takes. The rules stand in the operations: a store must ask for them.
    static var validation: [Self] {
        @Sendable func refuses(
            _ name: String, _ work: @escaping @Sendable (StoreBench) async throws(SpendError) -> Void
        ) -> Self {
            Self(name) { bench in
                try await bench.hold("open", [.of(1)])
                try await bench.demandError(.invalidInput) { () async throws(SpendError) in try await work(bench) }
            }
        }
        @Sendable func post(_ name: String, _ line: LedgerLine) -> Self {
            refuses(name) { bench throws(SpendError) in try await bench.post(line, [.of(0)]) }
        }
        @Sendable func reserve(_ name: String, _ parts: [HoldPart]) -> Self {
            refuses(name) { bench throws(SpendError) in try await bench.reserve("h", parts) }
        }
        var attempt = LedgerLine.priced("a", 1)
        attempt.attempt = 0
        var timeless = LedgerLine.priced("a", 1)
        timeless.occurred = Date(timeIntervalSince1970: .infinity)
        var reversal = LedgerLine.priced("a", 1)
        reversal.isReversal = true
        var correcting = LedgerLine.priced("a", 1)
        correcting.corrects = "b"
        let twice = TagSet(unvalidated: [.init(key: "k", value: "1"), .init(key: "k", value: "2")])
        return [
            post("a line without an id is refused", .priced("", 1)),
            post("a line whose id has 201 bytes is refused", .priced(String(repeating: "é", count: 100) + "x", 1)),
            post("a line whose id has the mark of revisions is refused", .priced("a#2", 1)),
            post("a line of attempt zero is refused", attempt),
            post("a line without a time is refused", timeless),
            post("a line that says to be a reversing entry is refused", reversal),
            post("a line that says to correct another one is refused", correcting),
            post("a line with fewer tokens than none is refused", .priced("a", 1, usage: TokenUsage(input: -1))),
            post(
                "a line with more tokens than can be counted is refused",
                .priced("a", 1, usage: TokenUsage(input: 1_000_000_000_000_001))),
            post("a line with a tag that comes twice is refused", .priced("a", 1, tags: twice)),
            refuses("a settlement with a bad line writes none of its lines") { bench throws(SpendError) in
                try await bench.settle("open", [.priced("good", 1), .priced("bad#", 1)])
            },
            refuses("a hold without an id is refused") { bench throws(SpendError) in
                try await bench.reserve("", [.of(1)], draft: .priced("a", 1))
            },
            refuses("a hold whose id has 201 bytes is refused") { bench throws(SpendError) in
                try await bench.reserve(String(repeating: "x", count: 201), [.of(1)], draft: .priced("a", 1))
            },
            refuses("a hold that ends as it begins is refused") { bench throws(SpendError) in
                try await bench.reserve("h", [.of(1)], at: 5, expires: 5)
            },
            refuses("a hold whose draft is no line is refused") { bench throws(SpendError) in
                try await bench.reserve("h", [.of(1)], draft: .priced("a#", 1))
            },
            reserve("a hold of nine balances is refused", (1...9).map { .of(1, .of("b\($0)")) }),
            reserve("a hold that names a balance twice is refused", [.of(1), .of(2)]),
            reserve("a hold below zero is refused", [.of(-1)]),
            reserve("a limit below zero is refused", [.of(1, limit: -1)]),
            reserve(
                "a limit in another unit than the hold is refused",
                [HoldPart(of: .of("t"), .tokens(1), limit: .usd(1))]),
            reserve(
                "a cap of carried amounts in another unit is refused",
                [.of(1, carryOver: .init(from: .of("x"), atMost: .tokens(1)))]),
            reserve("a threshold of zero per cent is refused", [.of(1, thresholds: [50, 0])]),
            refuses("a posting to nine balances is refused") { bench throws(SpendError) in
                try await bench.post(.priced("a", 1), (1...9).map { .of(0, .of("b\($0)")) })
            },
            refuses("a correction to fewer tokens than none is refused") { bench throws(SpendError) in
                try await bench.correct("a", to: 1, usage: TokenUsage(output: -1))
            },
            refuses("a list of no holds is refused") { bench throws(SpendError) in
                _ = try await bench.store.expiredHolds(at: .at(0), limit: 0)
            },
            Self("ids of 200 bytes are taken, and so are their revisions") { bench in
                let id = String(repeating: "é", count: 100)
                try await bench.hold(id, [.of(10)])
                try await bench.settle(id, [.priced(id, 5, state: .estimated)])
                try await bench.settle(id, [.priced(id, 6)])
                try await bench.demandBalance(posted: 6)
                try demand(try await bench.line("\(id)#2").corrects == id, "the revision corrects another")
            },
        ]
    }

    /// What a store gives back as it got it.
    static var keeping: [Self] {
        [
            Self("attributes of any script are kept") { bench in
                var line = LedgerLine.priced("a", 1)
                line.attributes = [
                    "user": "Ünal Ğ", "名前": "川端康成", "emoji": "👩‍👩‍👧‍👦🇩🇪", "quotes": "'\"`;--\\", "control": "\u{0}\u{1}\t\n",
                    "": "",
                    "rtl": "שלום", "long": String(repeating: "ß", count: 5_000),
                ]
                try await bench.post(line)
                let kept = try await bench.line("a").attributes
                try demand(kept == line.attributes, "they became \(kept)")
            },
            Self("ids of any script are kept, and told apart by case") { bench in
                let ids = ["a", "A", "é", "日本", "a b", "a/b", "a'b", "a\"b", "a%", "a_", "-", "👍"]
                for (index, id) in ids.enumerated() {
                    try await bench.hold(id, [.of(index, .of("budget \(id)", "scope \(id)", "window \(id)"))])
                    try await bench.settle(id, [.priced(id, index)])
                }
                for (index, id) in ids.enumerated() {
                    try demand(try await bench.line(id).cost == .priced(.usd(cents: index)), "line \(id) is another")
                    try await bench.demandBalance(.of("budget \(id)", "scope \(id)", "window \(id)"), posted: index)
                }
            },
            Self("every member of a line is kept") { bench in
                var usage = TokenUsage(
                    input: 1, output: 2, cacheRead: 3, cacheWrite5m: 4, cacheWrite1h: 5, reasoning: 2)
                usage.inputAudioTokens = 6
                usage.outputImages = 7
                usage.inputVideoMilliseconds = 8
                usage.searchUnits = 9
                let line = LedgerLine(
                    id: "a", request: "r", attempt: 3, occurred: Date(timeIntervalSince1970: 1_794_312_000.123_456),
                    target: "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc",
                    model: PricedModel(id: "m", region: "eu-west-1", scope: .global), tier: .flex,
                    tags: ["team": "a", "cost:center": "x/y=z@1"], attributes: ["user": "u"],
                    usage: usage,
                    cost: .priced(Money(attoUnits: 123_456_789)), ceiling: .usd(9),
                    state: .init(rawValue: "observed"), source: "stream")
                try await bench.post(line)
                try demand(try await bench.line("a") == line, "the line is another")
                try demand(try await bench.lines() == [line], "the listed line is another")
            },
            Self("a line whose optional members are missing is kept so") { bench in
                let line = LedgerLine(
                    id: "a", occurred: .at(0), target: "t", usage: .zero, cost: .unpriced(missing: []), state: .settled)
                try await bench.post(line)
                let kept = try await bench.line("a")
                try demand(kept == line && kept.model == nil && kept.usage.reasoning == nil, "it is \(kept)")
            },
            Self("times are kept to their last bit") { bench in
                let times = [0.1, 1e-6, -1e9, 1_234_567_890.123_457]
                for (index, time) in times.enumerated() {
                    let hold = try await bench.hold(
                        "h\(index)", [.of(1, .of("b\(index)"), resets: time)], at: time - 0.001, expires: time)
                    try demand(try await bench.storedHold("h\(index)") == hold, "the hold of \(time) is another")
                    try demand(hold.expires == .at(time), "it expires at \(hold.expires)")
                    try demand(try await bench.balance(.of("b\(index)")).resets == .at(time), "the window ends then")
                }
            },
            Self("a store holds many lines, and finds each") { bench in
                for index in 0..<300 { try await bench.post(.priced("a\(index)", index), [.of(0)]) }
                for index in [0, 99, 100, 299] {
                    try demand(try await bench.line("a\(index)").cost == .priced(.usd(cents: index)), "a\(index)")
                }
                try await bench.demandBalance(posted: 300 * 299 / 2)
                try demand(try await bench.lines(LineQuery(limit: 64)).count == 300, "some are not listed")
            },
        ]
    }
}
