public import AWSCore

/// What a budget allowed and what was spent, period by period.
public struct BudgetPerformance: Sendable, Hashable, Codable {
    /// The budget.
    public var budgetName: String?
    /// What it watches.
    public var kind: Budget.Kind?
    /// What counts, in the older form.
    public var costFilters: [String: [String]]?
    /// Which kinds of lines count, in the older form.
    public var costTypes: Budget.CostTypes?
    /// How long its periods are.
    public var timeUnit: Budget.TimeUnit?
    /// The billing view whose lines count.
    public var billingViewARN: ARN?
    /// The periods.
    public var periods: [Period]?
    /// What counts, in Cost Explorer's terms.
    public var filterExpression: BudgetFilter?
    /// What is added up.
    public var metrics: [Budget.Metric]?

    private enum CodingKeys: String, CodingKey {
        case budgetName = "BudgetName"
        case kind = "BudgetType"
        case costFilters = "CostFilters"
        case costTypes = "CostTypes"
        case timeUnit = "TimeUnit"
        case billingViewARN = "BillingViewArn"
        case periods = "BudgetedAndActualAmountsList"
        case filterExpression = "FilterExpression"
        case metrics = "Metrics"
    }

    /// One period.
    public struct Period: Sendable, Hashable, Codable {
        /// What it allowed.
        public var budgeted: BudgetSpend?
        /// What was spent.
        public var actual: BudgetSpend?
        /// When it was.
        public var timePeriod: Budget.Period?

        private enum CodingKeys: String, CodingKey {
            case budgeted = "BudgetedAmount"
            case actual = "ActualAmount"
            case timePeriod = "TimePeriod"
        }
    }
}
