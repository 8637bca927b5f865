public import Metering

/// Random histories of holds, settlements and corrections, run against a store and against a model at once.
///
/// The model says what budgets and their ledger mean a second time, as simply as possible: it adds everything up from what is believed of
/// each attempt, and shares no code with `Metering`'s operations. After every operation its reply and all balances are compared, and
/// now and then reports, due holds and events. Operations that took effect are repeated, alone and as prefixes of the history,
/// and must change nothing.
///
/// ```swift
/// let report = try await SpendHistories(seed: 7).run(operations: 10_000) { MemorySpendStore() }
/// #expect(report.difference == nil, "\(report)")
/// ```
///
/// Histories hold too little or too much, report late, twice or never, let clocks step back, and count in amounts from 10⁻¹⁸ dollars to
/// beyond 64 bits. The same seed gives the same histories on every machine.
public struct SpendHistories: Sendable {
    /// What was run, and the first difference.
    public struct Report: Sendable, CustomStringConvertible {
        /// How many operations were performed, repetitions included.
        public internal(set) var operations = 0
        /// How many of them changed something.
        public internal(set) var effective = 0
        /// How many were repetitions of operations that had taken effect.
        public internal(set) var repeated = 0
        /// How many holds were denied.
        public internal(set) var denied = 0
        /// How many operations there were of each kind, by its name.
        public internal(set) var kinds: [String: Int] = [:]
        /// How many histories were begun.
        public internal(set) var histories = 0
        /// Where the store and the model first differed; `nil` where they agreed throughout.
        public internal(set) var difference: String?

        /// The figures in one line, with the difference if there is one.
        public var description: String {
            "\(operations) operations of \(histories) histories, \(effective) took effect, \(repeated) were repeated, "
                + "\(denied) denied: \(difference ?? "no difference")"
        }
    }

    /// What the numbers are drawn from.
    public var seed: UInt64
    /// About how many operations a history has.
    public var length: Int

    /// Histories.
    ///
    /// - Parameters:
    ///   - seed: What the numbers are drawn from.
    ///   - length: About how many operations a history has, repetitions included; at least 10. The model adds everything up
    ///     after each, so that long histories are slow.
    public init(seed: UInt64, length: Int = 300) {
        self.seed = seed
        self.length = max(10, length)
    }

    /// Runs histories until there were `operations` of operations, or the store differs from the model.
    ///
    /// - Parameters:
    ///   - operations: How many operations to perform at least.
    ///   - make: Makes the store of a history. It may give the same one each time: histories share no ids and no budgets, and leave
    ///     no open hold behind.
    /// - Throws: What `make` throws, and errors of a store that cannot be reached.
    public func run(
        operations: Int, _ make: () async throws -> some BudgetStore
    ) async throws -> Report {
        var report = Report()
        while report.operations < operations, report.difference == nil {
            report.histories += 1
            let number = UInt64(report.histories)
            var history = SpendHistory(
                store: try await make(), name: "\(seed)-\(number)",
                random: SplitMix64(seed: seed &* 1_000_003 &+ number),
                length: min(length, max(10, operations - report.operations)), report: report)
            do {
                try await history.run()
                report = history.report
            } catch let failure as CheckFailure {
                report = history.report
                report.difference = failure.message
            }
        }
        return report
    }
}
