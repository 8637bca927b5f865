public import Logging
public import Metering
import Synchronization

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Takes the events of a store's outbox to where people see them: thresholds that were crossed, holds that expired, calls that cost more
/// than was held, and budgets that burn.
///
/// ```swift
/// let alerts = try SpendAlerts(store, as: "triage-7", to: [
///     LogAlertSink(logger),
///     SNSAlertSink(topic: topic, aws),
/// ])
/// async let relaying: Void = alerts.run()
/// ```
///
/// An event happens exactly once in a store, however many processes see its cause: it is written in the transaction that made it true,
/// under an id that is made of what happened. Its delivery is at least once: an event is claimed for a while, delivered to all sinks, and
/// acknowledged when all have taken it. Any number of relays may run on one store; of two, only one has an event's claim. Where a
/// sink fails, or the process dies before the acknowledgement, the event is claimed again when the claim has ended, and comes with the
/// same id; a process that lives does not repeat it to sinks that have taken it. Calls never wait for sinks.
public final class SpendAlerts: Sendable {
    /// How events are claimed, and what burns.
    public struct Configuration: Sendable {
        /// How long a claim lasts, and so how long an event waits that was not delivered. It should exceed what the sinks need for
        /// one event. Two minutes by default.
        public var claim: Duration = .seconds(120)
        /// How many events are claimed at once, at least 1; 10 by default.
        public var batch = 10
        /// When spending is too fast; none to look at no balances.
        public var burnRules: [BurnRule] = [.fast, .slow]
        /// What measures the time between turns.
        public var clock: any Clock<Duration> = ContinuousClock()
        /// The time.
        public var now: @Sendable () -> Date = { Date() }
        /// Where deliveries that failed are logged.
        public var logger = Logger(label: "bedrock-cost.alerts")

        /// The defaults.
        public init() {}
    }

    /// What a turn has done.
    public struct Delivery: Sendable, Hashable {
        /// Events that all sinks have taken, and that were acknowledged.
        public var delivered = 0
        /// Events that a sink refused; they will be claimed again.
        public var failed = 0
    }

    private let store: any BudgetStore
    private let claimant: String
    private let sinks: [any AlertSink]
    private let configuration: Configuration
    private let state: Mutex<State>

    private struct State {
        var watch: BurnWatch
        /// Which sinks have taken events that another one has refused.
        var taken: [String: Set<Int>] = [:]
        /// Alarms that the outbox has.
        var raised: Set<String> = []
    }

    /// A relay.
    ///
    /// - Parameters:
    ///   - store: Whose events.
    ///   - claimant: This process, told apart from all others that relay.
    ///   - sinks: Where they go.
    ///   - configure: Changes the defaults.
    /// - Throws: ``SpendError`` of code ``SpendError/Code/invalidInput`` for burn rules that cannot be, and of code
    ///   ``SpendError/Code/configuration`` without sinks, or for times or a batch that are not above zero.
    public init(
        _ store: any BudgetStore, as claimant: String, to sinks: [any AlertSink],
        configure: (inout Configuration) -> Void = { _ in }
    ) throws(SpendError) {
        var configuration = Configuration()
        configure(&configuration)
        guard !sinks.isEmpty else { throw SpendError(.configuration, "alerts need at least one sink") }
        guard configuration.claim > .zero, configuration.batch >= 1 else {
            throw SpendError(.configuration, "claim and batch of alerts must be above zero")
        }
        self.store = store
        self.claimant = claimant
        self.sinks = sinks
        self.configuration = configuration
        state = Mutex(State(watch: try BurnWatch(configuration.burnRules)))
    }

