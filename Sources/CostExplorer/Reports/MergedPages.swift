import AWSCore
import Metering

/// The pages of a cost query put together: a period that is split over pages, and a group that two pages share, become one.
struct MergedPages {
    private(set) var periods: [GetCostAndUsage.Period] = []
    private(set) var attributes: [DimensionValue] = []
    private var periodIndices: [CostPeriod?: Int] = [:]
    private var groupIndices: [GroupKey: Int] = [:]
    private var knownAttributes: Set<DimensionValue> = []

    private struct GroupKey: Hashable {
        var period: Int
        var keys: [String]
    }

    init(_ pages: [GetCostAndUsage.Output]) throws(AWSError) {
        do {
            for page in pages {
                for result in page.resultsByTime ?? [] { try add(result) }
                for attribute in page.dimensionValueAttributes ?? []
                where knownAttributes.insert(attribute).inserted { attributes.append(attribute) }
            }
        } catch let error as MoneyError {
            throw AWSError(.malformedResponse, "amounts of two pages have no sum: \(error)", underlying: error)
        } catch {
            throw AWSError(.malformedResponse, "the pages do not fit together", underlying: error)
        }
    }

    /// What the service says about values, by value.
    var descriptions: [String: String] {
        var descriptions: [String: String] = [:]
        for attribute in attributes {
            guard let value = attribute.value, let description = attribute.attributes?["description"] else { continue }
            descriptions[value] = description
        }
        return descriptions
    }

    private mutating func add(_ result: GetCostAndUsage.Period) throws {
        guard let index = periodIndices[result.timePeriod] else {
            periodIndices[result.timePeriod] = periods.count
            var first = result
            first.groups = nil
            periods.append(first)
            if let groups = result.groups { try add(groups, to: periods.count - 1) }
            return
        }
        if let total = result.total {
            periods[index].total = try Self.sum(periods[index].total ?? [:], total)
        }
        if let isEstimated = result.isEstimated {
            periods[index].isEstimated = isEstimated || periods[index].isEstimated ?? false
        }
        if let groups = result.groups { try add(groups, to: index) }
    }

    private mutating func add(_ groups: [GetCostAndUsage.Group], to period: Int) throws {
        var merged = periods[period].groups ?? []
        periods[period].groups = nil
        for group in groups {
            let key = GroupKey(period: period, keys: group.keys ?? [])
            if let index = groupIndices[key] {
                merged[index].metrics = try Self.sum(merged[index].metrics ?? [:], group.metrics ?? [:])
            } else {
                groupIndices[key] = merged.count
                merged.append(group)
            }
        }
        periods[period].groups = merged
    }

    private static func sum(
        _ left: [CostMetric: MetricValue], _ right: [CostMetric: MetricValue]
    ) throws -> [CostMetric: MetricValue] {
        try left.merging(right) { try $0.adding($1) }
    }
}
