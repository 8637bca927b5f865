#if Metrics
public import CoreMetrics
import CloudWatch
import Metering
import Synchronization

/// Counts metered calls with swift-metrics, for whatever back end the program has set up.
///
/// ```swift
/// let bedrock = try MeteredBedrock(aws, policy: policy, budgets: budgets, store: store) {
///     $0.observers.append(CallMetrics(tagKeys: ["team"]))
/// }
/// ```
///
/// Every label begins with the prefix. All but `Denials` and `Duration` have the dimensions `operation`, `model` and those of the
/// tags.
///
/// | metric | kind | what |
/// |---|---|---|
/// | `TotalRequests` | counter | every call, whatever became of it |
/// | `RateLimitApproved` | counter | calls that were let through |
/// | `RateLimitDenied` | counter | calls that were kept back, for whatever reason |
/// | `InvocationFailed` | counter | calls that were let through and failed |
/// | `InputTokens` | counter | input tokens of ended attempts, cached ones included |
/// | `OutputTokens` | counter | output tokens of ended attempts |
/// | `Spend` | counter | millionths of the unit of `currency`; what lies below waits for the next call, so that nothing is lost |
/// | `Denials` | counter | calls that were kept back, by `operation`, `reason` and the `budget` that is short, if one is |
/// | `Duration` | timer | from the beginning of a call to its end, by `operation`, `model` and `error.type`, which is `none` without one |
///
/// Values of tags are never labels, unless their keys are allowed here. There are never more series than
/// ``seriesLimit``; whatever comes later has `other` in place of its values.
public final class CallMetrics: CallObserving {
    /// What stands before each label: `bedrock_cost_` by default.
    public let prefix: String
    /// The tags whose values are labels; none by default.
    public let tagKeys: [String]
    /// How many combinations of labels are told apart: 1,000 by default.
    public let seriesLimit: Int

    private let factory: @Sendable () -> any MetricsFactory
    private let state = Mutex(State())

    private struct Key: Hashable {
        let name: String
        let labels: [String]
    }

    private struct State {
        var counters: [Key: Counter] = [:]
        var timers: [Key: Timer] = [:]
        /// What was spent below a millionth, in 10⁻¹⁸ of the currency's unit.
        var rests: [Key: Int128] = [:]
    }

    /// Counts calls.
    ///
    /// - Parameters:
    ///   - prefix: What stands before each label.
    ///   - tagKeys: The tags whose values are labels. Each combination of values is a series; leave out what tells users apart.
    ///   - seriesLimit: How many combinations of labels are told apart, for each metric.
    ///   - factory: The back end; the one that the program has bootstrapped by default.
    public init(
        prefix: String = "bedrock_cost_", tagKeys: [String] = [], seriesLimit: Int = 1_000,
        factory: (any MetricsFactory)? = nil
    ) {
        self.prefix = prefix
        self.tagKeys = tagKeys
        self.seriesLimit = max(seriesLimit, 1)
        self.factory = { factory ?? MetricsSystem.factory }
    }

    /// Counts.
    public func observe(_ event: CallEvent) {
        switch event.kind {
        case .settled(let line): count(line, of: event)
        case .ended(let end): count(end, of: event)
        default: break
        }
    }

    private func count(_ line: LedgerLine, of event: CallEvent) {
        let labels = self.labels(of: event)
        // The line of an attempt of which nobody saw the end has a guess for its usage, and costs what was held.
        if line.state != .unknown {
            add(line.usage.prompt, RateLimitingMetric.inputTokens.name, labels)
            add(line.usage.output, RateLimitingMetric.outputTokens.name, labels)
        }
        guard let cost = line.cost.amount, !cost.isNegative else { return }
        var priced = labels
        priced.append(("currency", cost.currency.rawValue))
        let key = Key(name: "Spend", labels: priced.map(\.1))
        let millionths = state.withLock { state in
            let all = cost.attoUnits + state.rests[key, default: 0]
            let (quotient, rest) = all.quotientAndRemainder(dividingBy: 1_000_000_000_000)
            // Beyond the limit there are no new series, and so no rest that would have to be kept.
            if state.rests[key] != nil || state.rests.count < seriesLimit { state.rests[key] = rest }
            return quotient
        }
        add(Int(clamping: millionths), "Spend", priced)
    }

    private func count(_ end: CallEnd, of event: CallEvent) {
        let labels = self.labels(of: event)
        add(1, RateLimitingMetric.totalRequests.name, labels)
        if let reason = end.keptBackReason {
            add(1, RateLimitingMetric.rateLimitDenied.name, labels)
            var denied = [("operation", event.operation), ("reason", reason.rawValue)]
            if case .keptBack(let error) = end.outcome, let denial = error as? SpendDenial {
                denied.append(("budget", denial.shortages.first?.balance.budget ?? "none"))
            } else {
                denied.append(("budget", "none"))
            }
            add(1, "Denials", denied)
            return
        }
        add(1, RateLimitingMetric.rateLimitApproved.name, labels)
        if case .failed = end.outcome { add(1, RateLimitingMetric.invocationFailed.name, labels) }
        timer([
            ("operation", event.operation), ("model", event.model?.id ?? "unknown"),
            ("error.type", end.errorType ?? "none"),
        ])
        .recordNanoseconds(Int64(clamping: Int128(event.duration.seconds * 1_000_000_000)))
    }

    private func labels(of event: CallEvent) -> [(String, String)] {
        var labels = [("operation", event.operation), ("model", event.model?.id ?? "unknown")]
        for key in tagKeys { labels.append((key, event.attribution?.tags[key] ?? "none")) }
        return labels
    }

    // MARK: Series

    private func add(_ amount: Int, _ name: String, _ labels: [(String, String)]) {
        let counter = state.withLock { state in
            let (key, labels) = Self.admitted(name, labels, among: state.counters, upTo: seriesLimit)
            if let counter = state.counters[key] { return counter }
            let counter = Counter(label: prefix + name, dimensions: labels, factory: factory())
            state.counters[key] = counter
            return counter
        }
        counter.increment(by: amount)
    }

    private func timer(_ labels: [(String, String)]) -> Timer {
        state.withLock { state in
            let (key, labels) = Self.admitted("Duration", labels, among: state.timers, upTo: seriesLimit)
            if let timer = state.timers[key] { return timer }
            let timer = Timer(label: prefix + "Duration", dimensions: labels, factory: factory())
            state.timers[key] = timer
            return timer
        }
    }

    /// The key of a series; that of all others where there are as many as there may be.
    private static func admitted<Value>(
        _ name: String, _ labels: [(String, String)], among known: [Key: Value], upTo limit: Int
    ) -> (Key, [(String, String)]) {
        let key = Key(name: name, labels: labels.map(\.1))
        guard known[key] == nil, known.count >= limit else { return (key, labels) }
        let others = labels.map { ($0.0, "other") }
        return (Key(name: name, labels: others.map(\.1)), others)
    }
}
#endif
