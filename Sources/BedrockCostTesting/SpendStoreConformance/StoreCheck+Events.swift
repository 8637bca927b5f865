import Metering

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension StoreCheck {
    /// Per cent of the allowance.
    static var thresholds: [Self] {
        @Sendable func percents(_ bench: StoreBench) async throws -> [Int] {
            try await bench.events().compactMap {
                if case .thresholdCrossed(_, let percent, _, _) = $0.kind { percent } else { nil }
            }.sorted()
        }
        @Sendable func part(_ cents: Int, _ thresholds: [Int] = [50, 80, 100], limit: Int = 1_000) -> HoldPart {
            .of(cents, limit: limit, thresholds: thresholds)
        }
        return [
            Self("a threshold is told when spending reaches it") { bench in
                try await bench.post(.priced("a", 499), [part(0)])
                try demand(try await percents(bench).isEmpty, "it was told before")
                try await bench.post(.priced("b", 1), [part(0)], at: 7)
                let events = try await bench.events()
                try demand(
                    events.map(\.kind) == [
                        .thresholdCrossed(balance: .team, percent: 50, spent: .cents(500), allowance: .cents(1_000))
                    ], "the events are \(events)")
                try demand(events.first?.at == .at(7), "it happened at another time")
                try demand(try await bench.balance().crossed == [50], "the balance does not know")
            },
            Self("a threshold is told once") { bench in
                for index in 0..<5 { try await bench.post(.priced("a\(index)", 150), [part(0, [50])]) }
                try demand(try await percents(bench) == [50], "it was told otherwise")
            },
            Self("several thresholds that are reached at once are each told") { bench in
                try await bench.post(.priced("a", 1_200), [part(0, [100, 50, 80, 150])])
                try demand(try await percents(bench) == [50, 80, 100], "others were told")
            },
            Self("a threshold that comes twice in a part is told once") { bench in
                try await bench.post(.priced("a", 1_200), [part(0, [80, 80])])
                try demand(try await percents(bench) == [80], "it was told otherwise")
            },
            Self("a threshold above a hundred per cent is told when it is reached") { bench in
                try await bench.post(.priced("a", 1_499), [part(0, [150])])
                try demand(try await percents(bench).isEmpty, "too early")
                try await bench.post(.priced("b", 1), [part(0, [150])])
                try demand(try await percents(bench) == [150], "not at all")
            },
            Self("what is held reaches no threshold") { bench in
                try await bench.hold("h", [part(1_000)])
                try demand(try await percents(bench).isEmpty, "it did")
                try await bench.settle("h", [.priced("h", 850)])
                try demand(try await percents(bench) == [50, 80], "the settlement told others")
            },
            Self("what expires reaches thresholds") { bench in
                try await bench.hold("h", [part(850)])
                try await bench.expire("h", at: 77)
                try demand(try await percents(bench) == [50, 80], "others were told")
                try demand(try await bench.events().allSatisfy { $0.at == .at(77) }, "at another time")
            },
            Self("a late settlement counts no threshold on top of what was unknown") { bench in
                try await bench.hold("h", [part(700)])
                try await bench.expire("h")
                try await bench.settle("h", [.priced("h", 600)])
                try demand(try await percents(bench) == [50], "others were told")
                try await bench.hold("h2", [part(300)])
                try await bench.expire("h2")
                try await bench.settle("h2", [.priced("other", 20)])
                try demand(try await percents(bench) == [50, 80], "others were told at the end")
                try await bench.demandBalance(posted: 620)
            },
            Self("an actual cost above its estimate reaches thresholds") { bench in
                try await bench.hold("h", [part(900)])
                try await bench.settle("h", [.priced("h", 400, state: .estimated)], closes: false)
                try await bench.settle("h", [.priced("h", 810)])
                try demand(try await percents(bench) == [50, 80], "others were told")
            },
            Self("a limit of zero is reached with the first cost") { bench in
                try await bench.post(.priced("a", 0), [part(0, limit: 0)])
                try demand(try await percents(bench).isEmpty, "nothing was spent")
                try await bench.post(.priced("b", 1), [part(0, limit: 0)])
                try demand(try await percents(bench) == [50, 80, 100], "others were told")
            },
            Self("a limit that is not kept still tells of its thresholds") { bench in
                try await bench.hold("h", [.of(2_000, isEnforced: false, thresholds: [100])])
                try await bench.settle("h", [.priced("h", 1_000)])
                try demand(try await percents(bench) == [100], "it did not")
            },
            Self("a budget without a limit has no thresholds") { bench in
                try await bench.post(.priced("a", 5), [.of(0, limit: nil, thresholds: [1])])
                try demand(try await percents(bench).isEmpty, "it has")
            },
            Self("thresholds count what was carried over as allowed") { bench in
                let october = BalanceKey.of("team", "", "2026-10")
                try await bench.post(.priced("a", 0), [.of(0, october)])
                let part = HoldPart.of(0, thresholds: [50], carryOver: .init(from: october))
                try await bench.post(.priced("b", 999), [part])
                try demand(try await percents(bench).isEmpty, "it was told too early")
                try await bench.post(.priced("c", 1), [part])
                try demand(try await percents(bench) == [50], "it was not told")
            },
            Self("each balance tells of its own thresholds") { bench in
                try await bench.post(
                    .priced("a", 500), [part(0, [50]), .of(0, .of("other"), limit: 600, thresholds: [50, 80])])
                let told = try await bench.events().map(\.id).count
                try demand(told == 3, "\(told) were told")
            },
            Self("a threshold is not told again after a correction and a new cost") { bench in
                try await bench.post(.priced("a", 600), [part(0, [50])])
                try await bench.correct("a", to: 100)
                try await bench.post(.priced("b", 600), [part(0, [50])])
                try demand(try await percents(bench) == [50], "it was told otherwise")
            },
            Self("a threshold of a new window is told anew") { bench in
                try await bench.post(.priced("a", 600), [part(0, [50])])
                try await bench.post(.priced("b", 600), [.of(0, .of("team", "", "2026-12"), thresholds: [50])])
                try demand(try await percents(bench) == [50, 50], "it was told otherwise")
            },
        ]
    }

    /// What is told once, and kept until somebody has delivered it.
    static var events: [Self] {
        @Sendable func expire(_ count: Int, _ bench: StoreBench) async throws {
            for index in 0..<count {
                try await bench.hold("h\(index)", [.of(1)], owner: "process \(index)", expires: 60)
                try await bench.expire("h\(index)", at: 61)
            }
        }
        return [
            Self("an expired hold is told with its owner and what is unknown") { bench in
                try await bench.hold("h", [.of(70), .of(70, .of("other"))], owner: "process 7")
                try await bench.settle("h", [.priced("a", 20)], closes: false)
                try await bench.expire("h", at: 66)
                let events = try await bench.events()
                let kind = SpendEvent.Kind.holdExpired(
                    hold: "h", owner: "process 7",
                    charges: [.init(to: .team, .cents(50)), .init(to: .of("other"), .cents(50))])
                try demand(events.map(\.kind) == [kind], "the events are \(events)")
                try demand(events.first?.at == .at(66), "it happened at another time")
            },
            Self("two claimants are never given the same event") { bench in
                try await expire(10, bench)
                let one = try await bench.store.claimEvents(by: "one", until: .at(200), at: .at(100), limit: 4)
                let two = try await bench.store.claimEvents(by: "two", until: .at(200), at: .at(100), limit: 100)
                try demand(one.count == 4 && two.count == 6, "they are given \(one.count) and \(two.count)")
                try demand(Set(one).isDisjoint(with: two), "they share events")
            },
            Self("a claim that has ended is given to the next claimant") { bench in
                try await expire(3, bench)
                let one = try await bench.store.claimEvents(by: "one", until: .at(200), at: .at(100), limit: 9)
                let early = try await bench.store.claimEvents(by: "two", until: .at(300), at: .at(199.5), limit: 9)
                let late = try await bench.store.claimEvents(by: "two", until: .at(300), at: .at(200), limit: 9)
                try demand(one.count == 3 && early.isEmpty, "it was given before")
                try demand(Set(late) == Set(one), "it was given \(late)")
            },
            Self("acknowledged events are gone, others are not") { bench in
                try await expire(4, bench)
                let events = try await bench.store.claimEvents(by: "one", until: .at(200), at: .at(100), limit: 9)
                try await bench.store.acknowledgeEvents(events.prefix(3).map(\.id))
                let rest = try await bench.store.claimEvents(by: "two", until: .at(400), at: .at(300), limit: 9)
                try demand(rest == Array(events.suffix(1)), "the rest is \(rest)")
            },
            Self("acknowledging twice, or what never was, changes nothing") { bench in
                try await expire(2, bench)
                try await bench.store.acknowledgeEvents(["expired/h0"])
                try await bench.demandUnchanged {
                    try await bench.store.acknowledgeEvents(["expired/h0", "nothing"])
                    try await bench.store.acknowledgeEvents([])
                }
                try demand(try await bench.events().map(\.id) == ["expired/h1"], "there are others")
            },
            Self("an event that was acknowledged does not happen again") { bench in
                try await bench.hold("h", [.of(100)])
                try await bench.settle("h", [.priced("a", 150)], closes: false)
                try await bench.store.acknowledgeEvents(try await bench.events().map(\.id))
                try await bench.settle("h", [.priced("b", 150)])
                try demand(try await bench.events().isEmpty, "it happened again")
            },
            Self("no more events are given than asked for") { bench in
                try await expire(5, bench)
                let events = try await bench.store.claimEvents(by: "one", until: .at(200), at: .at(100), limit: 2)
                try demand(events.count == 2, "\(events.count) are given")
                try await bench.demandError(.invalidInput) { () async throws(SpendError) in
                    _ = try await bench.store.claimEvents(by: "one", until: .at(200), at: .at(100), limit: 0)
                }
            },
            Self("a denied call tells nothing") { bench in
                try await bench.denial("h", [.of(5_000, thresholds: [1])])
                try demand(try await bench.events().isEmpty, "it tells")
            },
        ]
    }
}
