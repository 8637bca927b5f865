import AWSCore
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What Cost Explorer answered, kept until it takes over new data, and fetched by one task for all who ask.
///
/// The task that begins a fetch is told what it cost; for those who join it, and for those who come later, it costs nothing. A
/// failure reaches all who wait and is forgotten.
final class ReportCache: Sendable {
    /// A request: the operation and its JSON, whose members are sorted.
    struct Key: Hashable, Sendable {
        let operation: String
        let request: [UInt8]

        init<Operation: JSONRPCOperation>(_ operation: Operation) throws {
            self.operation = Operation.name
            self.request = try AWSJSON.encode(operation)
        }
    }

    private let state: Mutex<ReportCacheState>

    init(refreshInterval: Int64) { state = Mutex(ReportCacheState(refreshInterval: refreshInterval)) }

    func value<Value: Sendable>(
        for key: Key, at now: Date, fetch: @escaping @Sendable () async throws(AWSError) -> Billed<Value>
    ) async throws(AWSError) -> Billed<Value> {
        let flight: SharedFlight<Billed<Value>, AWSError>
        let isMine: Bool
        switch state.withLock({ $0.ask(key, at: now, as: Value.self) }) {
        case .serve(let value): return Billed(value: value, billableRequests: 0)
        case .join(let other): (flight, isMine) = (other, false)
        case .start(let new):
            (flight, isMine) = (new, true)
            new.start { [self] in
                let result: Result<Billed<Value>, AWSError>
                do throws(AWSError) {
                    result = .success(try await fetch())
                } catch {
                    result = .failure(error)
                }
                state.withLock { $0.finish(key, try? result.get().value, fetchedAt: now) }
                return result
            }
        }
        let billed = try await flight.value(
            ifCancelled: AWSError(.cancelled, "the task was cancelled while it waited for a report"))
        return isMine ? billed : Billed(value: billed.value, billableRequests: 0)
    }
}

/// The states of a ``ReportCache``, without its tasks.
struct ReportCacheState: Sendable {
    typealias Flight<Value: Sendable> = SharedFlight<Billed<Value>, AWSError>

    enum Action<Value: Sendable> {
        case serve(Value)
        case join(Flight<Value>)
        case start(Flight<Value>)
    }

    private struct Entry {
        var value: any Sendable
        var expiry: Date
    }

    private static let capacity = 256

    private let refreshInterval: Int64
    private var entries: [ReportCache.Key: Entry] = [:]
    private var flights: [ReportCache.Key: any Sendable] = [:]

    init(refreshInterval: Int64) { self.refreshInterval = refreshInterval }

    mutating func ask<Value>(_ key: ReportCache.Key, at now: Date, as type: Value.Type) -> Action<Value> {
        if let entry = entries[key], now < entry.expiry, let value = entry.value as? Value { return .serve(value) }
        if let flight = flights[key] as? Flight<Value> { return .join(flight) }
        let flight = Flight<Value>()
        flights[key] = flight
        return .start(flight)
    }

    /// Keeps a value until the refresh that follows the moment it was asked for; `nil` after a failure.
    mutating func finish(_ key: ReportCache.Key, _ value: (some Sendable)?, fetchedAt now: Date) {
        flights[key] = nil
        guard let value else { return }
        entries = entries.filter { now < $0.value.expiry }
        if entries.count >= Self.capacity, let oldest = entries.min(by: { $0.value.expiry < $1.value.expiry }) {
            entries[oldest.key] = nil
        }
        entries[key] = Entry(value: value, expiry: refresh(after: now))
    }

    private func refresh(after now: Date) -> Date {
        let interval = Double(refreshInterval)
        return Date(timeIntervalSince1970: ((now.timeIntervalSince1970 / interval).rounded(.down) + 1) * interval)
    }
}
