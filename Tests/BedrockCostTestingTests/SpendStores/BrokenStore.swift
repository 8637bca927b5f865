import Foundation
import Metering

/// What a store can do wrong.
enum StoreFault: String, CaseIterable, Sendable {
    // In its transactions.
    case forgetsOneOfFourScopes, givesExpiredHoldsBack, postsTwice, tellsThresholdsTwice, tellsNothing
    case roundsAmounts, losesCarriedAmounts, losesExtensions, keepsHeldAmountsOfSettledHolds, forgetsHolds
    case dropsReversals, forgetsLimits
    // Around them.
    case keepsWhatFailedOperationsWrote, skipsValidation
    // In what it reads.
    case losesAttributes, losesLastLineOfAPage, givesEventsToEverybody, forgetsAcknowledgements
    case listsBalancesOfEndedWindows, listsHoldsInAnyOrder, losesRollups, ignoresDays

    /// Whether a random history must show it, too.
    var isSeenByHistories: Bool {
        switch self {
        case .forgetsOneOfFourScopes, .givesExpiredHoldsBack, .postsTwice, .tellsThresholdsTwice, .tellsNothing,
            .losesCarriedAmounts, .losesExtensions, .keepsHeldAmountsOfSettledHolds, .forgetsHolds, .dropsReversals,
            .forgetsLimits, .losesRollups, .listsHoldsInAnyOrder, .forgetsAcknowledgements:
            true
        default: false
        }
    }
}

/// A store in memory with one fault.
struct BrokenStore: BudgetStore {
    let fault: StoreFault
    private let store = MemorySpendStore()

    init(_ fault: StoreFault) { self.fault = fault }

    func perform<Operation: SpendOperation>(
        _ operation: Operation
    ) async throws(SpendError) -> Operation.Outcome {
        try await store.perform(FaultyOperation(operation: operation, fault: fault)).get()
    }

    func line(_ id: String) async throws(SpendError) -> LedgerLine? {
        var line = try await store.line(id)
        if fault == .losesAttributes { line?.attributes = [:] }
        return line
    }

    func lines(_ query: LineQuery, after page: String?) async throws(SpendError) -> LinePage {
        var found = try await store.lines(query, after: page)
        if fault == .losesLastLineOfAPage, found.next != nil { found.lines.removeLast() }
        return found
    }

    func rollups(from: PriceDay?, until: PriceDay?) async throws(SpendError) -> [UsageRollup] {
        switch fault {
        case .losesRollups: try await store.rollups(from: from, until: until).filter { $0.key.state != .estimated }
        case .ignoresDays: try await store.rollups(from: nil, until: nil)
        default: try await store.rollups(from: from, until: until)
        }
    }

    func balance(_ key: BalanceKey) async throws(SpendError) -> Balance? { try await store.balance(key) }

    func balances(of budget: String?, at date: Date) async throws(SpendError) -> [Balance] {
        try await store.balances(of: budget, at: fault == .listsBalancesOfEndedWindows ? .distantPast : date)
    }

    func hold(_ id: String) async throws(SpendError) -> Hold? { try await store.hold(id) }

    func expiredHolds(at date: Date, limit: Int) async throws(SpendError) -> [String] {
        let ids = try await store.expiredHolds(at: date, limit: limit)
        return fault == .listsHoldsInAnyOrder ? ids.reversed() : ids
    }

    func claimEvents(
        by claimant: String, until: Date, at date: Date, limit: Int
    ) async throws(SpendError) -> [SpendEvent] {
        let end = fault == .givesEventsToEverybody ? date : until
        return try await store.claimEvents(by: claimant, until: end, at: date, limit: limit)
    }

    func acknowledgeEvents(_ ids: [String]) async throws(SpendError) {
        // Endless loops of a caller that claims and acknowledges would be no finding: one of the events goes.
        try await store.acknowledgeEvents(fault == .forgetsAcknowledgements ? Array(ids.prefix(1)) : ids)
    }
}

