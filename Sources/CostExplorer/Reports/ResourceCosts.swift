public import AWSCore

extension CostExplorerClient {
    /// What resources cost within the last 14 days (GetCostAndUsageWithResources).
    ///
    /// By resource a report names inference profiles and models, whatever their tags. The payer must have switched resource
    /// data on; AWS documents it for EC2, so try what your account shows for Bedrock.
    ///
    /// - Parameters:
    ///   - period: The period, within the last 14 days.
    ///   - granularity: How the period is split. Hours are for EC2 only.
    ///   - filter: Which lines count. The service demands a filter.
    ///   - groupings: What the rows stand for, at most two things, of which one is the resource unless the filter names it.
    ///   - metrics: What is added up: first the cost that ``CostRow/amount`` is, then others.
    ///   - billingViewARN: The billing view to read instead of the account's own.
    /// - Throws: `AWSError`: of code `invalidInput` before anything is sent, also for a period that begins more than 14 days
    ///   ago by the client's clock.
    public func resourceCosts(
        in period: CostPeriod, granularity: Granularity = .daily, where filter: CostFilter = .bedrock,
        by groupings: [CostGrouping] = [.resource], metrics: [CostMetric] = [.unblendedCost],
        billingViewARN: ARN? = nil
    ) async throws(AWSError) -> CostReport {
        var query = GetCostAndUsageWithResources(
            period, granularity: granularity, metrics: metrics, filter: filter, groupBy: groupings,
            billingViewARN: billingViewARN)
        if let first = metrics.first, !first.isCost {
            throw .invalidInput("Metrics", "the first must be a cost, which \(first) is not")
        }
        try query.validate(allowsBedrock: true)
        try query.validateReach(at: aws.configuration.now())
        let resolved = try await resolve(filter, in: period, billingViewARN: billingViewARN)
        var answer = Answer(
            pages: try MergedPages([]), matchedServices: resolved.matchedServices,
            billableRequests: resolved.billableRequests)
        if !resolved.isEmpty {
            guard let filter = resolved.filter else {
                throw .invalidInput("Filter", "it lets everything through, and the service demands one that does not")
            }
            query.filter = filter
            let outputs = try await pages(of: query)
            answer.pages = try MergedPages(outputs.value)
            answer.billableRequests += outputs.billableRequests
        }
        let shape = GetCostAndUsage(period, granularity: granularity, metrics: metrics, groupBy: groupings)
        return try CostReport(shape, answer, currency: currency)
    }
}
