public import AWSCore

/// Cost Explorer GetUsageForecast: how much AWS expects to be used, from what was used. $0.01 a request.
///
/// All usage that the filter lets through must have one unit; tokens are metered in thousands here and millions there, so name
/// usage types in the filter. Otherwise the service answers `UnresolvableUsageUnitException`.
public struct GetUsageForecast: JSONRPCOperation, Hashable, Codable {
    /// Cost Explorer.
    public typealias Service = CostExplorerService
    /// `GetUsageForecast`.
    public static let name = "GetUsageForecast"
    /// A lost reply is asked for again: a report that fails costs more than the cent, which is counted.
    public static let isIdempotent = true

    /// What a forecast returns.
    public typealias Output = ForecastOutput

    /// The time to look ahead at, from today on: up to three months by day, up to eighteen by month.
    public var timePeriod: CostPeriod
    /// What is forecast.
    public var metric: ForecastMetric
    /// Days or months.
    public var granularity: Granularity
    /// Which lines count.
    public var filter: CostFilter?
    /// The billing view to read instead of the account's own.
    public var billingViewARN: ARN?
    /// How sure the bounds are to hold, in percent from 51 to 99; 80 is the service's default.
    public var predictionIntervalLevel: Int?

    private enum CodingKeys: String, CodingKey {
        case timePeriod = "TimePeriod"
        case metric = "Metric"
        case granularity = "Granularity"
        case filter = "Filter"
        case billingViewARN = "BillingViewArn"
        case predictionIntervalLevel = "PredictionIntervalLevel"
    }

    /// Asks for a forecast.
    public init(
        _ timePeriod: CostPeriod, granularity: Granularity = .monthly, metric: ForecastMetric = .usageQuantity,
        filter: CostFilter? = nil, billingViewARN: ARN? = nil, predictionIntervalLevel: Int? = nil
    ) {
        self.timePeriod = timePeriod
        self.metric = metric
        self.granularity = granularity
        self.filter = filter
        self.billingViewARN = billingViewARN
        self.predictionIntervalLevel = predictionIntervalLevel
    }

    /// Checks period, metric, granularity, filter, interval and billing view.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        guard !metric.isCost else { throw .invalidInput("Metric", "\(metric) is a cost: use GetCostForecast") }
        try ForecastRules.validate(timePeriod, granularity, level: predictionIntervalLevel)
        try filter?.validate()
        try billingViewARN?.validateAsBillingView()
    }
}