private struct FaultyOperation<Operation: SpendOperation>: SpendOperation {
    let operation: Operation
    let fault: StoreFault

    func validate() throws(SpendError) {
        if fault != .skipsValidation { try operation.validate() }
    }

    func apply(
        to transaction: inout some SpendTransaction
    ) throws(SpendError) -> Result<Operation.Outcome, SpendError> {
        var faulty = FaultyTransaction(transaction: transaction, fault: fault)
        do throws(SpendError) {
            let outcome = try operation.apply(to: &faulty)
            transaction = faulty.transaction
            return .success(outcome)
        } catch {
            transaction = faulty.transaction
            guard fault == .keepsWhatFailedOperationsWrote else { throw error }
            return .failure(error)
        }
    }
}

private struct FaultyTransaction<Transaction: SpendTransaction>: SpendTransaction {
    var transaction: Transaction
    let fault: StoreFault
    private var touched: Set<BalanceKey> = []

    init(transaction: Transaction, fault: StoreFault) {
        self.transaction = transaction
        self.fault = fault
    }

    func hold(_ id: String) throws(SpendError) -> Hold? { try transaction.hold(id) }
    func balance(_ key: BalanceKey) throws(SpendError) -> Balance? { try transaction.balance(key) }
    func line(_ id: String) throws(SpendError) -> LedgerLine? { try transaction.line(id) }

    mutating func put(_ hold: Hold) throws(SpendError) {
        var hold = hold
        switch fault {
        case .forgetsHolds where hold.state == .open: return
        case .losesExtensions:
            if let before = try transaction.hold(hold.id), hold.state == .open { hold = hold.expiring(before.expires) }
        default: break
        }
        try transaction.put(hold)
    }

    mutating func put(_ balance: Balance) throws(SpendError) {
        var (posted, held, unknown) = (balance.posted, balance.held, balance.unknown)
        var (limit, carried) = (balance.limit, balance.carried)
        let before = try transaction.balance(balance.key)
        touched.insert(balance.key)
        switch fault {
        case .forgetsOneOfFourScopes where touched.count == 4: held = before?.held ?? .zero(balance.unit)
        case .givesExpiredHoldsBack: unknown = .zero(balance.unit)
        case .postsTwice: posted = try posted.adding(posted.subtracting(before?.posted ?? .zero(balance.unit)))
        case .roundsAmounts:
            // The largest amounts round up to one that 128 bits do not hold.
            posted = SpendAmount(count: Int128(exactly: Double(posted.count)) ?? .max, of: posted.unit)
        case .losesCarriedAmounts: carried = .zero(balance.unit)
        case .keepsHeldAmountsOfSettledHolds where (before?.held.count ?? 0) > held.count && posted == before?.posted:
            held = before?.held ?? held
        case .forgetsLimits: limit = before == nil ? limit : nil
        default: break
        }
        try transaction.put(
            Balance(
                key: balance.key, limit: limit, carried: carried, posted: posted, held: held, unknown: unknown,
                resets: balance.resets, crossed: balance.crossed))
    }

    mutating func append(_ line: LedgerLine) throws(SpendError) {
        if fault == .dropsReversals, line.isReversal { return }
        try transaction.append(line)
    }

    mutating func emit(_ event: SpendEvent) throws(SpendError) {
        if fault == .tellsNothing { return }
        try transaction.emit(event)
        if fault == .tellsThresholdsTwice, case .thresholdCrossed = event.kind {
            try transaction.emit(SpendEvent(id: event.id + " again", at: event.at, kind: event.kind))
        }
    }
}

extension Hold {
    fileprivate func expiring(_ expires: Date) -> Hold {
        Hold(
            id: id, owner: owner, opened: opened, expires: expires, state: state, onExpiry: onExpiry, parts: parts,
            held: held, draft: draft)
    }
}
