#if ServiceLifecycle
public import Metering
public import ServiceLifecycle

/// Leases of programs that draw from them without a ``MeteredBedrock``, which runs its own.
extension SpendLeases: Service {
    /// Reports, renews and gives back until the service group shuts down gracefully or the task is cancelled; then closes every lease.
    ///
    /// - Throws: `SpendError` where the last report fails.
    public func run() async throws {
        try await cancelWhenGracefulShutdown { try await self.run(clock: ContinuousClock()) }
    }
}
#endif
