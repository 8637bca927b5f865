import BedrockCost
import Foundation
import Synchronization

/// A store in memory that can be lost, and found again.
final class FailingStore: BudgetStore {
    private let store = MemorySpendStore()
    private let lost = Mutex(false)

    var isLost: Bool {
        get { lost.withLock { $0 } }
        set { lost.withLock { $0 = newValue } }
    }

    private func reach() throws(SpendError) {
        guard !isLost else { throw SpendError(.unavailable, "the store is lost") }
    }

    func perform<Operation: SpendOperation>(_ operation: Operation) async throws(SpendError) -> Operation.Outcome {
        try reach()
        return try await store.perform(operation)
    }
    func line(_ id: String) async throws(SpendError) -> LedgerLine? {
        try reach()
        return try await store.line(id)
    }
    func lines(_ query: LineQuery, after page: String?) async throws(SpendError) -> LinePage {
        try reach()
        return try await store.lines(query, after: page)
    }
    func rollups(from: PriceDay?, until: PriceDay?) async throws(SpendError) -> [UsageRollup] {
        try reach()
        return try await store.rollups(from: from, until: until)
    }
    func balance(_ key: BalanceKey) async throws(SpendError) -> Balance? {
        try reach()
        return try await store.balance(key)
    }
    func balances(of budget: String?, at date: Date) async throws(SpendError) -> [Balance] {
        try reach()
        return try await store.balances(of: budget, at: date)
    }
    func hold(_ id: String) async throws(SpendError) -> Hold? {
        try reach()
        return try await store.hold(id)
    }
    func expiredHolds(at date: Date, limit: Int) async throws(SpendError) -> [String] {
        try reach()
        return try await store.expiredHolds(at: date, limit: limit)
    }
    func claimEvents(
        by claimant: String, until: Date, at date: Date, limit: Int
    ) async throws(SpendError) -> [SpendEvent] {
        try reach()
        return try await store.claimEvents(by: claimant, until: until, at: date, limit: limit)
    }
    func acknowledgeEvents(_ ids: [String]) async throws(SpendError) {
        try reach()
        try await store.acknowledgeEvents(ids)
    }
}
