#if ServiceLifecycle
import AWSCore
import Metering
public import ServiceLifecycle

extension MeteredBedrock: Service {
    /// Maintains leases and holds as ``run(every:)`` with its default interval, until the service group shuts down gracefully or
    /// the task is cancelled; then waits for streams that are still read in the background, and gives back what this process holds.
    ///
    /// Put it before the services that call Bedrock: a group ends its services in reverse order, and so the callers first.
    /// - Throws: `SpendError` where the last report fails.
    public func run() async throws {
        try await cancelWhenGracefulShutdown { try await run(every: .seconds(1)) }
    }
}
#endif
