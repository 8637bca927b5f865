public import AWSCore

/// Cost Explorer GetCostForecast: what AWS expects that usage will cost, from what it has cost. $0.01 a request.
public struct GetCostForecast: JSONRPCOperation, Hashable, Codable {
    /// Cost Explorer.
    public typealias Service = CostExplorerService
    /// `GetCostForecast`.
    public static let name = "GetCostForecast"
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
        _ timePeriod: CostPeriod, granularity: Granularity = .monthly, metric: ForecastMetric = .unblendedCost,
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
    public func validate() throws(AWSError) { try validate(allowsBedrock: false) }

    func validate(allowsBedrock: Bool) throws(AWSError) {
        guard metric.isCost else { throw .invalidInput("Metric", "\(metric) is no cost: use GetUsageForecast") }
        try ForecastRules.validate(timePeriod, granularity, level: predictionIntervalLevel)
        try filter?.validate(allowsBedrock: allowsBedrock)
        try billingViewARN?.validateAsBillingView()
    }
}