    /// Delivers the events that wait, as ``deliver(at:)``, and looks for budgets that burn, as ``watch(at:)``, until the task is
    /// cancelled; then delivers once more.
    ///
    /// What fails, for instance because the store cannot be reached, is tried again at the next turn.
    /// - Parameter interval: How often.
    /// - Throws: ``SpendError`` where the last turn fails.
    public func run(every interval: Duration = .seconds(5)) async throws(SpendError) {
        while !Task.isCancelled {
            do throws(SpendError) {
                try await watch(at: configuration.now())
                try await deliver(at: configuration.now())
            } catch {
                configuration.logger.info("alerts wait", metadata: ["error.code": "\(error.code)"])
            }
            do { try await configuration.clock.sleep(for: interval) } catch { break }
        }
        // What cancelled this task must not keep the last events from being delivered.
        let closing = Task { () -> SpendError? in
            do throws(SpendError) {
                try await self.deliver(at: self.configuration.now())
                return nil
            } catch {
                return error
            }
        }
        if let error = await closing.value { throw error }
    }

    // MARK: Delivery

    /// Claims the events that wait, and delivers each to all sinks.
    ///
    /// - Parameter date: The time now.
    /// - Returns: How many were delivered, and how many were not.
    /// - Throws: ``SpendError`` where the store cannot be asked; what was delivered and not acknowledged will come again.
    @discardableResult
    public func deliver(at date: Date) async throws(SpendError) -> Delivery {
        var delivery = Delivery()
        let start = configuration.now()
        while !Task.isCancelled {
            // A turn that takes long claims later events from a later date on.
            let now = date.addingTimeInterval(max(configuration.now().timeIntervalSince(start), 0))
            let until = now.addingTimeInterval(configuration.claim.seconds)
            let events = try await store.claimEvents(by: claimant, until: until, at: now, limit: configuration.batch)
            for event in events {
                // Another relay may have what is left by now.
                let elapsed = configuration.now().timeIntervalSince(start)
                guard date.addingTimeInterval(max(elapsed, 0)) < until else {
                    delivery.failed += 1
                    continue
                }
                if await deliver(SpendAlert(event)) {
                    try await store.acknowledgeEvents([event.id])
                    state.withLock { $0.taken[event.id] = nil }
                    delivery.delivered += 1
                } else {
                    delivery.failed += 1
                }
            }
            if events.count < configuration.batch { break }
        }
        return delivery
    }

    /// - Returns: Whether every sink has taken it, now or at an earlier turn.
    private func deliver(_ alert: SpendAlert) async -> Bool {
        var isDelivered = true
        for (index, sink) in sinks.enumerated() {
            guard state.withLock({ $0.taken[alert.id]?.contains(index) != true }) else { continue }
            do {
                try await sink.deliver(alert)
                state.withLock { state in
                    // What is forgotten is told twice.
                    if state.taken.count > 10_000 { state.taken.removeAll() }
                    state.taken[alert.id, default: []].insert(index)
                }
            } catch {
                isDelivered = false
                configuration.logger.warning(
                    "an alert was not delivered",
                    metadata: ["event.id": "\(alert.id)", "sink": "\(type(of: sink))", "error": "\(type(of: error))"])
            }
        }
        return isDelivered
    }

    // MARK: Burning

    /// Looks how fast balances are spent, and puts an event into the store's outbox for each that burns: once in a window and level,
    /// whoever looks.
    ///
    /// - Parameter date: The time now.
    /// - Returns: How many events this process has put there.
    /// - Throws: ``SpendError``.
    @discardableResult
    public func watch(at date: Date) async throws(SpendError) -> Int {
        guard !configuration.burnRules.isEmpty else { return 0 }
        let balances = try await store.balances(of: nil, at: date)
        let alarms = try state.withLock { state throws(SpendError) in
            let alarms = try state.watch.turn(balances, at: date)
            // What no longer burns may be forgotten: the store knows its id.
            state.raised.formIntersection(alarms.map(\.id))
            return alarms.filter { !state.raised.contains($0.id) }
        }
        var count = 0
        for alarm in alarms where try await store.perform(alarm) {
            state.withLock { _ = $0.raised.insert(alarm.id) }
            count += 1
        }
        return count
    }
}

extension BurnAlarm {
    fileprivate var id: String { "\(balance)/\(rule.level)" }
}
