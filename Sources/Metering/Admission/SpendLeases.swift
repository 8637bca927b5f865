import Synchronization

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Lets calls through from slices that this process has drawn, so that admitting most of them costs no I/O.
///
/// A slice is a hold of the store that covers many calls: limits are as exact as without it, and other processes see it as held. What
/// this process has not used is given back when it is idle or closes. A lease ends with the window of its budgets, and with its
/// process: then what was not reported counts as unknown, and is not handed back.
///
/// ```swift
/// let leases = SpendLeases(store, owner: "triage-7")
/// async let maintenance: Void = leases.run()      // reports, renews, gives back; close() at the end
/// ```
///
/// Lines are reported in groups. A process that dies loses those it had not reported; their cost is within what becomes
/// unknown. Where every line counts, set ``Configuration/reportsBeforeReturning``.
public final class SpendLeases: SpendGate {
    /// How large slices are, and how long they last.
    public struct Configuration: Sendable {
        /// The slice of a budget of money, in 10⁻¹⁸ of its currency's unit. One dollar by default.
        public var moneySlice: Int128 = Money.usd(1).attoUnits
        /// The slice of a budget of tokens. 500,000 by default.
        public var tokenSlice: Int128 = 500_000
        /// How long calls may draw from a slice that nobody renews. A minute by default.
        public var duration: Duration = .seconds(60)
        /// How long a call may run after that, before its share counts as unknown. 15 minutes by default.
        public var grace: Duration = .seconds(900)
        /// How many lines wait before they are reported with the next settlement. 100 by default.
        public var reportSize = 100
        /// How often ``SpendLeases/run(clock:)`` reports, renews and gives back. Every second by default.
        public var interval: Duration = .seconds(1)
        /// How long a slice that nobody draws from is kept. Ten seconds by default.
        public var idleTime: Duration = .seconds(10)
        /// Whether a settlement returns only when the store has its line.
        public var reportsBeforeReturning = false

        /// The defaults.
        public init() {}
    }

    private let store: any BudgetStore
    private let owner: String
    private let configuration: Configuration
    private let now: @Sendable () -> Date
    private let slots = Mutex(LeaseSlots())

