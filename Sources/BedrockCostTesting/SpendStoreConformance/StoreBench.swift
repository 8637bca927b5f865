import Metering
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a check works with: a fresh store, short ways to use it, and a memory of the holds that were named.
///
/// Times are seconds from noon of 10 November 2026, and amounts are cents of a dollar, where nothing else is said.
final class StoreBench: Sendable {
    let store: any BudgetStore
    let callers: Int
    private let memory = Mutex(Memory())

    private struct Memory {
        var holds: Set<String> = []
        var claims = 0
    }

    init(store: any BudgetStore, callers: Int) {
        self.store = store
        self.callers = callers
    }

    // MARK: Operations

    /// Tries to open a hold.
    @discardableResult
    func reserve(
        _ id: String, _ parts: [HoldPart], draft: LedgerLine? = nil, owner: String = "suite", at: Double = 0,
        expires: Double = 60, onExpiry: Hold.Expiry = .countsAsUnknown
    ) async throws(SpendError) -> Reservation.Outcome {
        memory.withLock { _ = $0.holds.insert(id) }
        return try await store.perform(
            Reservation(
                id, owner: owner, parts: parts, draft: draft ?? .priced(id, 1, state: .estimated), at: .at(at),
                expires: .at(expires), onExpiry: onExpiry))
    }

    /// Opens a hold; the check fails where it is denied.
    @discardableResult
    func hold(
        _ id: String, _ parts: [HoldPart], draft: LedgerLine? = nil, owner: String = "suite", at: Double = 0,
        expires: Double = 60, onExpiry: Hold.Expiry = .countsAsUnknown
    ) async throws -> Hold {
        let outcome = try await reserve(
            id, parts, draft: draft, owner: owner, at: at, expires: expires, onExpiry: onExpiry)
        return try outcome.held(id)
    }

    /// Tries to open a hold that must be denied.
    @discardableResult
    func denial(_ id: String, _ parts: [HoldPart], at: Double = 0, expires: Double = 60) async throws -> SpendDenial {
        try await reserve(id, parts, at: at, expires: expires).denied(id)
    }

    @discardableResult
    func extend(
        _ id: String, until expires: Double, granting granted: [SpendAmount]? = nil
    ) async throws(SpendError) -> Reservation.Outcome {
        try await store.perform(HoldExtension(of: id, until: .at(expires), granting: granted))
    }

    @discardableResult
    func settle(
        _ id: String, _ lines: [LedgerLine], closes: Bool = true, at: Double = 1
    ) async throws(SpendError) -> Hold {
        try await store.perform(Settlement(of: id, with: lines, closes: closes, at: .at(at)))
    }

    @discardableResult
    func void(_ id: String) async throws(SpendError) -> Hold { try await store.perform(HoldVoiding(of: id)) }

    @discardableResult
    func expire(_ id: String, at: Double = 60) async throws(SpendError) -> HoldExpiry.Outcome {
        try await store.perform(HoldExpiry(of: id, at: .at(at)))
    }

    func post(_ line: LedgerLine, _ parts: [HoldPart] = [], at: Double = 1) async throws(SpendError) {
        try await store.perform(Posting(line, to: parts, at: .at(at)))
    }

    /// Corrects a line to so many cents.
    func correct(
        _ id: String, to cents: Int, usage: TokenUsage = .sample, state: LedgerLine.State = .reconciled
    ) async throws(SpendError) {
        try await store.perform(
            Correction(
                of: id,
                to: .init(usage: usage, cost: .priced(.usd(cents: cents)), state: state, source: "invocationLog")))
    }

    /// Takes a line back.
    func withdraw(_ id: String) async throws(SpendError) {
        try await store.perform(Correction(of: id, to: nil))
    }

    // MARK: What the store holds

    /// The ids of the holds that checks have asked for, sorted.
    var holds: [String] { memory.withLock { $0.holds.sorted() } }

    func balance(_ key: BalanceKey = .team) async throws -> Balance {
        guard let balance = try await store.balance(key) else {
            throw CheckFailure(message: "there is no balance \(key)")
        }
        return balance
    }

    func line(_ id: String) async throws -> LedgerLine {
        guard let line = try await store.line(id) else { throw CheckFailure(message: "there is no line \(id)") }
        return line
    }

    func storedHold(_ id: String) async throws -> Hold {
        guard let hold = try await store.hold(id) else { throw CheckFailure(message: "there is no hold \(id)") }
        return hold
    }

    /// All lines, page by page.
    func lines(_ query: LineQuery = LineQuery(limit: 7)) async throws -> [LedgerLine] {
        var lines: [LedgerLine] = []
        var page: String?
        repeat {
            let found = try await store.lines(query, after: page)
            try demand(found.lines.count <= query.limit, "a page of \(query.limit) has \(found.lines.count) lines")
            try demand(page == nil || found.next != page, "a page names itself as the next one")
            lines += found.lines
            page = found.next
        } while page != nil
        return lines
    }

    /// All events that are not acknowledged. Nobody's claim is left behind, as long as `at` is later than those of the check.
    func events() async throws -> [SpendEvent] {
        let time = memory.withLock { memory in
            memory.claims += 10
            return 10_000_000 + Double(memory.claims)
        }
        return try await store.claimEvents(by: "reader", until: .at(time + 1), at: .at(time), limit: 1_000)
    }

    // MARK: Demands

    /// Fails unless a balance is as many cents as said.
    func demandBalance(
        _ key: BalanceKey = .team, posted: Int = 0, held: Int = 0, unknown: Int = 0, _ when: String = "at the end"
    ) async throws {
        let balance = try await balance(key)
        try demand(
            balance.posted == .cents(posted) && balance.held == .cents(held) && balance.unknown == .cents(unknown),
            "\(when), \(key) has \(balance.posted) posted, \(balance.held) held and \(balance.unknown) unknown, not "
                + "\(posted), \(held) and \(unknown) cents")
    }

    /// Fails unless `work` throws an error of `code`, and leaves nothing behind.
    @discardableResult
    func demandError(_ code: SpendError.Code, of work: () async throws(SpendError) -> Void) async throws -> SpendError {
        let before = try await snapshot()
        var thrown: SpendError?
        do throws(SpendError) { try await work() } catch { thrown = error }
        guard let thrown else { throw CheckFailure(message: "it threw nothing instead of \(code)") }
        try demand(thrown.code == code, "it threw \(thrown.code) (\(thrown)) instead of \(code)")
        try demand(!thrown.message.isEmpty, "the error says nothing")
        try await demandSame(before, "though it threw \(code)")
        return thrown
    }

    /// Fails where `work` changes anything.
    func demandUnchanged(_ what: String = "", of work: () async throws -> Void) async throws {
        let before = try await snapshot()
        try await work()
        try await demandSame(before, what)
    }

    private func demandSame(_ before: StoreSnapshot, _ what: String) async throws {
        if let difference = before.difference(to: try await snapshot()) {
            throw CheckFailure(message: "\(difference) \(what)")
        }
    }

    func snapshot() async throws -> StoreSnapshot {
        var holds: [String: Hold] = [:]
        for id in self.holds { holds[id] = try await store.hold(id) }
        return StoreSnapshot(
            lines: try await lines(LineQuery(limit: 1_000)),
            balances: try await store.balances(of: nil, at: .distantPast),
            rollups: try await store.rollups(from: nil, until: nil), holds: holds, events: try await events())
    }

    /// Fails where roll-ups, balances or holds are not what the lines add up to.
    func audit() async throws {
        if let failure = try await snapshot().inconsistency() { throw CheckFailure(message: failure) }
    }
}
