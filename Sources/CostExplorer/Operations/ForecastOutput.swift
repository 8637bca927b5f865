import AWSCore

/// What GetCostForecast and GetUsageForecast return.
public struct ForecastOutput: Sendable, Hashable, Codable {
    /// What is expected of one day or month.
    public struct Part: Sendable, Hashable, Codable {
        /// The day or month, cut to the time that was asked for.
        public var timePeriod: CostPeriod?
        /// What is expected, a decimal text.
        public var meanValue: String?
        /// What it will probably not fall below.
        public var predictionIntervalLowerBound: String?
        /// What it will probably not exceed.
        public var predictionIntervalUpperBound: String?

        private enum CodingKeys: String, CodingKey {
            case timePeriod = "TimePeriod"
            case meanValue = "MeanValue"
            case predictionIntervalLowerBound = "PredictionIntervalLowerBound"
            case predictionIntervalUpperBound = "PredictionIntervalUpperBound"
        }
    }

    /// What is expected of the whole time.
    public var total: MetricValue?
    /// What is expected of each day or month.
    public var forecastResultsByTime: [Part]?

    private enum CodingKeys: String, CodingKey {
        case total = "Total"
        case forecastResultsByTime = "ForecastResultsByTime"
    }
}

/// What both forecasts demand alike.
enum ForecastRules {
    static func validate(_ period: CostPeriod, _ granularity: Granularity, level: Int?) throws(AWSError) {
        try period.validate(granularity)
        let limits: [Granularity: Int] = [.daily: 3, .monthly: 18]
        guard let limit = limits[granularity] else {
            throw .invalidInput("Granularity", "forecasts are made by DAILY or MONTHLY, not \(granularity)")
        }
        let months = try period.monthsBegun()
        guard months <= limit else {
            throw .invalidInput(
                "TimePeriod", "a \(granularity) forecast covers at most \(limit) months, \(period) has \(months)")
        }
        if let level, !(51...99).contains(level) {
            throw .invalidInput("PredictionIntervalLevel", "from 51 to 99, got \(level)")
        }
    }
}
