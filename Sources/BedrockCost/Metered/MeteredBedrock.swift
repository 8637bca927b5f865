public import AWSCore
public import Attribution
import Logging
public import Metering

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Bedrock, with an owner on every call and a limit on what each owner spends.
///
/// ```swift
/// let bedrock = try MeteredBedrock(
///     aws, policy: policy, budgets: [.monthly(.usd(500), for: ["dept": "claims"])], store: MemorySpendStore())
/// try await withCostContext(["dept": "claims"]) {
///     let answer = try await bedrock.converse(model: "amazon.nova-lite-v1:0", "Which claims are urgent?")
/// }
/// ```
///
/// A call leaves only when its `CostContext` keeps the policy and every budget that counts it holds what it may cost at most.
/// When it has ended, what it really cost takes the hold's place: one line of the ledger for each attempt, in the transaction that
/// moves the balances. What nobody saw the end of counts as unknown, with all that was held, until a log or a bill tells more.
///
/// Callers outside this library are not seen. Copies share everything.
public struct MeteredBedrock: Sendable {
    /// The key of the request metadata that carries a call's id into the invocation log, where ``resolve(_:)`` finds it.
    public static let callKey = "bedrock-cost-call"

    let meter: Meter

    /// Bedrock behind budgets.
    ///
    /// - Parameters:
    ///   - aws: Sends the calls. Its retries are accounted for attempt by attempt.
    ///   - policy: What every call must say of its owner.
    ///   - budgets: The limits. A call may be counted by `HoldPart.maximumCount` of them.
    ///   - store: The ledger, with the balances.
    ///   - configure: Changes the defaults.
    /// - Throws: `SpendError` of code `SpendError.Code.invalidInput` for a budget that cannot be, or two of one name.
    public init(
        _ aws: AWSClient, policy: TagPolicy, budgets: [SpendBudget], store: any BudgetStore,
        configure: (inout MeteredConfiguration) -> Void = { _ in }
    ) throws(SpendError) {
        for budget in budgets { try budget.validate() }
        guard Set(budgets.map(\.name)).count == budgets.count else {
            throw SpendError(.invalidInput, "two budgets have the same name")
        }
        var configuration = MeteredConfiguration()
        configure(&configuration)
        guard configuration.defaultMaxTokens > 0, configuration.holdTime > .zero else {
            throw SpendError(.configuration, "defaultMaxTokens and holdTime must be above zero")
        }
        meter = Meter(aws, policy: policy, budgets: budgets, store: store, configuration: configuration)
    }

    /// The ledger, with the balances.
    public var store: any BudgetStore { meter.store }

    /// Reports leases, and expires the holds of processes that are gone, until the task is cancelled; then waits for streams that are
    /// still read in the background, and gives back what this process holds.
    ///
    /// - Parameter interval: How often.
    /// - Throws: `SpendError` where the last report fails.
    public func run(every interval: Duration = .seconds(1)) async throws(SpendError) {
        while !Task.isCancelled {
            do { try await meter.aws.configuration.clock.sleep(for: interval) } catch { break }
            do throws(SpendError) {
                try await maintain()
            } catch {
                // Nothing is lost: what waits, waits for the next turn.
                meter.aws.logger.info("spending could not be maintained", metadata: ["error.code": "\(error.code)"])
            }
        }
        try await shutdown()
    }

    /// One turn of ``run(every:)``.
    ///
    /// - Throws: `SpendError`.
    public func maintain() async throws(SpendError) {
        try await meter.gate.replay(at: meter.now())
        try await meter.leases?.maintain()
        try await meter.store.expireHolds(at: meter.now())
    }

    /// Waits for streams that are still read in the background, and gives back what this process holds.
    ///
    /// - Throws: `SpendError`.
    public func shutdown() async throws(SpendError) {
        let meter = meter
        // What cancelled the caller must not keep lines from being written.
        let closing = Task { () -> SpendError? in
            await meter.background.finish()
            do throws(SpendError) {
                try await meter.gate.replay(at: meter.now())
                try await meter.leases?.close()
                return nil
            } catch {
                return error
            }
        }
        if let error = await closing.value { throw error }
    }

    /// Waits for streams that were left early and are still read in the background.
    public func drained() async {
        await meter.background.finish()
    }
}
