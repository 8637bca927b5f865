public import AWSCore
public import Metering

/// What AWS expects usage to cost.
///
/// Amounts are the service's estimates, cut after the eighteenth digit behind the point; they are no bill.
public struct CostForecast: Sendable, Hashable {
    /// What is expected of one day or month.
    public struct Part: Sendable, Hashable {
        /// The day or month, cut to the time that was asked for.
        public let period: CostPeriod
        /// What is expected.
        public let mean: Money
        /// What it will probably not fall below.
        public let lowerBound: Money?
        /// What it will probably not exceed.
        public let upperBound: Money?
    }

    /// The time that was asked for.
    public let period: CostPeriod
    /// What the amounts are.
    public let metric: ForecastMetric
    /// The days or months.
    public let parts: [Part]
    /// What is expected of the whole time, by the service's own sum.
    public let total: Money
    /// The service names that `.bedrock` stood for; empty where the filter does not ask for Bedrock.
    public let matchedServices: [String]
    /// How many billable requests were sent.
    public let billableRequests: Int
    /// What the requests cost, at Cost Explorer's price of one US cent each.
    public var requestCost: Money { .costExplorerRequests(billableRequests) }
}

extension CostExplorerClient {
    /// What AWS expects usage to cost, from what it has cost (GetCostForecast).
    ///
    /// ```swift
    /// let forecast = try await costExplorer.forecast(
    ///     in: .days(from: "2026-10-20", to: "2026-11-01"), where: .and(.bedrock, .tag("dept", in: ["claims"])))
    /// print(forecast.total)
    /// ```
    ///
    /// - Parameters:
    ///   - period: The time to look ahead at, from today on: up to three months by day, up to eighteen by month.
    ///   - granularity: Days or months.
    ///   - metric: What is forecast.
    ///   - filter: Which lines count. `.bedrock` stands for the service names of the last 90 days.
    ///   - confidence: How sure the bounds are to hold, in percent from 51 to 99.
    ///   - billingViewARN: The billing view to read instead of the account's own.
    /// - Returns: The forecast; one of nothing where `.bedrock` finds no service name in the account.
    /// - Throws: `AWSError`: of code `invalidInput` before anything is sent, with the service code `DataUnavailableException`
    ///   where there is too little history.
    public func forecast(
        in period: CostPeriod, granularity: Granularity = .monthly, metric: ForecastMetric = .unblendedCost,
        where filter: CostFilter? = nil, confidence: Int? = nil, billingViewARN: ARN? = nil
    ) async throws(AWSError) -> CostForecast {
        var query = GetCostForecast(
            period, granularity: granularity, metric: metric, filter: filter, billingViewARN: billingViewARN,
            predictionIntervalLevel: confidence)
        try query.validate(allowsBedrock: true)
        let history = CostPeriod.lastDays(90, now: aws.configuration.now())
        let resolved = try await resolve(filter, in: history, billingViewARN: billingViewARN)
        guard !resolved.isEmpty else {
            return CostForecast(
                period: period, metric: metric, parts: [], total: .zero(currency), matchedServices: [],
                billableRequests: resolved.billableRequests)
        }
        query.filter = resolved.filter
        let answer = try await reply(to: query)
        do throws(MoneyError) {
            return try CostForecast(query, answer.value, resolved, answer.billableRequests)
        } catch {
            throw AWSError(.malformedResponse, "an amount of the forecast cannot be read: \(error)", underlying: error)
        }
    }

    /// How much AWS expects to be used, from what was used (GetUsageForecast).
    ///
    /// - Throws: `AWSError`: with the service code `UnresolvableUsageUnitException` where the filter lets usage of several
    ///   units through.
    public func usageForecast(_ query: GetUsageForecast) async throws(AWSError) -> Billed<ForecastOutput> {
        try await reply(to: query)
    }
}

extension CostForecast {
    fileprivate init(
        _ query: GetCostForecast, _ output: ForecastOutput, _ resolved: CostExplorerClient.ResolvedFilter,
        _ requests: Int
    ) throws(MoneyError) {
        let currency = output.total?.unit.map(Currency.init(rawValue:)) ?? .usd
        var parts: [Part] = []
        for part in output.forecastResultsByTime ?? [] {
            var bounds: [Money?] = []
            for bound in [part.predictionIntervalLowerBound, part.predictionIntervalUpperBound] {
                bounds.append(try bound.map { text throws(MoneyError) in try Money(estimate: text, currency) })
            }
            parts.append(
                Part(
                    period: part.timePeriod ?? query.timePeriod,
                    mean: try Money(estimate: part.meanValue ?? "", currency),
                    lowerBound: bounds[0], upperBound: bounds[1]))
        }
        period = query.timePeriod
        metric = query.metric
        self.parts = parts
        total = try Money(estimate: output.total?.amount ?? "", currency)
        matchedServices = resolved.matchedServices
        billableRequests = resolved.billableRequests + requests
    }
}
