import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The anomaly monitors and subscriptions of the payer's account, and what people said of anomalies.
///
/// ## What counts as an anomaly
///
/// A monitor looks at full days that Cost Explorer knows, from the day on which it was made. Charges of AWS Marketplace are left
/// out, as in the real service. A day is unusual where its cost is more than twice the mean of the ten days before, all of which
/// must lie after the first usage. Unusual days that follow one another are one anomaly, held against the ten days before its
/// first. Amounts are cut after the sixth digit behind the point.
struct AnomalyDetection {
    struct Monitor {
        let arn: String
        /// What was asked for.
        var document: [String: JSONValue]
        let made: Date
        var changed: Date

        var dimension: String? { document["MonitorDimension"]?.string }
    }

    struct Subscription {
        let arn: String
        var document: [String: JSONValue]
    }

    /// Unusual days of one value of a monitor.
    struct Anomaly {
        let id: String
        let monitor: String
        let value: String
        let days: ClosedRange<Int>
        let actual: [ExactUSD]
        /// What a day was expected to cost.
        let expected: ExactUSD
        let causes: [(record: CostRecord, contribution: ExactUSD)]

        var totalActual: ExactUSD { actual.reduce(.zero, +) }
        var totalExpected: ExactUSD { expected * days.count }
        var impact: Int128 { totalActual.femtodollars - totalExpected.femtodollars }
    }

    /// How many days the service wants to have seen.
    static let historyDays = 10

    var monitors: [Monitor] = []
    var subscriptions: [Subscription] = []
    var feedback: [String: String] = [:]

    /// The anomalies that a monitor sees in the lines up to before the day `end`.
    func anomalies(_ monitor: Monitor, in records: [CostRecord], before end: Int) -> [Anomaly] {
        let filter = monitor.document["MonitorSpecification"].flatMap { try? CostFilter($0, in: .monitor) }
        let watched = records.filter { !$0.isMarketplace && filter?.matches($0) ?? true }
        let property: CostProperty? =
            switch monitor.dimension {
            case "TAG": (monitor.document["MonitorSpecification"]?["Tags"]?["Key"]?.string).map { .tag($0) }
            case "COST_CATEGORY":
                (monitor.document["MonitorSpecification"]?["CostCategories"]?["Key"]?.string).map { .category($0) }
            case let dimension?: .dimension(dimension)
            case nil: nil
            }
        let series = Dictionary(grouping: watched) { property?.value(of: $0) ?? "" }
        return series.sorted { $0.key < $1.key }.flatMap { value, records in
            anomalies(monitor, value, records, before: end)
        }
    }

    private func anomalies(
        _ monitor: Monitor, _ value: String, _ records: [CostRecord], before end: Int
    ) -> [Anomaly] {
        guard let first = records.map(\.day).min(), first < end else { return [] }
        var costs = Array(repeating: ExactUSD.zero, count: end - first)
        for record in records where record.day < end { costs[record.day - first] += record.cost }
        var found: [Anomaly] = []
        var index = max(Self.historyDays, CivilDate(monitor.made).daysSinceEpoch - first)
        while index < costs.count {
            let sum = costs[index - Self.historyDays..<index].reduce(.zero, +)
            let expected = ExactUSD(femtodollars: sum.femtodollars / Int128(Self.historyDays))
            var last = index
            while last < costs.count, costs[last] > expected * 2 { last += 1 }
            if last > index {
                let days = first + index...first + last - 1
                var fingerprint = Fingerprint()
                for text in [monitor.arn, value, "\(days.lowerBound)"] { fingerprint.add(text) }
                var generator = SplitMix64(seed: fingerprint.value)
                found.append(
                    Anomaly(
                        id: generator.uuid(), monitor: monitor.arn, value: value, days: days,
                        actual: Array(costs[index..<last]), expected: expected, causes: causes(records, days)))
            }
            index = max(last, index + 1)
        }
        return found
    }

    /// What cost more than before, by service, Region, account and meter; ten at most, the largest first.
    private func causes(
        _ records: [CostRecord], _ days: ClosedRange<Int>
    ) -> [(record: CostRecord, contribution: ExactUSD)] {
        let before = days.lowerBound - Self.historyDays..<days.lowerBound
        let groups = Dictionary(grouping: records) { [$0.service, $0.region, $0.account, $0.usageType] }
        let causes = groups.values.compactMap { group -> (record: CostRecord, contribution: ExactUSD)? in
            let actual = group.filter { days.contains($0.day) }.reduce(ExactUSD.zero) { $0 + $1.cost }
            let history = group.filter { before.contains($0.day) }.reduce(ExactUSD.zero) { $0 + $1.cost }
            let expected = history.femtodollars / Int128(Self.historyDays) * Int128(days.count)
            guard actual.femtodollars > expected, let record = group.first else { return nil }
            return (record, ExactUSD(femtodollars: actual.femtodollars - expected))
        }
        return Array(
            causes.sorted { left, right in
                left.contribution == right.contribution
                    ? left.record.usageType < right.record.usageType : left.contribution > right.contribution
            }.prefix(10))
    }
}

extension AnomalyDetection.Anomaly {
    /// The anomaly as the service writes it: amounts are JSON numbers.
    func document(feedback: String?) -> JSONValue {
        let scores = actual.map { 1 - Self.number(expected.femtodollars) / Self.number($0.femtodollars) }
        var impactDocument: [String: JSONValue] = [
            "MaxImpact": .double(Self.number((actual.max() ?? .zero).femtodollars - expected.femtodollars)),
            "TotalImpact": .double(Self.number(impact)),
            "TotalActualSpend": .double(Self.number(totalActual.femtodollars)),
            "TotalExpectedSpend": .double(Self.number(totalExpected.femtodollars)),
        ]
        if totalExpected > .zero {
            let hundredths = impact * 10_000 / totalExpected.femtodollars
            impactDocument["TotalImpactPercentage"] = .double(Double(hundredths) / 100)
        }
        var document: [String: JSONValue] = [
            "AnomalyId": .string(id), "MonitorArn": .string(monitor),
            "AnomalyStartDate": .string(CivilDate(daysSinceEpoch: days.lowerBound).date.iso8601),
            "AnomalyEndDate": .string(CivilDate(daysSinceEpoch: days.upperBound).date.iso8601),
            "AnomalyScore": [
                "MaxScore": .double(scores.max() ?? 0), "CurrentScore": .double(scores.last ?? 0),
            ],
            "Impact": .object(impactDocument),
            "RootCauses": .array(
                causes.map { cause in
                    [
                        "Service": .string(cause.record.service), "Region": .string(cause.record.region),
                        "LinkedAccount": .string(cause.record.account),
                        "LinkedAccountName": .string(cause.record.accountName),
                        "UsageType": .string(cause.record.usageType),
                        "Impact": ["Contribution": .double(Self.number(cause.contribution.femtodollars))],
                    ]
                }),
        ]
        if !value.isEmpty { document["DimensionValue"] = .string(value) }
        if let feedback { document["Feedback"] = .string(feedback) }
        return .object(document)
    }

    /// US dollars, cut after the sixth digit behind the point.
    static func number(_ femtodollars: Int128) -> Double { Double(femtodollars / 1_000_000_000) / 1_000_000 }
}
