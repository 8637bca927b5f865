public import AWSCore
public import Metering

/// The costs of two months side by side.
public struct CostComparison: Sendable, Hashable {
    /// One group of bill lines in both months.
    public struct Row: Sendable, Hashable {
        /// The value of each grouping; `nil` where the lines have none.
        public let values: [String?]
        /// The cost in the month that is compared with.
        public let baseline: Money
        /// The cost in the month that is compared.
        public let comparison: Money
        /// ``comparison`` less ``baseline``.
        public let difference: Money
    }

    /// The month that is compared with.
    public let baseline: CostPeriod
    /// The month that is compared.
    public let comparison: CostPeriod
    /// What the rows stand for.
    public let groupings: [CostGrouping]
    /// The rows.
    public let rows: [Row]
    /// All rows together.
    public let total: Row
    /// The service names that `.bedrock` stood for; empty where the filter does not ask for Bedrock.
    public let matchedServices: [String]
    /// How many billable requests were sent.
    public let billableRequests: Int
    /// What the requests cost, at Cost Explorer's price of one US cent each.
    public var requestCost: Money { .costExplorerRequests(billableRequests) }
}

extension CostExplorerClient {
    /// The costs of a month beside those of another (GetCostAndUsageComparisons).
    ///
    /// - Parameters:
    ///   - month: The month that is compared.
    ///   - baseline: The month that it is compared with.
    ///   - groupings: What the rows stand for.
    ///   - filter: Which lines count. `.bedrock` stands for the service names of both months.
    ///   - metric: What is compared, a cost.
    ///   - billingViewARN: The billing view to read instead of the account's own.
    /// - Throws: `AWSError`: of code `invalidInput` before anything is sent, such as for a period that is no calendar month.
    public func comparison(
        of month: CostPeriod, with baseline: CostPeriod, by groupings: CostGrouping..., where filter: CostFilter? = nil,
        metric: CostMetric = .unblendedCost, billingViewARN: ARN? = nil
    ) async throws(AWSError) -> CostComparison {
        guard metric.isCost else { throw .invalidInput("MetricForComparison", "\(metric) is no cost") }
        let resolved = try await resolve(filter, comparing: month, baseline, billingViewARN)
        guard !resolved.isEmpty else {
            let zero = CostComparison.Row(
                values: [], baseline: .zero(currency), comparison: .zero(currency), difference: .zero(currency))
            return CostComparison(
                baseline: baseline, comparison: month, groupings: groupings, rows: [], total: zero, matchedServices: [],
                billableRequests: resolved.billableRequests)
        }
        let answer = try await pages(
            of: GetCostAndUsageComparisons(
                month, with: baseline, metric: metric, filter: resolved.filter,
                groupBy: groupings.isEmpty ? nil : groupings, billingViewARN: billingViewARN))
        do throws(MoneyError) {
            return try CostComparison(
                baseline: baseline, comparison: month, groupings: groupings, metric: metric, answer.value,
                zero: .zero(currency), matchedServices: resolved.matchedServices,
                billableRequests: resolved.billableRequests + answer.billableRequests)
        } catch {
            throw AWSError(.malformedResponse, "an amount cannot be kept exactly: \(error)", underlying: error)
        }
    }

    /// What made the costs of a month differ from those of another (GetCostComparisonDrivers).
    ///
    /// - Parameters:
    ///   - month: The month that is compared.
    ///   - baseline: The month that it is compared with.
    ///   - groupings: What the rows stand for, beside service and usage type.
    ///   - filter: Which lines count. `.bedrock` stands for the service names of both months.
    ///   - metric: What is compared.
    ///   - billingViewARN: The billing view to read instead of the account's own.
    /// - Throws: `AWSError`: of code `invalidInput` before anything is sent.
    public func comparisonDrivers(
        of month: CostPeriod, with baseline: CostPeriod, by groupings: CostGrouping..., where filter: CostFilter? = nil,
        metric: CostMetric = .unblendedCost, billingViewARN: ARN? = nil
    ) async throws(AWSError) -> Billed<[CostComparisonDriver]> {
        let resolved = try await resolve(filter, comparing: month, baseline, billingViewARN)
        guard !resolved.isEmpty else { return Billed(value: [], billableRequests: resolved.billableRequests) }
        let answer = try await pages(
            of: GetCostComparisonDrivers(
                month, with: baseline, metric: metric, filter: resolved.filter,
                groupBy: groupings.isEmpty ? nil : groupings, billingViewARN: billingViewARN))
        return Billed(
            value: answer.value.flatMap { $0.costComparisonDrivers ?? [] },
            billableRequests: resolved.billableRequests + answer.billableRequests)
    }

    /// ``CostFilter/bedrock`` in two months, which need not follow one another.
    private func resolve(
        _ filter: CostFilter?, comparing month: CostPeriod, _ baseline: CostPeriod, _ billingViewARN: ARN?
    ) async throws(AWSError) -> ResolvedFilter {
        try baseline.validateAsMonth("BaselineTimePeriod")
        try month.validateAsMonth("ComparisonTimePeriod")
        try filter?.validate(allowsBedrock: true)
        let both = CostPeriod.days(from: min(month.start, baseline.start), to: max(month.end, baseline.end))
        return try await resolve(filter, in: both, billingViewARN: billingViewARN)
    }
}

extension CostComparison {
    fileprivate init(
        baseline: CostPeriod, comparison: CostPeriod, groupings: [CostGrouping], metric: CostMetric,
        _ pages: [GetCostAndUsageComparisons.Output], zero: Money, matchedServices: [String], billableRequests: Int
    ) throws(MoneyError) {
        var rows: [Row] = []
        for entry in pages.flatMap({ $0.costAndUsageComparisons ?? [] }) {
            guard let value = entry.metrics?[metric] else { continue }
            rows.append(try Row(value, groupings.map { entry.selector?.value(of: $0) }))
        }
        // Every page repeats the total of all.
        let total = try pages.lazy.compactMap { $0.totalCostAndUsage?[metric] }.first.map {
            value throws(MoneyError) in try Row(value, [])
        }
        self.baseline = baseline
        self.comparison = comparison
        self.groupings = groupings
        self.rows = rows
        self.total = total ?? Row(values: [], baseline: zero, comparison: zero, difference: zero)
        self.matchedServices = matchedServices
        self.billableRequests = billableRequests
    }
}

extension CostComparison.Row {
    fileprivate init(_ value: ComparisonMetricValue, _ values: [String?]) throws(MoneyError) {
        self.values = values
        baseline = try value.money(\.baselineAmount)
        comparison = try value.money(\.comparisonAmount)
        difference = try value.money(\.difference)
    }
}
