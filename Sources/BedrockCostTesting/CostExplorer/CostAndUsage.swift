import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// GetCostAndUsage, with resources and without.
extension EngineState {
    func getCostAndUsage(
        _ body: JSONValue, _ call: Call, place: CostFilter.Place = .query
    ) throws(ServiceFault) -> JSONValue {
        let query = try CostQuery(body, today: CivilDate(call.now), place: place)
        if place == .resources { try requireResourceQuery(query, call) }
        let matching = try records(in: query.interval.days, call).filter { query.filter?.matches($0) ?? true }

        // A unit is what cannot be split over pages: a group, or a whole period where nothing is grouped.
        var units: [(period: Int, group: JSONValue?)] = []
        for (index, period) in query.periods.enumerated() {
            let inPeriod = matching.filter { period.days.contains($0.day) }
            guard !query.groupings.isEmpty else {
                units.append((index, query.amounts(of: inPeriod)))
                continue
            }
            let groups = Dictionary(grouping: inPeriod) { record in query.groupings.map { $0.key(of: record) } }
                .filter { $0.value.reduce(.zero) { $0 + $1.cost } != ExactUSD.zero }
                .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            if groups.isEmpty { units.append((index, nil)) }
            for group in groups {
                units.append(
                    (
                        index,
                        [
                            "Keys": .array(group.key.map { .string($0) }),
                            "Metrics": query.amounts(of: group.value),
                        ]
                    ))
            }
        }

        let (page, next) = try Self.page(
            units, size: options.costPageSize, call.route.operation, "NextPageToken", body, call)
        var results: [JSONValue] = []
        for (period, members) in Dictionary(grouping: page, by: \.period).sorted(by: { $0.key < $1.key }) {
            let interval = query.periods[period]
            let groups = members.compactMap(\.group)
            let isGrouped = !query.groupings.isEmpty
            results.append([
                "TimePeriod": interval.document,
                "Total": isGrouped ? [:] : groups.first ?? [:],
                "Groups": isGrouped ? .array(groups) : [],
                "Estimated": .bool(isEstimated(interval, call)),
            ])
        }
        var reply: [String: JSONValue] = [
            "ResultsByTime": .array(results), "DimensionValueAttributes": .array(accountNames(query, page)),
        ]
        if !query.groupings.isEmpty { reply["GroupDefinitions"] = query.groupDefinitions }
        if let next { reply["NextPageToken"] = .string(next) }
        return .object(reply)
    }

    /// Figures are estimates until the bill of their month is closed on the fifth of the next.
    private func isEstimated(_ interval: CostInterval, _ call: Call) -> Bool {
        let lastDay = CivilDate(daysSinceEpoch: interval.end.daysSinceEpoch - 1)
        return call.now < lastDay.firstOfNextMonth.date.addingTimeInterval(5 * 86_400)
    }

    private func accountNames(_ query: CostQuery, _ page: [(period: Int, group: JSONValue?)]) -> [JSONValue] {
        let position = query.groupings.firstIndex(of: .dimension("LINKED_ACCOUNT"))
        guard let position else { return [] }
        let accounts = Set(page.compactMap { $0.group?["Keys"]?[position]?.string })
        return accounts.sorted().map {
            ["Value": .string($0), "Attributes": ["description": .string(accountName($0))]]
        }
    }

    /// Resource data is kept for 14 days, and asked for with a filter and by resource.
    private func requireResourceQuery(_ query: CostQuery, _ call: Call) throws(ServiceFault) {
        let earliest = CivilDate(daysSinceEpoch: CivilDate(call.now).daysSinceEpoch - 14)
        guard query.interval.start >= earliest else {
            throw .validation("Resource level data is available for the last 14 days only.")
        }
        guard let filter = query.filter else { throw .missing("filter") }
        guard query.groupings.contains(.dimension("RESOURCE_ID")) || filter.mentions("RESOURCE_ID") else {
            throw .validation("GetCostAndUsageWithResources must be grouped or filtered by RESOURCE_ID.")
        }
    }
}
