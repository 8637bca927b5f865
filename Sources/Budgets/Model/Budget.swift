public import AWSCore
public import Attribution
public import Metering

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A budget: a limit, what counts against it, and when it starts anew.
///
/// ```swift
/// let budget = try Budget(named: "claims", limit: .usd(500), each: .monthly, tagged: ["dept": "claims"])
/// ```
///
/// There are two ways to say what counts, of which a budget uses one: ``costFilters`` with ``costTypes``, which AWS calls
/// deprecated, and ``filterExpression`` with ``metrics``. A budget on a tag whose key is not active for cost allocation
/// reads zero, and says nothing about it.
public struct Budget: Sendable, Hashable, Codable {
    /// The name, unique in the account: 1 to 100 characters, no `:` or `\`.
    public var name: String
    /// What it watches.
    public var kind: Kind
    /// The limit of each period. Not together with ``plannedLimits``.
    public var limit: BudgetSpend?
    /// Limits that differ by period: the first second of each period, since 1970 and in decimal, and its limit. Twelve
    /// months or four quarters.
    public var plannedLimits: [String: BudgetSpend]?
    /// What counts, by the names of the older form, such as `TagKeyValue` and `Service`.
    public var costFilters: [String: [String]]?
    /// Which kinds of lines count, with ``costFilters``.
    public var costTypes: CostTypes?
    /// After which time it starts anew.
    public var timeUnit: TimeUnit
    /// From when to when it counts; required for ``TimeUnit/custom``.
    public var timePeriod: Period?
    /// What was spent and is forecast; the service fills it in.
    public var calculatedSpend: CalculatedSpend?
    /// When it was last changed; the service fills it in.
    public var lastUpdated: Date?
    /// Where set, AWS sets the limit itself.
    public var autoAdjustment: AutoAdjustment?
    /// What counts, in Cost Explorer's terms.
    public var filterExpression: BudgetFilter?
    /// What is added up, exactly one, with ``filterExpression``.
    public var metrics: [Metric]?
    /// The billing view whose lines count, instead of the account's own.
    public var billingViewARN: ARN?
    /// Whether the budget can be evaluated; the service fills it in.
    public var health: Health?

    private enum CodingKeys: String, CodingKey {
        case name = "BudgetName"
        case kind = "BudgetType"
        case limit = "BudgetLimit"
        case plannedLimits = "PlannedBudgetLimits"
        case costFilters = "CostFilters"
        case costTypes = "CostTypes"
        case timeUnit = "TimeUnit"
        case timePeriod = "TimePeriod"
        case calculatedSpend = "CalculatedSpend"
        case lastUpdated = "LastUpdatedTime"
        case autoAdjustment = "AutoAdjustData"
        case filterExpression = "FilterExpression"
        case metrics = "Metrics"
        case billingViewARN = "BillingViewArn"
        case health = "HealthStatus"
    }

    /// A cost budget on everything that the account spends; set more on the value.
    public init(named name: String, limit: Money, each timeUnit: TimeUnit = .monthly, period: Period? = nil) {
        self.name = name
        self.kind = .cost
        self.limit = BudgetSpend(limit)
        self.timeUnit = timeUnit
        self.timePeriod = period
    }

    /// A cost budget on what carries tags.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - limit: Its limit, each period.
    ///   - timeUnit: When it starts anew.
    ///   - tags: The tags that a bill line must all have.
    ///   - form: The form of the filter. By default one tag becomes a cost filter, the form that is known to work, and
    ///     several become an expression, which joins them with And.
    ///   - period: From when to when it counts.
    /// - Throws: `AWSError` of code `invalidInput` where there is no tag, or several for ``FilterForm/costFilters``.
    public init(
        named name: String, limit: Money, each timeUnit: TimeUnit = .monthly, tagged tags: TagSet,
        as form: FilterForm? = nil, period: Period? = nil
    ) throws(AWSError) {
        self.init(named: name, limit: limit, each: timeUnit, period: period)
        guard !tags.isEmpty else { throw .invalidInput("tags", "at least one is needed") }
        switch form ?? (tags.count == 1 ? .costFilters : .expression) {
        case .expression:
            filterExpression = .all(of: tags.map { .tag($0.key, in: [$0.value]) })
            metrics = [.unblendedCost]
        default:
            guard tags.count == 1 else {
                throw .invalidInput(
                    "tags", "cost filters take one tag, since AWS does not say how several are joined; use .expression")
            }
            costFilters = ["TagKeyValue": tags.map { Self.tagKeyValue($0.key, $0.value) }]
        }
    }

    /// A tag as the cost filter `TagKeyValue` names it: `user:dept$claims`.
    public static func tagKeyValue(_ key: String, _ value: String) -> String { "user:\(key)$\(value)" }

    /// The two forms of a filter, of which a budget uses one.
    public struct FilterForm: Sendable, Hashable {
        private enum Form { case costFilters, expression }
        private let form: Form

        /// ``Budget/costFilters``, with tags as `user:dept$claims`.
        public static let costFilters = FilterForm(form: .costFilters)
        /// ``Budget/filterExpression`` and ``Budget/metrics``.
        public static let expression = FilterForm(form: .expression)
    }

    /// What was spent in the current period, and what will be.
    public struct CalculatedSpend: Sendable, Hashable, Codable {
        /// What was spent.
        public var actual: BudgetSpend
        /// What AWS forecasts for the whole period; `nil` without enough history.
        public var forecasted: BudgetSpend?

        private enum CodingKeys: String, CodingKey {
            case actual = "ActualSpend"
            case forecasted = "ForecastedSpend"
        }

        /// Figures.
        public init(actual: BudgetSpend, forecasted: BudgetSpend? = nil) {
            self.actual = actual
            self.forecasted = forecasted
        }
    }
}
