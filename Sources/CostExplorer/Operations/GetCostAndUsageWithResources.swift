public import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Cost Explorer GetCostAndUsageWithResources: costs and usage down to single resources. $0.01 a page.
///
/// It reaches back 14 days, and works where the payer has switched resource data on, which costs extra. By resource id Bedrock
/// shows what each inference profile or model cost; AWS's documentation speaks of EC2 only, so try it in your account.
public struct GetCostAndUsageWithResources: JSONRPCOperation, PaginatedOperation, Hashable, Codable {
    /// Cost Explorer.
    public typealias Service = CostExplorerService
    /// `GetCostAndUsageWithResources`.
    public static let name = "GetCostAndUsageWithResources"
    /// A lost reply is asked for again: a report that fails costs more than the cent, which is counted.
    public static let isIdempotent = true

    /// What GetCostAndUsage returns, too.
    public typealias Output = GetCostAndUsage.Output

    /// The time that the bill lines belong to, within the last 14 days.
    public var timePeriod: CostPeriod
    /// How long the periods of the answer are.
    public var granularity: Granularity
    /// Which lines count; the service wants a filter, such as on `SERVICE`.
    public var filter: CostFilter
    /// What is added up, at least one metric.
    public var metrics: [CostMetric]?
    /// What the rows stand for, at most two things; `RESOURCE_ID` must be one of them, or be in the filter.
    public var groupBy: [CostGrouping]?
    /// The billing view to read instead of the account's own.
    public var billingViewARN: ARN?
    /// The page to return.
    public var nextPageToken: String?

    private enum CodingKeys: String, CodingKey {
        case timePeriod = "TimePeriod"
        case granularity = "Granularity"
        case filter = "Filter"
        case metrics = "Metrics"
        case groupBy = "GroupBy"
        case billingViewARN = "BillingViewArn"
        case nextPageToken = "NextPageToken"
    }

    /// Asks for the costs of resources.
    public init(
        _ timePeriod: CostPeriod, granularity: Granularity = .daily, metrics: [CostMetric] = [.unblendedCost],
        filter: CostFilter, groupBy: [CostGrouping] = [.resource], billingViewARN: ARN? = nil
    ) {
        self.timePeriod = timePeriod
        self.granularity = granularity
        self.filter = filter
        self.metrics = metrics
        self.groupBy = groupBy
        self.billingViewARN = billingViewARN
    }

    /// Sets the page to return.
    public mutating func setPageToken(_ token: String) { nextPageToken = token }
    /// The token of the next page.
    public static func nextPageToken(after output: Output) -> String? { output.nextPageToken }

    /// Checks period, metrics, groupings, filter and billing view; not how long ago the period is, which needs a clock.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) { try validate(allowsBedrock: false) }

    func validate(allowsBedrock: Bool) throws(AWSError) {
        try timePeriod.validate(granularity)
        guard metrics?.isEmpty == false else { throw .invalidInput("Metrics", "at least one is needed") }
        try CostGrouping.validate(groupBy ?? [], allowsResources: true)
        try filter.validate(allowsBedrock: allowsBedrock)
        guard (groupBy ?? []).contains(.resource) || filter.mentions(.resourceID) else {
            throw .invalidInput("GroupBy", "RESOURCE_ID must be grouped by, or be in the filter")
        }
        try billingViewARN?.validateAsBillingView()
    }

    /// Refuses a period that begins more than 14 days before `now`.
    func validateReach(at now: Date) throws(AWSError) {
        let earliest = CostPeriod.lastDays(15, now: now).start
        guard String(timePeriod.start.prefix(10)) >= earliest else {
            throw .invalidInput(
                "TimePeriod", "resources are kept for 14 days, since \(earliest); \(timePeriod) begins earlier")
        }
    }
}
