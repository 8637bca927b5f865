package import Logging
import Synchronization

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// One value that expires, fetched by one task for all who ask.
///
/// - A value is fetched ahead of its expiry: from `advisory` before it in the background while callers go on with the old
///   one, from `mandatory` before it with callers waiting. Of a short life both windows take a quarter and a sixth at most,
///   so that no value is fetched at every use.
/// - Callers share a fetch. One that is cancelled leaves alone; the fetch and the others go on.
/// - A failure reaches those who wait and is then forgotten. While the old value has not expired, it is served instead, and
///   the failure is logged.
package final class SharedRefresh<Value: Sendable>: Sendable {
    /// A fetched value and when it expires; `nil` for never.
    package typealias Fetched = (value: Value, expiration: Date?)

    private let state: Mutex<RefreshState<Value>>
    private let logger: Logger
    private let now: @Sendable () -> Date
    private let fetch: @Sendable () async throws(AWSError) -> Fetched

    package init(
        advisory: TimeInterval = 15 * 60, mandatory: TimeInterval = 10 * 60, logger: Logger,
        now: @escaping @Sendable () -> Date, fetch: @escaping @Sendable () async throws(AWSError) -> Fetched
    ) {
        self.state = Mutex(RefreshState(advisory: advisory, mandatory: mandatory))
        self.logger = logger
        self.now = now
        self.fetch = fetch
    }

    /// A value that has not expired.
    package func value() async throws(AWSError) -> Value {
        let now = now()
        let action = state.withLock { $0.ask(at: now) }
        if let flight = action.starts { start(flight) }
        switch action {
        case .serve(let value, _): return value
        case .wait(let flight, _):
            return try await flight.value(
                ifCancelled: AWSError(.cancelled, "the task was cancelled while it waited for a refresh"))
        }
    }

    private func start(_ flight: RefreshState<Value>.Flight) {
        flight.start { [self] in
            let result: Result<Fetched, AWSError>
            do throws(AWSError) {
                result = .success(try await fetch())
            } catch {
                result = .failure(error)
            }
            let now = now()
            let answer = state.withLock { $0.finish(result, at: now) }
            if case .failure(let error) = result, case .success = answer {
                logger.info("renewal failed, the old value is still good", metadata: ["error": "\(error)"])
            }
            return answer
        }
    }
}

/// The states of a ``SharedRefresh``, without its tasks.
struct RefreshState<Value: Sendable> {
    typealias Flight = SharedFlight<Value, AWSError>

    enum Action {
        /// Go on with the value; start the flight, where there is one, in the background.
        case serve(Value, starting: Flight?)
        /// Wait for the flight; start it, where it is new.
        case wait(Flight, isNew: Bool)

        /// The flight that is to be started.
        var starts: Flight? {
            switch self {
            case .serve(_, let flight): flight
            case .wait(let flight, let isNew): isNew ? flight : nil
            }
        }
    }

    /// After a failed fetch the old value is served this long before the next try.
    private static var pauseAfterFailure: TimeInterval { 30 }

    private let longestAdvisory: TimeInterval
    private let longestMandatory: TimeInterval
    /// The windows of the current value.
    private var advisory: TimeInterval = 0
    private var mandatory: TimeInterval = 0
    private var current: (value: Value, expiration: Date?)?
    private var flight: Flight?
    private var nextTry: Date?

    init(advisory: TimeInterval, mandatory: TimeInterval) {
        self.longestAdvisory = advisory
        self.longestMandatory = mandatory
    }

    mutating func ask(at now: Date) -> Action {
        if let value = fresh(at: now) { return .serve(value, starting: nil) }
        if let flight { return .wait(flight, isNew: false) }
        let flight = Flight()
        self.flight = flight
        if let current, let expiration = current.expiration, expiration.timeIntervalSince(now) > mandatory {
            return .serve(current.value, starting: flight)
        }
        return .wait(flight, isNew: true)
    }

    /// The value, where it can be served and no fetch needs to begin.
    private func fresh(at now: Date) -> Value? {
        guard let current else { return nil }
        guard let expiration = current.expiration else { return current.value }
        let left = expiration.timeIntervalSince(now)
        let isPausing = nextTry.map { $0 > now } ?? false
        let isServed = left > advisory || left > mandatory && flight != nil || left > 0 && isPausing
        return isServed ? current.value : nil
    }

    /// Takes in what a fetch brought, and says what those who wait are told.
    mutating func finish(_ result: Result<(value: Value, expiration: Date?), AWSError>, at now: Date) -> Result<
        Value, AWSError
    > {
        flight = nil
        nextTry = nil
        switch result {
        case .success(let fetched):
            current = fetched
            let life = fetched.expiration?.timeIntervalSince(now) ?? 0
            advisory = min(longestAdvisory, life / 4)
            mandatory = min(longestMandatory, life / 6)
            return .success(fetched.value)
        case .failure(let error):
            if let current, let expiration = current.expiration, expiration > now {
                nextTry = now.addingTimeInterval(Self.pauseAfterFailure)
                return .success(current.value)
            }
            current = nil
            return .failure(error)
        }
    }
}
