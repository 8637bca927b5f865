import Metering
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension StoreCheck {
    /// Operations that are repeated, since their replies were lost.
    static var replays: [Self] {
        [
            Self("a reservation that is repeated holds once, and tells the same") { bench in
                let first = try await bench.reserve("h", [.of(400)])
                try await bench.demandUnchanged {
                    try demand(try await bench.reserve("h", [.of(400)]) == first, "it tells something else")
                }
            },
            Self("a reservation that is repeated is not denied by its own hold") { bench in
                try await bench.hold("h", [.of(1_000)])
                try await bench.hold("h", [.of(1_000)])
                try await bench.demandBalance(held: 1_000)
            },
            Self("a reservation that is repeated later tells what became of the hold") { bench in
                try await bench.hold("h", [.of(400)])
                try await bench.extend("h", until: 600, granting: [.cents(500)])
                try await bench.settle("h", [.priced("a", 100)], closes: false)
                try await bench.demandUnchanged {
                    let hold = try await bench.hold("h", [.of(400)])
                    try demand(hold.held == [.cents(400)] && hold.expires == .at(600), "it tells \(hold)")
                }
            },
            Self("a hold's id that is used for other balances is refused") { bench in
                try await bench.hold("h", [.of(400)])
                for parts in [[HoldPart.of(400, .of("other"))], [.of(400), .of(1, .of("other"))], []] {
                    let error = try await bench.demandError(.conflictingID) { () async throws(SpendError) in
                        try await bench.reserve("h", parts)
                    }
                    try demand(error.message.contains("h"), "the error does not name the hold")
                }
            },
            Self("a reservation of a hold that has ended is refused") { bench in
                for id in ["settled", "voided", "expired"] { try await bench.hold(id, [.of(10)]) }
                try await bench.settle("settled", [.priced("settled", 1)])
                try await bench.void("voided")
                try await bench.expire("expired")
                for id in ["settled", "voided", "expired"] {
                    try await bench.demandError(.holdNotOpen) { () async throws(SpendError) in
                        try await bench.reserve(id, [.of(10)])
                    }
                }
            },
            Self("a whole life that is repeated changes nothing, step by step") { bench in
                let part = HoldPart.of(300, thresholds: [10, 50])
                let life: [@Sendable () async throws -> Void] = [
                    { try await bench.reserve("h", [part]) },
                    { try await bench.extend("h", until: 90, granting: [.cents(400)]) },
                    { try await bench.settle("h", [.priced("a", 120, state: .estimated)], closes: false) },
                    { try await bench.settle("h", [.priced("a", 130)], closes: false) },
                    { try await bench.expire("h", at: 90) },
                    { try await bench.settle("h", [.priced("b", 30)], closes: false) },
                    { try await bench.correct("a#2", to: 140) },
                    { try await bench.void("h") },
                    { try await bench.settle("h", [.priced("c", 500)]) },
                    { try await bench.post(.priced("d", 5), [part]) },
                ]
                for count in 1...life.count {
                    try await life[count - 1]()
                    for (index, step) in life.prefix(count).enumerated() {
                        try await bench.demandUnchanged("when step \(index) was repeated after \(count - 1)") {
                            do {
                                try await step()
                            } catch let error as SpendError {
                                try demand(error.code == .holdNotOpen, "repeating step \(index) throws \(error)")
                            }
                        }
                    }
                }
                try await bench.demandBalance(posted: 140 + 30 + 500 + 5)
            },
            Self("an operation that fails can be followed by one that does not") { bench in
                try await bench.demandError(.noSuchHold) { () async throws(SpendError) in try await bench.void("h") }
                try await bench.hold("h", [.of(10)])
                try await bench.demandError(.conflictingID) { () async throws(SpendError) in
                    try await bench.reserve("h", [])
                }
                try await bench.settle("h", [.priced("h", 4)])
                try await bench.demandBalance(posted: 4)
            },
        ]
    }

    /// Many callers at once.
    static var concurrency: [Self] {
        [
            Self("concurrent callers never hold more than the limit, and use all of it") { bench in
                let held = try await count(bench.callers * 2) { index in
                    if case .held = try await bench.reserve("h\(index)", [.of(10, limit: 10 * bench.callers)]) {
                        true
                    } else {
                        false
                    }
                }
                try demand(held == bench.callers, "\(held) of \(bench.callers) are held")
                try await bench.demandBalance(held: 10 * bench.callers)
            },
            Self("concurrent calls of several balances are held whole or not at all") { bench in
                let keys = (0..<4).map { BalanceKey.of("b\($0)") }
                let held = try await count(bench.callers) { index in
                    // Each caller names them in another order.
                    let parts = (0..<4).map { HoldPart.of(10, keys[($0 + index) % 4], limit: 75) }
                    if case .held = try await bench.reserve("h\(index)", parts) { return true } else { return false }
                }
                try demand(held == min(7, bench.callers), "\(held) are held")
                for key in keys { try await bench.demandBalance(key, held: 10 * held) }
            },
            Self("concurrent calls that settle leave what they cost, and nothing held") { bench in
                _ = try await count(bench.callers) { index in
                    try await bench.hold("h\(index)", [.of(9, limit: nil), .of(9, .of("other"), limit: nil)])
                    try await bench.settle("h\(index)", [.priced("h\(index)", index % 9)])
                    return true
                }
                let cost = (0..<bench.callers).reduce(0) { $0 + $1 % 9 }
                try await bench.demandBalance(posted: cost)
                try await bench.demandBalance(.of("other"), posted: cost)
                try demand(try await bench.lines().count == bench.callers, "lines are missing")
            },
            Self("a hold that many settle at once is charged once") { bench in
                try await bench.hold("h", [.of(100)])
                _ = try await count(bench.callers) { _ in
                    try await bench.settle("h", [.priced("h", 40)])
                    return true
                }
                try await bench.demandBalance(posted: 40)
                try demand(try await bench.lines().count == 1, "there are several lines")
            },
            Self("a hold that many open at once is held once") { bench in
                let held = try await count(bench.callers) { _ in
                    try await bench.hold("h", [.of(100)]).held == [.cents(100)]
                }
                try demand(held == bench.callers, "\(held) callers were told")
                try await bench.demandBalance(held: 100)
            },
            Self("settling, voiding and expiring at once leave one of the possible ends") { bench in
                for index in 0..<8 { try await bench.hold("h\(index)", [.of(100)]) }
                _ = try await count(24) { index in
                    let id = "h\(index / 3)"
                    switch index % 3 {
                    case 0: try await bench.settle(id, [.priced(id, 30)])
                    case 1: try await bench.void(id)
                    default: try await bench.expire(id, at: 90)
                    }
                    return true
                }
                // Whatever came first, the settlement is known: the call ran.
                try await bench.demandBalance(posted: 8 * 30)
            },
            Self("a threshold that many reach at once is told once") { bench in
                _ = try await count(bench.callers) { index in
                    try await bench.post(.priced("a\(index)", 100), [.of(0, limit: 100, thresholds: [50, 100])])
                    return true
                }
                let told = try await bench.events().count
                try demand(told == 2, "\(told) events were told")
            },
            Self("concurrent claimants are given each event once") { bench in
                for index in 0..<20 {
                    try await bench.hold("h\(index)", [.of(1)])
                    try await bench.expire("h\(index)")
                }
                let given = Mutex<[String]>([])
                _ = try await count(8) { index in
                    let events = try await bench.store.claimEvents(
                        by: "claimant \(index)", until: .at(900), at: .at(100), limit: 5)
                    given.withLock { $0 += events.map(\.id) }
                    return true
                }
                let ids = given.withLock { $0 }
                try demand(ids.count == Set(ids).count, "\(ids.count - Set(ids).count) were given twice")
                // A store may pass over an event that it cannot have at once; nothing is lost.
                try demand(Set(ids).union(try await bench.events().map(\.id)).count == 20, "events are lost")
            },
            Self("a reader sees no state between: what is committed stays at what is granted") { bench in
                try await bench.hold("h", [.of(1_000)])
                let wrong = try await count(bench.callers) { index in
                    guard index % 2 == 0 else {
                        try await bench.settle("h", [.priced("a\(index)", 5)], closes: false)
                        return false
                    }
                    return try await bench.balance().committed() != .cents(1_000)
                }
                try demand(wrong == 0, "\(wrong) readers saw something else")
            },
            Self("concurrent lines of one day are all in its roll-up") { bench in
                _ = try await count(bench.callers) { index in
                    try await bench.post(.priced("a\(index)", 1))
                    return true
                }
                let total = try await bench.store.totals(UsageQuery()).first
                try demand(
                    total?.lines == bench.callers && total?.cost == .usd(cents: bench.callers),
                    "the roll-up is \(String(describing: total))")
            },
        ]
    }

    /// Runs `work` for every number below `callers`, all at once.
    ///
    /// - Returns: How many said yes.
    private static func count(
        _ callers: Int, _ work: @escaping @Sendable (Int) async throws -> Bool
    ) async throws -> Int {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<callers { group.addTask { try await work(index) } }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
    }
}
