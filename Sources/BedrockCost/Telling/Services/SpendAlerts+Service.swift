#if ServiceLifecycle
import Metering
public import ServiceLifecycle

extension SpendAlerts: Service {
    /// Delivers as ``run(every:)`` with its default interval until the service group shuts down gracefully or the task is cancelled, and then once more.
    ///
    /// - Throws: `SpendError` where the last turn fails.
    public func run() async throws {
        try await cancelWhenGracefulShutdown { try await self.run(every: .seconds(5)) }
    }
}
#endif
