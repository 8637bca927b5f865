import AWSCore

/// Two months side by side, and why they differ.
extension EngineState {
    /// The same lines in two months.
    private struct Pair {
        var baseline: (cost: ExactUSD, quantity: Int128) = (.zero, 0)
        var comparison: (cost: ExactUSD, quantity: Int128) = (.zero, 0)

        var difference: Int128 { comparison.cost.femtodollars - baseline.cost.femtodollars }

        static func + (left: Pair, right: Pair) -> Pair {
            Pair(
                baseline: (left.baseline.cost + right.baseline.cost, left.baseline.quantity + right.baseline.quantity),
                comparison: (
                    left.comparison.cost + right.comparison.cost, left.comparison.quantity + right.comparison.quantity
                ))
        }

        /// The amounts of a metric.
        func amounts(_ metric: String) -> JSONValue {
            let isUsage = metric == "UsageQuantity" || metric == "NormalizedUsageAmount"
            let (first, second, scale) =
                isUsage
                ? (baseline.quantity, comparison.quantity, 6)
                : (baseline.cost.femtodollars, comparison.cost.femtodollars, 15)
            return [
                "BaselineTimePeriodAmount": .string(decimal(first, scale: scale)),
                "ComparisonTimePeriodAmount": .string(decimal(second, scale: scale)),
                "Difference": .string(decimal(second - first, scale: scale)), "Unit": isUsage ? "N/A" : "USD",
            ]
        }
    }

    func getCostComparisons(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        let metric = try comparedMetric(body)
        let groupings = try CostQuery.groupings(body)
        let pairs = try comparedPairs(body, call, by: groupings)
        let rows: [JSONValue] = pairs.map { pair in
            var row: [String: JSONValue] = ["Metrics": .object([metric: pair.value.amounts(metric)])]
            if let selector = Self.selector(groupings, pair.keys) { row["CostAndUsageSelector"] = selector }
            return .object(row)
        }
        let (page, next) = try Self.page(
            rows, size: try maxResults(body, limit: 2_000), call.route.operation, "NextPageToken", body, call)
        let total = pairs.reduce(Pair()) { $0 + $1.value }
        var reply: [String: JSONValue] = [
            "CostAndUsageComparisons": .array(page), "TotalCostAndUsage": .object([metric: total.amounts(metric)]),
        ]
        if let next { reply["NextPageToken"] = .string(next) }
        return .object(reply)
    }

    /// The bill knows usage only, so that every difference is a `USAGE_CHANGE`.
    func getCostComparisonDrivers(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        let metric = try comparedMetric(body)
        let asked = try CostQuery.groupings(body)
        let always: [CostProperty] = [.dimension("SERVICE"), .dimension("USAGE_TYPE")]
        let groupings = asked.filter { !always.contains($0) } + always
        let rows: [JSONValue] = try comparedPairs(body, call, by: groupings).filter { $0.value.difference != 0 }
            .map { pair in
                var row: [String: JSONValue] = [
                    "Metrics": .object([metric: pair.value.amounts(metric)]),
                    "CostDrivers": [
                        [
                            "Type": "USAGE_CHANGE", "Name": .string(pair.keys.last ?? ""),
                            "Metrics": .object([
                                metric: pair.value.amounts(metric),
                                "UsageQuantity": pair.value.amounts("UsageQuantity"),
                            ]),
                        ]
                    ],
                ]
                if let selector = Self.selector(groupings, pair.keys) { row["CostSelector"] = selector }
                return .object(row)
            }
        let (page, next) = try Self.page(
            rows, size: try maxResults(body, limit: 10, otherwise: 10), call.route.operation, "NextPageToken", body,
            call)
        var reply: [String: JSONValue] = ["CostComparisonDrivers": .array(page)]
        if let next { reply["NextPageToken"] = .string(next) }
        return .object(reply)
    }

    private func comparedMetric(_ body: JSONValue) throws(ServiceFault) -> String {
        guard let metric = body["MetricForComparison"]?.string else { throw .missing("metricForComparison") }
        guard CostQuery.metrics.contains(metric) else {
            throw .validation(
                "Invalid metric: \(metric). Valid metrics are \(CostQuery.metrics.joined(separator: ", ")).")
        }
        return metric
    }

    /// The lines of both months by their groups, the largest difference first.
    private func comparedPairs(
        _ body: JSONValue, _ call: Call, by groupings: [CostProperty]
    ) throws(ServiceFault) -> [(keys: [String], value: Pair)] {
        let filter = try CostFilter.optional(body)
        let baseline = try month(body, "BaselineTimePeriod", call)
        let comparison = try month(body, "ComparisonTimePeriod", call)
        var pairs: [[String]: Pair] = [:]
        for record in try records(in: baseline.days, call) where filter?.matches(record) ?? true {
            let keys = groupings.map { $0.value(of: record) }
            pairs[keys, default: Pair()].baseline.cost += record.cost
            pairs[keys, default: Pair()].baseline.quantity += record.quantity
        }
        for record in try records(in: comparison.days, call) where filter?.matches(record) ?? true {
            let keys = groupings.map { $0.value(of: record) }
            pairs[keys, default: Pair()].comparison.cost += record.cost
            pairs[keys, default: Pair()].comparison.quantity += record.quantity
        }
        return pairs.map { (keys: $0.key, value: $0.value) }.sorted { left, right in
            let (one, other) = (abs(left.value.difference), abs(right.value.difference))
            return one == other ? left.keys.lexicographicallyPrecedes(right.keys) : one > other
        }
    }

    private func month(_ body: JSONValue, _ member: String, _ call: Call) throws(ServiceFault) -> CostInterval {
        let interval = try CostInterval(body[member], today: CivilDate(call.now))
        guard interval.start == interval.start.firstOfMonth, interval.end == interval.start.firstOfNextMonth else {
            throw .validation("\(member) must start and end on the first day of a month and last one month.")
        }
        return interval
    }

    private static func selector(_ groupings: [CostProperty], _ keys: [String]) -> JSONValue? {
        let selectors = zip(groupings, keys).map { $0.selector($1) }
        return selectors.count > 1 ? ["And": .array(selectors)] : selectors.first
    }
}
