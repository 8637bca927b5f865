import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The days that a Cost Explorer request asks for; the end is not included.
struct CostInterval: Equatable {
    let start: CivilDate
    let end: CivilDate

    /// - Throws: `ValidationException` in the service's words.
    init(_ value: JSONValue?, today: CivilDate) throws(ServiceFault) {
        guard let startText = value?["Start"]?.string, let endText = value?["End"]?.string else {
            throw .missing("timePeriod")
        }
        guard !startText.contains("T"), !endText.contains("T") else {
            throw .validation("Times of day are only supported with HOURLY granularity.")
        }
        guard let start = CivilDate(startText) else {
            throw .constraint(
                "timePeriod.start", startText,
                #"Member must satisfy regular expression pattern: (\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}:\d{2}Z)?"#)
        }
        guard let end = CivilDate(endText) else {
            throw .constraint(
                "timePeriod.end", endText,
                #"Member must satisfy regular expression pattern: (\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}:\d{2}Z)?"#)
        }
        guard start < end else { throw .validation("Start date (and hour) should be before end date (and hour)") }
        guard start <= today else { throw .validation("Start date cannot be after the current date.") }
        let earliest = CivilDate(daysSinceEpoch: today.firstOfMonth.daysSinceEpoch - 425).firstOfMonth
        guard start >= earliest else {
            throw .validation("You haven't enabled historical data beyond 14 months")
        }
        self.start = start
        self.end = end
    }

    init(start: CivilDate, end: CivilDate) {
        self.start = start
        self.end = end
    }

    var days: Range<Int> { start.daysSinceEpoch..<end.daysSinceEpoch }

    /// The periods of one day each.
    var daily: [CostInterval] {
        days.map { CostInterval(start: CivilDate(daysSinceEpoch: $0), end: CivilDate(daysSinceEpoch: $0 + 1)) }
    }

    /// The periods of one month each, the first and last cut to the interval.
    var monthly: [CostInterval] {
        var periods: [CostInterval] = []
        var from = start
        while from < end {
            let next = min(from.firstOfNextMonth, end)
            periods.append(CostInterval(start: from, end: next))
            from = next
        }
        return periods
    }

    var document: JSONValue { ["Start": .string(start.description), "End": .string(end.description)] }
}

/// A GetCostAndUsage request, checked.
struct CostQuery {
    static let metrics = [
        "AmortizedCost", "BlendedCost", "NetAmortizedCost", "NetUnblendedCost", "NormalizedUsageAmount",
        "UnblendedCost", "UsageQuantity",
    ]

    let interval: CostInterval
    let periods: [CostInterval]
    let metrics: [String]
    let filter: CostFilter?
    let groupings: [CostProperty]
    let groupDefinitions: JSONValue

    /// - Parameter place: Whether the request goes down to resources.
    init(_ body: JSONValue, today: CivilDate, place: CostFilter.Place = .query) throws(ServiceFault) {
        guard let granularity = body["Granularity"]?.string else { throw .missing("granularity") }
        guard granularity != "HOURLY" else {
            throw .validation("Hourly data is not enabled for this account. Enable hourly granularity to use HOURLY.")
        }
        interval = try CostInterval(body["TimePeriod"], today: today)
        switch granularity {
        case "DAILY": periods = interval.daily
        case "MONTHLY": periods = interval.monthly
        default:
            throw .constraint(
                "granularity", granularity, "Member must satisfy enum value set: [DAILY, MONTHLY, HOURLY]")
        }
        guard let metrics = body["Metrics"]?.array?.compactMap(\.string), !metrics.isEmpty else {
            throw .missing("metrics")
        }
        for metric in metrics where !Self.metrics.contains(metric) {
            throw .validation("Invalid metric: \(metric). Valid metrics are \(Self.metrics.joined(separator: ", ")).")
        }
        self.metrics = metrics
        filter = try CostFilter.optional(body, in: place)
        groupings = try Self.groupings(body, place)
        self.groupDefinitions = body["GroupBy"] ?? []
    }

    /// What a request groups by, at most two things.
    static func groupings(
        _ body: JSONValue, _ place: CostFilter.Place = .query
    ) throws(ServiceFault) -> [CostProperty] {
        let definitions = body["GroupBy"]?.array ?? []
        guard definitions.count <= 2 else {
            throw .validation("The maximum number of GroupBy definitions is 2, but \(definitions.count) were given.")
        }
        var groupings: [CostProperty] = []
        for definition in definitions {
            guard let key = definition["Key"]?.string, !key.isEmpty else {
                throw .validation("GroupBy: Key is required.")
            }
            switch definition["Type"]?.string {
            case "DIMENSION":
                guard CostDimension.groupable.contains(key) || place == .resources && key == "RESOURCE_ID" else {
                    throw .validation("Group definition dimension \(key) is invalid.")
                }
                groupings.append(.dimension(key))
            case "TAG": groupings.append(.tag(key))
            case "COST_CATEGORY": groupings.append(.category(key))
            case let other:
                throw .constraint(
                    "groupBy.type", other, "Member must satisfy enum value set: [DIMENSION, TAG, COST_CATEGORY]")
            }
        }
        return groupings
    }

    /// The amounts of `records` under the names of the metrics asked for.
    func amounts(of records: some Sequence<CostRecord>) -> JSONValue {
        var cost = ExactUSD.zero
        var quantity: Int128 = 0
        for record in records {
            cost += record.cost
            quantity += record.quantity
        }
        var amounts: [String: JSONValue] = [:]
        for metric in metrics {
            switch metric {
            case "UsageQuantity":
                amounts[metric] = ["Amount": .string(decimal(quantity, scale: 6)), "Unit": "N/A"]
            case "NormalizedUsageAmount": amounts[metric] = ["Amount": "0", "Unit": "N/A"]
            default: amounts[metric] = ["Amount": .string(cost.description), "Unit": "USD"]
            }
        }
        return .object(amounts)
    }
}
