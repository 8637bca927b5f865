public import Metering

/// What one group of bill lines cost in one period.
public struct CostRow: Sendable, Hashable {
    /// The period.
    public let period: CostPeriod
    /// What the row stands for, in the order of the query.
    public let groupings: [CostGrouping]
    /// The value of each grouping; `nil` where the lines have none.
    public let values: [String?]
    /// The amount of the report's metric.
    public let amount: Money
    /// The amounts of all metrics that were asked for, as the service wrote them. Empty in rows that were added because the
    /// service leaves out what is zero.
    public let metrics: [CostMetric: MetricValue]
    /// Whether the amount may still change, as it does until the month's bill is final.
    public let isEstimated: Bool

    /// The value of a grouping; `nil` where the lines have none, or where the report is not grouped by it.
    public subscript(grouping: CostGrouping) -> String? {
        groupings.firstIndex(of: grouping).flatMap { values[$0] }
    }

    /// The value of the tag that the report is grouped by, the first of two; `nil` for untagged lines.
    public var tag: String? { value { $0.kind == .tag } }
    /// The value of the cost category that the report is grouped by, the first of two; `nil` for lines without one.
    public var costCategory: String? { value { $0.kind == .costCategory } }
    /// The service, in a report by service.
    public var service: String? { self[.service] }
    /// The account, in a report by account.
    public var linkedAccount: String? { self[.linkedAccount] }
    /// The meter, in a report by usage type.
    public var usageType: String? { self[.usageType] }
    /// The resource's id, such as an inference profile's ARN, in a report by resource.
    public var resource: String? { self[.resource] }
    /// How much was used, where ``CostMetric/usageQuantity`` was asked for.
    public var usage: MetricValue? { metrics[.usageQuantity] }

    /// Whether the lines lack a tag that the report is grouped by.
    public var isUntagged: Bool {
        zip(groupings, values).contains { grouping, value in grouping.kind == .tag && value == nil }
    }

    private func value(of matches: (CostGrouping) -> Bool) -> String? {
        groupings.firstIndex(where: matches).flatMap { values[$0] }
    }
}
