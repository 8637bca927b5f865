public import AWSCore
import Metering

/// AWS Cost Explorer: what was spent, by whom, on what.
///
/// ```swift
/// let costExplorer = CostExplorerClient(aws)
/// let costs = try await costExplorer.costs(in: .month(2026, 10), by: .tag("dept"), where: .bedrock)
/// for row in costs { print(row.tag ?? "untagged", row.amount) }
/// ```
///
/// Every page costs one US cent, so each result says how many were asked for. A client can keep reports until the data is
/// refreshed (``ReportCaching``), and be held to a ceiling (``CostRequestBudget``). Copies of a client share what it keeps:
/// reports, and the service names that ``CostFilter/bedrock`` was found to stand for.
public struct CostExplorerClient: Sendable {
    /// What sends the calls.
    public let aws: AWSClient
    /// The ceiling on billable requests; `nil` for none.
    public let budget: CostRequestBudget?
    let reportCache: ReportCache?
    private let bedrockServiceCache = BedrockServiceCache()

    /// The service, reached through `aws`.
    ///
    /// - Parameters:
    ///   - aws: What sends the calls. Its clock, `configuration.now`, also is that of cache and budget.
    ///   - caching: Whether reports are kept until the data is refreshed.
    ///   - budget: The ceiling on billable requests; clients may share one.
    public init(_ aws: AWSClient, caching: ReportCaching = .none, budget: CostRequestBudget? = nil) {
        self.aws = aws
        self.budget = budget
        reportCache = caching.refreshInterval.map(ReportCache.init)
    }

    /// What was spent in a period.
    ///
    /// - Parameters:
    ///   - period: The period; ``CostPeriod/month(_:_:)`` for a month's bill.
    ///   - granularity: How the period is split.
    ///   - groupings: What the rows stand for, at most two things.
    ///   - filter: Which lines count. ``CostFilter/bedrock`` covers third-party models, too.
    ///   - metrics: What is added up: first the cost that ``CostRow/amount`` is, then others, such as
    ///     ``CostMetric/usageQuantity``.
    ///   - billingViewARN: The billing view to read instead of the account's own.
    /// - Returns: The rows of all pages. Where `.bedrock` finds no service name in the account, a report without costs.
    /// - Throws: `AWSError`: of code `invalidInput` before anything is sent, with the service code
    ///   `DataUnavailableException` where Cost Explorer was switched on less than a day ago.
    public func costs(
        in period: CostPeriod, granularity: Granularity = .monthly, by groupings: CostGrouping...,
        where filter: CostFilter? = nil, metrics: [CostMetric] = [.unblendedCost], billingViewARN: ARN? = nil
    ) async throws(AWSError) -> CostReport {
        let query = GetCostAndUsage(
            period, granularity: granularity, metrics: metrics, filter: filter, groupBy: groupings,
            billingViewARN: billingViewARN)
        if let first = metrics.first, !first.isCost {
            throw .invalidInput("Metrics", "the first must be a cost, which \(first) is not")
        }
        return try CostReport(query, try await answer(to: query), currency: currency)
    }

    /// Runs a GetCostAndUsage to its last page and merges the pages by period and keys.
    ///
    /// ``CostFilter/bedrock`` is replaced by service names first.
    /// - Throws: `AWSError`.
    public func costAndUsage(_ query: GetCostAndUsage) async throws(AWSError) -> Billed<GetCostAndUsage.Output> {
        let answer = try await answer(to: query)
        return Billed(
            value: GetCostAndUsage.Output(
                groupDefinitions: query.groupBy, resultsByTime: answer.pages.periods,
                dimensionValueAttributes: answer.pages.attributes),
            billableRequests: answer.billableRequests)
    }

    /// The service names under which the account was billed for Bedrock in a period, in alphabetical order.
    ///
    /// Third-party models are billed under names of their own, such as `Claude 3.7 Sonnet (Amazon Bedrock Edition)`. A
    /// result that is not empty is kept for a day.
    /// - Throws: `AWSError`.
    public func bedrockServices(
        in period: CostPeriod, billingViewARN: ARN? = nil
    ) async throws(AWSError) -> Billed<[String]> {
        let days = try period.inDays()
        let key = BedrockServiceCache.Key(period: days, billingView: billingViewARN)
        let now = aws.configuration.now()
        if let names = bedrockServiceCache.names(for: key, at: now) { return Billed(value: names, billableRequests: 0) }
        let found = try await dimensionValues(
            GetDimensionValues(.service, in: days, searchString: "Bedrock", billingViewARN: billingViewARN))
        let names = Set(found.value.compactMap(\.value)).filter(Self.isBedrock).sorted()
        bedrockServiceCache.store(names, for: key, at: now)
        return Billed(value: names, billableRequests: found.billableRequests)
    }

    /// All values of a dimension (GetDimensionValues).
    ///
    /// - Throws: `AWSError`.
    public func dimensionValues(_ query: GetDimensionValues) async throws(AWSError) -> Billed<[DimensionValue]> {
        try await pages(of: query).map { $0.flatMap(\.dimensionValues) }
    }

