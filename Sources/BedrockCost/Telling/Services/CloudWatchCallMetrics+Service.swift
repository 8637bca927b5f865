#if ServiceLifecycle
import AWSCore
public import ServiceLifecycle

extension CloudWatchCallMetrics: Service {
    /// Sends what was counted every minute until the service group shuts down gracefully or the task is cancelled, and then once more.
    ///
    /// - Throws: `AWSError` where the last turn fails.
    public func run() async throws {
        try await cancelWhenGracefulShutdown { try await self.run(every: .seconds(60)) }
    }
}
#endif
