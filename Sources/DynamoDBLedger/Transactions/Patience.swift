import AWSCore
import Metering

extension DynamoDBSpendStore {
    /// How often a store tries again where others were faster, and how long it waits before.
    ///
    /// The waits have full jitter and go by the clock and the jitter of the store's `AWSClient`.
    public struct Patience: Sendable, Hashable {
        /// The most attempts of one operation, the first included. 24 by default; fewer than 1 count as 1.
        public var maximumAttempts = 24
        /// The cap of the first wait; it doubles with each attempt. 10 ms by default.
        public var firstDelay: Duration = .milliseconds(10)
        /// The cap of every wait. 500 ms by default.
        public var maximumDelay: Duration = .milliseconds(500)

        /// The defaults, changed by `configure`.
        public init(_ configure: (inout Patience) -> Void = { _ in }) { configure(&self) }
    }
}

typealias Patience = DynamoDBSpendStore.Patience

extension DynamoDBSpendStore.Patience {
    /// Waits, with full jitter, on the client's clock.
    ///
    /// - Throws: `SpendError` of code `unavailable` where `number` attempts are enough, or the task was cancelled.
    func wait(after number: Int, _ problem: String, _ aws: AWSClient) async throws(SpendError) {
        guard number < maximumAttempts else {
            throw SpendError(.unavailable, "\(problem), also after \(number) attempts")
        }
        let cap = min(firstDelay * (1 << min(number - 1, 20)), maximumDelay)
        do {
            try await aws.configuration.clock.sleep(for: cap * aws.configuration.jitter())
        } catch {
            throw SpendError(.unavailable, "the task was cancelled: \(problem)", underlying: error)
        }
    }
}
