public import AWSCore
public import CloudWatch
import Metering
import Synchronization

/// Keeps the metrics of metered calls in CloudWatch, in the namespace `GenAIRateLimiting`.
///
/// ```swift
/// let metrics = CloudWatchCallMetrics(CloudWatchClient(aws), CallDimensions(application: "claims-triage"))
/// let bedrock = try MeteredBedrock(aws, policy: policy, budgets: budgets, store: store) { $0.observers = [metrics] }
/// async let publishing: Void = metrics.run()
/// ```
///
/// Calls are counted in memory and sent by ``flush()``: the six metrics of `RateLimitingMetric`, with `RateLimitDenied` for whatever
/// was kept back, and two more: `Spend`, a binary fraction of the currency's unit, and `BudgetDenials`.
///
/// Of a request whose reply was lost nobody knows whether CloudWatch has taken it; it is sent again, so that metrics may count a call
/// twice. The ledger never does.
public final class CloudWatchCallMetrics: CallObserving {
    private struct State {
        var calls: [CallMeasurement] = []
        var unsent: [MetricDatum] = []
        var dropped = 0
    }

    private let client: CloudWatchClient
    private let dimensions: CallDimensions
    private let dimensionSets: [[RateLimitingDimension]]
    private let capacity: Int
    private let state = Mutex(State())

    /// Counts calls for CloudWatch.
    ///
    /// - Parameters:
    ///   - client: Sends them.
    ///   - dimensions: Which values the dimensions have.
    ///   - dimensionSets: Under which dimensions each metric is kept. CloudWatch does not add up over dimensions: a total by cost
    ///     center is a series of its own, and each series costs money.
    ///   - capacity: How many calls wait at most; later ones are not counted, see ``droppedCount``.
    public init(
        _ client: CloudWatchClient, _ dimensions: CallDimensions,
        by dimensionSets: [[RateLimitingDimension]] = [RateLimitingDimension.all], capacity: Int = 10_000
    ) {
        self.client = client
        self.dimensions = dimensions
        self.dimensionSets = dimensionSets
        self.capacity = max(capacity, 1)
    }

    /// How many calls were not counted, or measurements dropped, since too many waited.
    public var droppedCount: Int { state.withLock(\.dropped) }

    /// Counts a call that has ended.
    public func observe(_ event: CallEvent) {
        guard let call = CallMeasurement(event, dimensions) else { return }
        state.withLock { state in
            if state.calls.count < capacity { state.calls.append(call) } else { state.dropped += 1 }
        }
    }

    /// Sends what was counted since the last time, and what could not be sent then.
    ///
    /// - Returns: How many measurements were sent.
    /// - Throws: `AWSError`. What was not sent waits for the next time.
    @discardableResult
    public func flush() async throws(AWSError) -> Int {
        let (calls, unsent) = state.withLock { state in
            defer { (state.calls, state.unsent) = ([], []) }
            return (state.calls, state.unsent)
        }
        let data = unsent + self.data(for: calls)
        do throws(AWSError) {
            try await client.put(data, in: .genAIRateLimiting)
            return data.count
        } catch {
            keep((error.underlyingError as? UnsentMetrics)?.unsent ?? data)
            throw error
        }
    }

    /// Sends what was counted, every `interval`, until the task is cancelled; then once more.
    ///
    /// A failure is tried again at the next turn.
    /// - Parameter interval: How often: a minute by default, since CloudWatch keeps minutes.
    /// - Throws: `AWSError` where the last turn fails.
    public func run(every interval: Duration = .seconds(60)) async throws(AWSError) {
        while !Task.isCancelled {
            do { try await client.aws.configuration.clock.sleep(for: interval) } catch { break }
            _ = try? await flush()
        }
        // What cancelled this task must not cancel the last request.
        let closing = Task { () -> AWSError? in
            do throws(AWSError) {
                try await self.flush()
                return nil
            } catch {
                return error
            }
        }
        if let error = await closing.value { throw error }
    }

    private func keep(_ data: [MetricDatum]) {
        state.withLock { state in
            let room = max(capacity - state.unsent.count, 0)
            state.unsent += data.prefix(room)
            state.dropped += max(data.count - room, 0)
        }
    }

    private func data(for calls: [CallMeasurement]) -> [MetricDatum] {
        var accumulator = MetricAccumulator()
        for measurement in calls {
            let (labels, date) = (measurement.call.labels, measurement.call.date)
            for set in dimensionSets {
                let dimensions = set.map { MetricDimension($0.name, labels[$0]) }
                for (metric, value) in measurement.call.counts {
                    accumulator.add(metric.name, value, unit: .count, dimensions: dimensions, at: date)
                }
                for (name, value) in measurement.more {
                    accumulator.add(
                        name, value, unit: name == CallMeasurement.spend ? MetricUnit.unitless : .count,
                        dimensions: dimensions, at: date)
                }
            }
        }
        return accumulator.data
    }
}