    /// Leases of this process.
    ///
    /// - Parameters:
    ///   - store: The store.
    ///   - owner: This process, told apart from all others that use the store.
    ///   - configuration: How large slices are, and how long they last.
    ///   - now: The time.
    public init(
        _ store: any BudgetStore, owner: String, configuration: Configuration = Configuration(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.store = store
        self.owner = owner
        self.configuration = configuration
        self.now = now
    }

    /// Draws from the slice, or has it filled up first.
    ///
    /// The parts of a reservation that count the same unit hold the same amount.
    /// - Throws: ``SpendError``, also of code ``SpendError/Code/invalidInput`` for parts of different amounts.
    public func admit(_ reservation: Reservation) async throws(SpendError) -> Admission {
        let need = try LeaseNeed(reservation.parts)
        let slot = slots.withLock { $0.slot(for: reservation.parts) }
        if let admitted = slot.draw(need, for: reservation.id, at: reservation.at) { return .admitted(admitted) }
        try reservation.validate()
        await slot.lock.enter()
        defer { slot.lock.leave() }
        if let admitted = slot.draw(need, for: reservation.id, at: reservation.at) { return .admitted(admitted) }
        if let denial = try await refill(slot, for: reservation, need) { return .denied(denial) }
        guard let admitted = slot.draw(need, for: reservation.id, at: reservation.at) else {
            throw SpendError(.unavailable, "the slice that was drawn for \(reservation.id) had no time left")
        }
        return .admitted(admitted)
    }

    /// Gives what the call did not use back to the slice, and keeps its line to report it.
    public func settle(_ admitted: AdmittedCall, with line: LedgerLine, at date: Date) async throws(SpendError) {
        guard let draw = admitted.draw else {
            throw SpendError(.noSuchHold, "call \(admitted.id) was not admitted by leases")
        }
        try line.validate()
        let waiting = draw.slot.book.withLock { book in
            book.end(draw, with: line)
            return book.unreportedCount
        }
        if configuration.reportsBeforeReturning || waiting >= configuration.reportSize {
            try await report(draw.slot)
        }
    }

    /// Gives back to the slice all that the call drew.
    public func void(_ admitted: AdmittedCall, at date: Date) async throws(SpendError) {
        guard let draw = admitted.draw else {
            throw SpendError(.noSuchHold, "call \(admitted.id) was not admitted by leases")
        }
        draw.slot.book.withLock { $0.end(draw, with: nil) }
    }

    /// Reports, renews and gives back until the task is cancelled; then gives everything back.
    ///
    /// What fails, for instance because the store cannot be reached, is tried again at the next turn.
    /// - Throws: ``SpendError`` where the last report fails.
    public func run(clock: some Clock<Duration> = ContinuousClock()) async throws(SpendError) {
        while !Task.isCancelled {
            do { try await clock.sleep(for: configuration.interval) } catch { break }
            // A failure is kept by the slot: its lines wait, and are reported at the next turn.
            _ = try? await maintain()
        }
        // What cancelled this task must not cancel the last report.
        let closing = Task { () -> SpendError? in
            do throws(SpendError) {
                try await self.close()
                return nil
            } catch {
                return error
            }
        }
        if let failure = await closing.value { throw failure }
    }

    /// One turn of ``run(clock:)``: reports lines, renews slices in use and gives idle ones back.
    ///
    /// - Throws: ``SpendError`` of the first slice that fails; the others are maintained all the same.
    public func maintain() async throws(SpendError) {
        var failure: SpendError?
        for slot in slots.withLock(\.all) {
            do throws(SpendError) {
                try await maintain(slot)
            } catch {
                failure = failure ?? error
            }
        }
        slots.withLock { $0.forgetEmpty() }
        if let failure { throw failure }
    }

    /// Reports every line, and gives back every slice for which nothing runs.
    ///
    /// - Throws: ``SpendError`` of the first slice that fails; the others are closed all the same.
    public func close() async throws(SpendError) {
        var failure: SpendError?
        for slot in slots.withLock(\.all) {
            do throws(SpendError) {
                await slot.lock.enter()
                defer { slot.lock.leave() }
                slot.book.withLock { $0.retireCurrent() }
                try await deliver(slot)
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
    }

    // MARK: Slots

    private func maintain(_ slot: LeaseSlot) async throws(SpendError) {
        await slot.lock.enter()
        defer { slot.lock.leave() }
        let date = now()
        if let lease = slot.book.withLock({ $0.current(at: date) }) {
            if lease.running == 0, lease.lastDraw.addingTimeInterval(configuration.idleTime.seconds) <= date {
                slot.book.withLock { $0.retireCurrent() }
            } else if date.addingTimeInterval(configuration.duration.seconds / 2) > lease.admitsUntil {
                try await renew(lease, of: slot, at: date)
            }
        } else {
            slot.book.withLock { $0.retireCurrent() }
        }
        try await deliver(slot)
    }

    private func report(_ slot: LeaseSlot) async throws(SpendError) {
        await slot.lock.enter()
        defer { slot.lock.leave() }
        try await deliver(slot)
    }

    /// Under the slot's lock.
    private func deliver(_ slot: LeaseSlot) async throws(SpendError) {
        for report in slot.book.withLock({ $0.reports() }) {
            _ = try await store.perform(
                Settlement(of: report.lease, with: report.lines, closes: report.closes, at: now()))
            slot.book.withLock { $0.delivered(report) }
        }
    }

    /// Under the slot's lock.
    private func renew(_ lease: LeaseBook.Lease, of slot: LeaseSlot, at date: Date) async throws(SpendError) {
        let until = admitsUntil(lease.parts, from: date)
        guard until > lease.admitsUntil else { return }
        do throws(SpendError) {
            _ = try await store.perform(
                HoldExtension(of: lease.id, until: until.addingTimeInterval(configuration.grace.seconds)))
            slot.book.withLock { $0.extend(lease.id, granted: [], until: until) }
        } catch {
            guard error.code == .holdNotOpen else { throw error }
            slot.book.withLock { $0.retireCurrent() }
        }
    }

    /// Under the slot's lock, has the store hold more: a whole slice, or a part of what is left, or just what the call needs.
    ///
    /// - Returns: Why the store would not hold even that; `nil` if it does.
    private func refill(
        _ slot: LeaseSlot, for reservation: Reservation, _ need: LeaseNeed
    ) async throws(SpendError) -> SpendDenial? {
        var slice = need.raised(toMoney: configuration.moneySlice, tokens: configuration.tokenSlice)
        if let denial = try await hold(slice, slot, for: reservation, need) {
            // Near the end of a budget slices shrink, so that the rest is not stranded in one process.
            slice = need.raised(
                toMoney: denial.least { $0 != .tokens } / 8, tokens: denial.least { $0 == .tokens } / 8)
            guard let denial = try await hold(slice, slot, for: reservation, need) else { return nil }
            return slice == need ? denial : try await hold(need, slot, for: reservation, need)
        }
        return nil
    }

    private func hold(
        _ slice: LeaseNeed, _ slot: LeaseSlot, for reservation: Reservation, _ need: LeaseNeed
    ) async throws(SpendError) -> SpendDenial? {
        let date = reservation.at
        if let lease = slot.book.withLock({ $0.current(at: date) }) {
            let (money, tokens) = (
                max(slice.money - max(lease.money, 0), need.money - lease.money),
                max(slice.tokens - max(lease.tokens, 0), need.tokens - lease.tokens)
            )
            let granted = lease.parts.map { part in
                SpendAmount(
                    count: part.amount.count + max(part.amount.unit == .tokens ? tokens : money, 0),
                    of: part.amount.unit)
            }
            let until = admitsUntil(lease.parts, from: date)
            do throws(SpendError) {
                let outcome = try await store.perform(
                    HoldExtension(
                        of: lease.id, until: until.addingTimeInterval(configuration.grace.seconds), granting: granted))
                if case .denied(let denial) = outcome { return denial }
                slot.book.withLock { $0.extend(lease.id, granted: granted, until: until) }
                return nil
            } catch {
                guard error.code == .holdNotOpen else { throw error }
                slot.book.withLock { $0.retireCurrent() }
            }
        }
        var parts = reservation.parts
        for index in parts.indices {
            let unit = parts[index].amount.unit
            parts[index].amount = SpendAmount(count: unit == .tokens ? slice.tokens : slice.money, of: unit)
        }
        var draft = reservation.draft
        draft.id = "lease/\(owner)/\(UUID().uuidString)"
        draft.request = draft.id
        draft.target = "lease"
        draft.model = nil
        draft.attributes = ["owner": owner]
        draft.usage = .zero
        let until = admitsUntil(parts, from: date)
        let outcome = try await store.perform(
            Reservation(
                draft.id, owner: owner, parts: parts, draft: draft, at: date,
                expires: until.addingTimeInterval(configuration.grace.seconds)))
        if case .denied(let denial) = outcome { return denial }
        slot.book.withLock {
            $0.open(
                LeaseBook.Lease(
                    id: draft.id, parts: parts, money: slice.money, tokens: slice.tokens, admitsUntil: until,
                    lastDraw: date))
        }
        return nil
    }

    /// A lease lasts as long as configured, and never longer than the first of its windows.
    private func admitsUntil(_ parts: [HoldPart], from date: Date) -> Date {
        parts.compactMap(\.resets).reduce(date.addingTimeInterval(configuration.duration.seconds), min)
    }
}

/// What a call, or a slice, holds of each part.
struct LeaseNeed: Equatable {
    var money: Int128 = 0
    var tokens: Int128 = 0

    init(_ parts: [HoldPart]) throws(SpendError) {
        var (money, tokens): (SpendAmount?, SpendAmount?)
        // By index: a copy of a part would retain all its names.
        for index in parts.indices {
            let amount = parts[index].amount
            let isTokens = amount.unit == .tokens
            let known = isTokens ? tokens : money
            guard known == nil || known == amount else {
                throw SpendError(.invalidInput, "a call draws the same amount of each of its budgets from a lease")
            }
            if isTokens { tokens = amount } else { money = amount }
        }
        self.money = money?.count ?? 0
        self.tokens = tokens?.count ?? 0
    }

    func raised(toMoney money: Int128, tokens: Int128) -> Self {
        var raised = self
        raised.money = max(raised.money, money)
        raised.tokens = max(raised.tokens, tokens)
        return raised
    }
}

extension SpendDenial {
    /// The least that a short balance of a unit has left; zero where none is short.
    fileprivate func least(of isMeant: (SpendUnit) -> Bool) -> Int128 {
        max(shortages.filter { isMeant($0.requested.unit) }.map(\.remaining.count).min() ?? 0, 0)
    }
}
