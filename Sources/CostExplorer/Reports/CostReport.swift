import AWSCore
public import Metering

/// The costs of a period by what they are grouped by: a collection of rows, the periods in order.
///
/// In a report that is grouped by a tag, every period has an untagged row, also where it is zero. Without groupings there
/// is one row per period.
public struct CostReport: Sendable, Hashable {
    /// The time that was asked for.
    public let period: CostPeriod
    /// What the rows stand for.
    public let groupings: [CostGrouping]
    /// What ``CostRow/amount`` is.
    public let metric: CostMetric
    /// The rows.
    public let rows: [CostRow]
    /// The sum of all rows, exactly.
    public let total: Money
    /// The part of ``total`` that lacks a tag which the report is grouped by; zero without such a grouping.
    public let untagged: Money
    /// The service names that `.bedrock` stood for: those found in the account, or those that the caller gave. Empty where
    /// the filter does not ask for Bedrock, and where the account has none.
    public let matchedServices: [String]
    /// What the service says about values, by value, such as an account's name under its id.
    public let valueDescriptions: [String: String]
    /// How many billable requests were sent, those that looked for service names included.
    public let billableRequests: Int

    /// What the requests cost, at Cost Explorer's price of one US cent each.
    public var requestCost: Money { .costExplorerRequests(billableRequests) }
    /// Whether an amount may still change.
    public var isEstimated: Bool { rows.contains(where: \.isEstimated) }
}

extension CostReport: RandomAccessCollection {
    /// The index of the first row.
    public var startIndex: Int { rows.startIndex }
    /// The index after the last row.
    public var endIndex: Int { rows.endIndex }
    /// The row at `position`.
    public subscript(position: Int) -> CostRow { rows[position] }
}

extension CostReport {
    /// A report from all pages of a query.
    ///
    /// - Parameter currency: The currency of a report without amounts.
    init(
        _ query: GetCostAndUsage, _ answer: CostExplorerClient.Answer, currency: Currency
    ) throws(AWSError) {
        let periods = answer.pages.periods
        let metric = query.metrics[0]
        let groupings = query.groupBy ?? []
        var drafts = Drafts(metric: metric, groupings: groupings)
        if periods.isEmpty {
            for part in try query.timePeriod.parts(query.granularity) {
                try drafts.append(GetCostAndUsage.Period(timePeriod: part))
            }
        }
        for period in periods { try drafts.append(period) }
        self.period = query.timePeriod
        self.groupings = groupings
        self.metric = metric
        self.matchedServices = answer.matchedServices
        self.billableRequests = answer.billableRequests
        self.valueDescriptions = answer.pages.descriptions
        let known = drafts.rows.lazy.compactMap(\.amount).first?.currency ?? currency
        rows = drafts.rows.map { $0.row(groupings, zero: .zero(known)) }
        do {
            total = try Money.sum(rows.map(\.amount), currency: known)
            untagged = try Money.sum(rows.filter(\.isUntagged).map(\.amount), currency: known)
        } catch {
            throw AWSError(.malformedResponse, "the amounts have no sum: \(error)", underlying: error)
        }
    }

    /// Rows whose currency may not be known yet, because the service leaves out what is zero.
    private struct Drafts {
        struct Draft {
            var period: CostPeriod
            var values: [String?]
            var amount: Money?
            var metrics: [CostMetric: MetricValue] = [:]
            var isEstimated: Bool

            func row(_ groupings: [CostGrouping], zero: Money) -> CostRow {
                CostRow(
                    period: period, groupings: groupings, values: values, amount: amount ?? zero, metrics: metrics,
                    isEstimated: isEstimated)
            }
        }

        let metric: CostMetric
        let groupings: [CostGrouping]
        var rows: [Draft] = []

        mutating func append(_ result: GetCostAndUsage.Period) throws(AWSError) {
            guard let period = result.timePeriod else {
                throw AWSError(.malformedResponse, "a result without its TimePeriod")
            }
            let isEstimated = result.isEstimated ?? false
            guard !groupings.isEmpty else {
                let total = result.total ?? [:]
                rows.append(
                    Draft(
                        period: period, values: [], amount: try amount(total), metrics: total,
                        isEstimated: isEstimated))
                return
            }
            let first = rows.count
            for group in result.groups ?? [] {
                let keys = group.keys ?? []
                guard keys.count == groupings.count else {
                    throw AWSError(
                        .malformedResponse, "a group has \(keys.count) keys, but \(groupings.count) were asked for")
                }
                let metrics = group.metrics ?? [:]
                rows.append(
                    Draft(
                        period: period, values: zip(groupings, keys).map { $0.value(inGroupKey: $1) },
                        amount: try amount(metrics), metrics: metrics, isEstimated: isEstimated))
            }
            let lacksUntagged = groupings.indices.contains { index in
                groupings[index].kind == .tag && !rows[first...].contains { $0.values[index] == nil }
            }
            if lacksUntagged {
                rows.append(
                    Draft(period: period, values: groupings.map { _ in nil }, amount: nil, isEstimated: isEstimated))
            }
        }

        private func amount(_ metrics: [CostMetric: MetricValue]) throws(AWSError) -> Money? {
            guard let value = metrics[metric] else {
                if metrics.isEmpty { return nil }
                throw AWSError(.malformedResponse, "a result without \(metric)")
            }
            do {
                return try value.money()
            } catch {
                throw AWSError(.malformedResponse, "an amount cannot be kept exactly: \(error)", underlying: error)
            }
        }
    }
}
