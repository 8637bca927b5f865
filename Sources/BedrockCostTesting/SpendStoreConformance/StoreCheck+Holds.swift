import Attribution
import Metering

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension StoreCheck {
    /// Holds that last longer or hold more.
    static var extending: [Self] {
        [
            Self("an extension moves the end of a hold") { bench in
                try await bench.hold("h", [.of(5)], expires: 60)
                let hold = try await bench.extend("h", until: 600).held("h")
                try demand(hold.expires == .at(600) && hold.held == [.cents(5)], "the hold is \(hold)")
                try demand(try await bench.expire("h", at: 599) == .notDue, "it expired before")
                try demand(try await bench.expire("h", at: 600) == .expired, "it did not expire")
            },
            Self("an extension to an earlier time changes nothing") { bench in
                try await bench.hold("h", [.of(5)], expires: 60)
                try await bench.demandUnchanged { try await bench.extend("h", until: 30) }
            },
            Self("an extension holds the difference to what was granted before") { bench in
                try await bench.hold("h", [.of(100)])
                let hold = try await bench.extend("h", until: 60, granting: [.cents(250)]).held("h")
                try demand(hold.held == [.cents(250)] && hold.parts[0].amount == .cents(250), "the hold is \(hold)")
                try await bench.demandBalance(held: 250)
            },
            Self("an extension that is repeated changes nothing") { bench in
                try await bench.hold("h", [.of(100)])
                let first = try await bench.extend("h", until: 90, granting: [.cents(250)])
                try await bench.demandUnchanged {
                    let second = try await bench.extend("h", until: 90, granting: [.cents(250)])
                    try demand(first == second, "it tells something else")
                }
            },
            Self("an extension that grants less than before takes nothing away") { bench in
                try await bench.hold("h", [.of(100)])
                try await bench.demandUnchanged { try await bench.extend("h", until: 60, granting: [.cents(40)]) }
            },
            Self("an extension above the limit is denied, and the end stays, too") { bench in
                try await bench.hold("h1", [.of(600)])
                try await bench.hold("h2", [.of(300)])
                try await bench.demandUnchanged("though it was denied") {
                    let denial = try await bench.extend("h2", until: 600, granting: [.cents(401)]).denied("h2")
                    try demand(denial.shortages.first?.requested == .cents(101), "requested: \(denial.shortages)")
                    try demand(denial.shortages.first?.remaining == .cents(100), "remaining: \(denial.shortages)")
                }
                _ = try await bench.extend("h2", until: 600, granting: [.cents(400)]).held("h2")
                try await bench.demandBalance(held: 1_000)
            },
            Self("an extension of several parts is granted whole or not at all") { bench in
                let (one, two) = (BalanceKey.of("one"), BalanceKey.of("two"))
                try await bench.hold("h", [.of(1, one), .of(1, two, limit: 5)])
                try await bench.demandUnchanged("though it was denied") {
                    _ = try await bench.extend("h", until: 60, granting: [.cents(6), .cents(6)]).denied("h")
                }
                _ = try await bench.extend("h", until: 60, granting: [.cents(6), .cents(1)]).held("h")
                try await bench.demandBalance(one, held: 6)
                try await bench.demandBalance(two, held: 1)
            },
            Self("an extension after a part was spent adds to what is left") { bench in
                try await bench.hold("h", [.of(100)])
                try await bench.settle("h", [.priced("a", 60)], closes: false)
                let hold = try await bench.extend("h", until: 60, granting: [.cents(200)]).held("h")
                try demand(hold.held == [.cents(140)], "it holds \(hold.held)")
                try await bench.demandBalance(posted: 60, held: 140)
            },
            Self("an extension names as many amounts as the hold has parts") { bench in
                try await bench.hold("h", [.of(100)])
                try await bench.demandError(.invalidInput) { () async throws(SpendError) in
                    try await bench.extend("h", until: 60, granting: [])
                }
                try await bench.demandError(.mixedUnits) { () async throws(SpendError) in
                    try await bench.extend("h", until: 60, granting: [.tokens(5)])
                }
            },
            Self("a hold that has ended cannot be extended") { bench in
                for id in ["settled", "voided", "expired"] { try await bench.hold(id, [.of(10)]) }
                try await bench.settle("settled", [.priced("settled", 1)])
                try await bench.void("voided")
                try await bench.expire("expired")
                for id in ["settled", "voided", "expired"] {
                    let error = try await bench.demandError(.holdNotOpen) { () async throws(SpendError) in
                        try await bench.extend(id, until: 600, granting: [.cents(20)])
                    }
                    try demand(error.message.contains(id), "the error does not name the hold: \(error)")
                }
            },
            Self("a hold that was never opened cannot be extended, settled, voided or expired") { bench in
                try await bench.demandError(.noSuchHold) { () async throws(SpendError) in
                    try await bench.extend("h", until: 1)
                }
                try await bench.demandError(.noSuchHold) { () async throws(SpendError) in
                    try await bench.settle("h", [.priced("h", 1)])
                }
                try await bench.demandError(.noSuchHold) { () async throws(SpendError) in try await bench.void("h") }
                try await bench.demandError(.noSuchHold) { () async throws(SpendError) in try await bench.expire("h") }
            },
        ]
    }

    /// Holds that nobody settled in time.
    static var expiry: [Self] {
        [
            Self("a hold expires when its time has come, and not before") { bench in
                try await bench.hold("h", [.of(5)], expires: 60)
                try await bench.demandUnchanged {
                    try demand(try await bench.expire("h", at: 59.999) == .notDue, "early")
                }
                try demand(try await bench.expire("h", at: 60) == .expired, "it did not expire")
                try demand(try await bench.storedHold("h").state == .expired, "it is not expired")
            },
            Self("an expired hold stays counted, as unknown") { bench in
                try await bench.hold("h", [.of(400)])
                try await bench.expire("h")
                try await bench.demandBalance(unknown: 400)
                try await bench.denial("h2", [.of(601)])
            },
            Self("expiry writes the draft as an unknown line at the held cost") { bench in
                let draft = LedgerLine.priced("h", 3, state: .estimated, tags: ["team": "x"], request: "r")
                try await bench.hold("h", [.of(400), .of(400, .of("other"))], draft: draft)
                try await bench.expire("h")
                let line = try await bench.line("h")
                var expected = draft
                expected.state = .unknown
                expected.source = "expiry"
                expected.cost = .priced(.usd(4))
                expected.charges = [
                    .init(to: .team, .cents(400)), .init(to: .of("other"), .cents(400)),
                ]
                try demand(line == expected, "the line is \(line)")
            },
            Self("a hold that expires twice is counted once") { bench in
                try await bench.hold("h", [.of(400)])
                try await bench.expire("h")
                try await bench.demandUnchanged {
                    try demand(try await bench.expire("h", at: 90) == .expired, "it tells something else")
                }
            },
            Self("a hold that asked to be released is given back") { bench in
                try await bench.hold("h", [.of(400)], onExpiry: .releases)
                try demand(try await bench.expire("h") == .released, "it was not released")
                try await bench.demandBalance()
                try demand(try await bench.lines().isEmpty, "it wrote a line")
                try demand(try await bench.events().isEmpty, "it told of something")
            },
            Self("a released hold is released once") { bench in
                try await bench.hold("h", [.of(400)], onExpiry: .releases)
                try await bench.expire("h")
                try await bench.demandUnchanged { try await bench.expire("h") }
            },
            Self("a settled or voided hold does not expire") { bench in
                try await bench.hold("h1", [.of(10)])
                try await bench.settle("h1", [.priced("h1", 3)])
                try await bench.hold("h2", [.of(10)])
                try await bench.void("h2")
                try await bench.demandUnchanged {
                    for id in ["h1", "h2"] { try demand(try await bench.expire(id) == .notOpen, "\(id) expired") }
                }
            },
            Self("holds that are due are listed with the oldest first") { bench in
                for (id, expires) in [("c", 30.0), ("a", 50), ("d", 10), ("b", 30.5), ("e", 90)] {
                    try await bench.hold(id, [.of(1)], expires: expires)
                }
                let due = try await bench.store.expiredHolds(at: .at(60), limit: 10)
                try demand(due == ["d", "c", "b", "a"], "it lists \(due)")
            },
            Self("a hold is due at its very time") { bench in
                try await bench.hold("h", [.of(1)], expires: 30)
                try demand(try await bench.store.expiredHolds(at: .at(29.999), limit: 1).isEmpty, "too early")
                try demand(try await bench.store.expiredHolds(at: .at(30), limit: 1) == ["h"], "too late")
            },
            Self("no more holds are listed than asked for") { bench in
                for index in 1...9 { try await bench.hold("h\(index)", [.of(1)], expires: Double(index)) }
                let due = try await bench.store.expiredHolds(at: .at(60), limit: 4)
                try demand(due == ["h1", "h2", "h3", "h4"], "it lists \(due)")
            },
            Self("holds that have ended or were extended are not due") { bench in
                for id in ["settled", "voided", "expired", "extended"] {
                    try await bench.hold(id, [.of(1)], expires: 30)
                }
                try await bench.settle("settled", [])
                try await bench.void("voided")
                try await bench.expire("expired", at: 30)
                try await bench.extend("extended", until: 100)
                try demand(try await bench.store.expiredHolds(at: .at(60), limit: 9).isEmpty, "one of them is due")
                try demand(try await bench.store.expiredHolds(at: .at(100), limit: 9) == ["extended"], "one is not")
            },
            Self("all holds that are due are expired by one call, however many") { bench in
                for index in 0..<120 { try await bench.hold("h\(index)", [.of(1)], expires: 1 + Double(index % 3)) }
                try await bench.hold("late", [.of(1)], expires: 500)
                let count = try await bench.store.expireHolds(at: .at(60))
                try demand(count == 120, "it expired \(count)")
                try await bench.demandBalance(held: 1, unknown: 120)
            },
            Self("a hold whose attempt was reported already settles when its time comes") { bench in
                try await bench.hold("h", [.of(100)])
                try await bench.settle("h", [.priced("h", 30, state: .estimated)], closes: false)
                try demand(try await bench.expire("h") == .notOpen, "it expired")
                try await bench.demandBalance(posted: 30)
                try demand(try await bench.store.expireHolds(at: .at(90)) == 0, "it is due for ever")
                try await bench.settle("h", [.priced("h", 50)])
                try await bench.demandBalance(posted: 50)
            },
            Self("the cost of an expired hold in tokens is the draft's") { bench in
                try await bench.hold("h", [.tokens(500)], draft: .priced("h", 9, state: .estimated))
                try await bench.expire("h")
                let line = try await bench.line("h")
                try demand(line.cost == .priced(.usd(cents: 9)), "it costs \(line.cost)")
                let balance = try await bench.balance(.of("tokens"))
                try demand(balance.unknown == .tokens(500), "\(balance.unknown) are unknown")
            },
        ]
    }

    /// Holds of calls that did not run.
    static var voiding: [Self] {
        [
            Self("a voided hold gives back all") { bench in
                try await bench.hold("h", [.of(400), .of(300, .of("other"))])
                let hold = try await bench.void("h")
                try demand(hold.state == .voided && hold.held == [.cents(0), .cents(0)], "the hold is \(hold)")
                try await bench.demandBalance()
                try await bench.demandBalance(.of("other"))
                try demand(try await bench.lines().isEmpty, "it wrote a line")
            },
            Self("voiding twice changes nothing") { bench in
                try await bench.hold("h", [.of(400)])
                let first = try await bench.void("h")
                try await bench.demandUnchanged { try demand(try await bench.void("h") == first, "the holds differ") }
            },
            Self("a settled hold stays settled") { bench in
                try await bench.hold("h", [.of(400)])
                try await bench.settle("h", [.priced("h", 100)])
                try await bench.demandUnchanged {
                    try demand(try await bench.void("h").state == .settled, "it is not settled")
                }
            },
            Self("voiding an expired hold takes the unknown line back") { bench in
                try await bench.hold("h", [.of(400)])
                try await bench.expire("h")
                try demand(try await bench.void("h").state == .voided, "it is not voided")
                try await bench.demandBalance()
                let lines = try await bench.lines()
                try demand(lines.map(\.id) == ["h", "h#1-"], "the lines are \(lines.map(\.id))")
                try demand(lines.last?.isReversal == true && lines.last?.corrects == "h", "it is no reversal")
            },
            Self("voiding after a part was spent gives the rest back") { bench in
                try await bench.hold("h", [.of(400)])
                try await bench.settle("h", [.priced("a", 150)], closes: false)
                try await bench.void("h")
                try await bench.demandBalance(posted: 150)
            },
            Self("a hold's id is used once: a voided one cannot be opened again") { bench in
                try await bench.hold("h", [.of(400)])
                try await bench.void("h")
                try await bench.demandError(.holdNotOpen) { () async throws(SpendError) in
                    try await bench.reserve("h", [.of(400)])
                }
            },
            Self("a voided hold can be settled, should the call have run") { bench in
                try await bench.hold("h", [.of(400)])
                try await bench.void("h")
                let hold = try await bench.settle("h", [.priced("h", 120)])
                try demand(hold.state == .settled, "it is \(hold.state)")
                try await bench.demandBalance(posted: 120)
            },
            Self("an expired hold that was voided can be settled") { bench in
                try await bench.hold("h", [.of(400)])
                try await bench.expire("h")
                try await bench.void("h")
                try await bench.settle("h", [.priced("h", 120)])
                try await bench.demandBalance(posted: 120)
                try demand(try await bench.line("h#2").corrects == "h", "the second revision corrects something else")
            },
        ]
    }
}
