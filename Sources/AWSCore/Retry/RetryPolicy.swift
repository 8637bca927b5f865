/// How often and how patiently failed attempts are repeated.
///
/// The waits grow exponentially with full jitter. All calls of a client share one retry quota, so that an outage is not
/// answered with a storm.
public struct RetryPolicy: Sendable, Hashable {
    /// The most attempts of one call, the first included. 3 by default.
    public var maximumAttempts = 3
    /// The cap of the first wait after a passing failure; it doubles with each attempt. 50 ms by default.
    public var transientDelay: Duration = .milliseconds(50)
    /// The cap of the first wait after a throttle; it doubles with each attempt. 1 s by default.
    public var throttlingDelay: Duration = .seconds(1)
    /// The cap of every wait. 20 s by default.
    public var maximumDelay: Duration = .seconds(20)
    /// How much the retry quota holds when it is full. 500 by default.
    public var quotaCapacity = 500
    /// What a retry after a passing failure takes from the quota. 14 by default.
    public var transientCost = 14
    /// What a retry after a time limit takes from the quota. 14 by default.
    public var timeoutCost = 14
    /// What a retry after a throttle takes from the quota. 5 by default.
    public var throttlingCost = 5
    /// Whether `x-amz-retry-after` and `Retry-After` lengthen the wait: by at most 5 s, or what
    /// ``RetryAdvice/patience`` of the operation says. `true` by default.
    public var honoursRetryAfter = true

    /// The AWS SDKs' `standard` mode as of 2026.
    public static let standard = RetryPolicy()

    /// The `standard` mode of earlier SDKs: one second for every first wait, five units for every retry.
    public static let standardBefore2026 = RetryPolicy {
        $0.transientDelay = .seconds(1)
        $0.transientCost = 5
        $0.timeoutCost = 10
        $0.honoursRetryAfter = false
    }

    /// One attempt, no retries.
    public static let never = RetryPolicy { $0.maximumAttempts = 1 }

    /// The defaults, changed by `configure`.
    public init(_ configure: (inout RetryPolicy) -> Void = { _ in }) { configure(&self) }

    func cost(of retryClass: RetryClass) -> Int {
        switch retryClass {
        case .none: 0
        case .transient: transientCost
        case .timeout: timeoutCost
        case .throttling: throttlingCost
        }
    }

    /// The wait before the attempt that follows attempt number `attempt`.
    ///
    /// - Parameters:
    ///   - jitter: From 0 to 1; 1 gives the cap.
    ///   - advice: What the service asked for.
    func delay(after attempt: Int, _ advice: RetryAdvice, jitter: Double) -> Duration {
        let first = advice.retryClass == .throttling ? throttlingDelay : transientDelay
        let cap = min(first * (1 << min(attempt - 1, 30)), maximumDelay)
        let backoff = cap * jitter
        guard honoursRetryAfter, let wait = advice.wait else { return backoff }
        return min(max(backoff, wait), backoff + advice.patience)
    }
}
