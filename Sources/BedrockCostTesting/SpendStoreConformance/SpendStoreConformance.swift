public import Metering

/// Checks that a store keeps the contract of `BudgetStore` and `UsageLedger`.
///
/// Run it against a store of your own, in any test framework. Each check is given a fresh one:
///
/// ```swift
/// for outcome in try await SpendStoreConformance().run({ MemorySpendStore() }) {
///     #expect(outcome.failure == nil, "\(outcome)")
/// }
/// ```
///
/// After every check, the suite adds up the lines that the check has left and holds the roll-ups, the balances and the holds
/// against the sums.
public struct SpendStoreConformance: Sendable {
    /// What one check found.
    public struct Outcome: Sendable, CustomStringConvertible {
        /// What was checked, as a sentence about stores.
        public let check: String
        /// Why the store does not conform; `nil` if it does.
        public let failure: String?

        /// The check, with its failure if there is one.
        public var description: String {
            failure.map { "\(check): \($0)" } ?? "\(check): passed"
        }
    }

    /// How long one check may take before it counts as failed.
    public var deadline: Duration
    /// How many callers a check of concurrency has at once.
    public var callers: Int

    /// A suite.
    ///
    /// - Parameters:
    ///   - deadline: How long one check may take.
    ///   - callers: How many callers a check of concurrency has at once; at least 2.
    public init(deadline: Duration = .seconds(60), callers: Int = 32) {
        self.deadline = deadline
        self.callers = max(2, callers)
    }

    /// The sentences that are checked, in order.
    public static var checks: [String] { StoreCheck.all.map(\.name) }

    /// Runs every check, or those named, each against a fresh store.
    ///
    /// - Parameters:
    ///   - checks: The sentences of ``checks`` to check; `nil` for all of them.
    ///   - make: Makes an empty store.
    /// - Returns: One outcome for each check, in order.
    /// - Throws: What `make` throws.
    public func run(
        only checks: Set<String>? = nil, _ make: @Sendable () async throws -> some BudgetStore
    ) async throws -> [Outcome] {
        var outcomes: [Outcome] = []
        for check in StoreCheck.all where checks?.contains(check.name) ?? true {
            let bench = StoreBench(store: try await make(), callers: callers)
            outcomes.append(Outcome(check: check.name, failure: await run(check, bench)))
        }
        return outcomes
    }

    private func run(_ check: StoreCheck, _ bench: StoreBench) async -> String? {
        await withTaskGroup(of: String??.self) { group in
            group.addTask {
                do {
                    try await check.body(bench)
                    try await bench.audit()
                    return .some(nil)
                } catch let failure as CheckFailure {
                    return failure.message
                } catch let error as SpendError {
                    return "it threw \(error.code): \(error)"
                } catch {
                    return "it threw \(error)"
                }
            }
            group.addTask {
                do { try await Task.sleep(for: deadline) } catch { return nil }
                return "it did not end within \(deadline)"
            }
            defer { group.cancelAll() }
            for await verdict in group {
                if let verdict { return verdict }
            }
            return "it was cancelled"
        }
    }
}