    /// All tag keys in the bill, or all values of one (GetTags). An empty value stands for lines without the tag.
    ///
    /// - Throws: `AWSError`.
    public func tags(_ query: GetTags) async throws(AWSError) -> Billed<[String]> {
        try await pages(of: query).map { $0.flatMap(\.tags) }
    }

    /// All cost categories in the bill, or all values of one (GetCostCategories). An empty value stands for lines without
    /// one.
    ///
    /// - Throws: `AWSError`.
    public func costCategories(_ query: GetCostCategories) async throws(AWSError) -> Billed<[String]> {
        try await pages(of: query).map { $0.flatMap { $0.costCategoryValues ?? $0.costCategoryNames ?? [] } }
    }

    /// All tag keys that the bill knows, and whether they are active (ListCostAllocationTags).
    ///
    /// - Throws: `AWSError`.
    public func costAllocationTags(
        _ query: ListCostAllocationTags = ListCostAllocationTags()
    ) async throws(AWSError) -> Billed<[CostAllocationTag]> {
        try await pages(of: query).map { $0.flatMap { $0.costAllocationTags ?? [] } }
    }

    /// Activates and deactivates tag keys, 1 to 20 (UpdateCostAllocationTagsStatus).
    ///
    /// - Returns: The changes made.
    /// - Throws: `AWSError`; one that lists the `AWSError.failedCostAllocationTags` where the service refused some of
    ///   the keys, as it does for those that no billed resource has carried yet. The others have been changed.
    @discardableResult
    public func updateCostAllocationTags(
        _ changes: [UpdateCostAllocationTagsStatus.Change]
    ) async throws(AWSError) -> Billed<[UpdateCostAllocationTagsStatus.Change]> {
        let response = try await response(to: UpdateCostAllocationTagsStatus(changes))
        if let failures = response.output.errors, !failures.isEmpty {
            var error = AWSError(failures, of: changes.count)
            error.requestID = response.requestID
            error.attempts = response.attempts
            throw error
        }
        return Billed(value: changes, billableRequests: response.attempts)
    }

    /// Activates tag keys, so that costs carry their values from now on (UpdateCostAllocationTagsStatus).
    ///
    /// - Throws: `AWSError`, as ``updateCostAllocationTags(_:)`` does.
    @discardableResult
    public func activateCostAllocationTags(
        _ keys: [String]
    ) async throws(AWSError) -> Billed<[UpdateCostAllocationTagsStatus.Change]> {
        try await updateCostAllocationTags(keys.map { UpdateCostAllocationTagsStatus.Change($0, .active) })
    }

    /// The currency of a report without amounts.
    var currency: Currency { aws.configuration.region.partition.name == "aws-cn" ? .cny : .usd }

    /// Bedrock's own name, and every name that says Bedrock in any case, as `Claude Opus (Bedrock Edition)`.
    static func isBedrock(_ service: String) -> Bool { service.lowercased().contains("bedrock") }
}

extension CostExplorerClient {
    /// All pages of a cost query, with what the filter came to.
    struct Answer {
        var pages: MergedPages
        var matchedServices: [String] = []
        var billableRequests = 0
    }

    private func answer(to query: GetCostAndUsage) async throws(AWSError) -> Answer {
        // What is wrong with the query is said before a cent is spent on looking for names.
        try query.validate(allowsBedrock: true)
        var query = query
        let resolved = try await resolve(
            query.filter, in: query.timePeriod, billingViewARN: query.billingViewARN)
        guard !resolved.isEmpty else {
            return Answer(
                pages: try MergedPages([]), matchedServices: resolved.matchedServices,
                billableRequests: resolved.billableRequests)
        }
        query.filter = resolved.filter
        let outputs = try await pages(of: query)
        return Answer(
            pages: try MergedPages(outputs.value), matchedServices: resolved.matchedServices,
            billableRequests: resolved.billableRequests + outputs.billableRequests)
    }

    /// A filter in which service names stand in the place of ``CostFilter/bedrock``.
    struct ResolvedFilter {
        var filter: CostFilter?
        /// Whether no line can match, so that there is nothing to ask for.
        var isEmpty = false
        var matchedServices: [String]
        var billableRequests = 0
    }

    /// Looks up what ``CostFilter/bedrock`` stands for in a period, where a filter has it.
    func resolve(
        _ filter: CostFilter?, in period: CostPeriod, billingViewARN: ARN?
    ) async throws(AWSError) -> ResolvedFilter {
        var resolved = ResolvedFilter(filter: filter, matchedServices: filter?.givenBedrockNames ?? [])
        if let filter, filter.needsBedrockNames {
            let names = try await bedrockServices(in: period, billingViewARN: billingViewARN)
            resolved.billableRequests = names.billableRequests
            resolved.matchedServices += names.value
            switch filter.resolved(bedrock: names.value) {
            case .everything: resolved.filter = nil
            case .filter(let filter): resolved.filter = filter
            case .nothing: resolved.isEmpty = true
            }
        }
        resolved.matchedServices = Set(resolved.matchedServices).sorted()
        return resolved
    }
}
