import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Reading and writing metrics.
extension EngineState {
    func getMetricData(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        guard let documents = body["MetricDataQueries"]?.array, !documents.isEmpty else {
            throw .missingParameter("MetricDataQueries")
        }
        guard documents.count <= 500 else {
            throw .invalidParameter("The collection MetricDataQueries must not have a size greater than 500.")
        }
        let (start, end) = try Self.span(body)
        let queries = try MetricQueries(
            documents, "MetricDataQueries", visibleMetrics(call), from: start, to: end, now: call.now.second)
        let isOldestFirst = body["ScanBy"]?.string == "TimestampAscending"
        var results: [(id: String, label: String, points: [(time: Int, value: Double)])] = []
        for line in queries.lines where line.returnsData {
            for series in try queries.series(of: line) {
                let points = series.points.map { (time: $0.key, value: $0.value) }
                    .sorted { isOldestFirst ? $0.time < $1.time : $0.time > $1.time }
                results.append((line.id, series.label, points))
            }
        }
        return try Self.page(results, body, call)
    }

    /// One page of results: at most so many data points, of which a result may have to go on on the next page.
    private static func page(
        _ results: [(id: String, label: String, points: [(time: Int, value: Double)])], _ body: JSONValue, _ call: Call
    ) throws(ServiceFault) -> JSONValue {
        var fingerprint = Fingerprint()
        fingerprint.add(body.without("NextToken").bytes)
        let scope = "GetMetricData \(String(fingerprint.value, radix: 16))"
        var skipped = 0
        if let text = body["NextToken"]?.string {
            guard let token = PageToken(text), token.scope == scope else {
                var fault = ServiceFault("InvalidNextToken", 400, "The next token specified is invalid.")
                fault.queryCode = "InvalidNextToken"
                throw fault
            }
            skipped = token.offset
        }
        let limit = body["MaxDatapoints"]?.int ?? 100_800
        var room = max(1, limit)
        var position = 0
        var documents: [JSONValue] = []
        var next: Int?
        for result in results {
            // A result without data takes no room; it stands on the page on which it comes.
            let first = max(0, skipped - position)
            position += max(1, result.points.count)
            guard skipped < position else { continue }
            guard room > 0 else {
                next = next ?? position - max(1, result.points.count)
                break
            }
            let part = result.points.dropFirst(first).prefix(room)
            let isWhole = first + part.count == result.points.count
            room -= max(1, part.count)
            if !isWhole { next = position - result.points.count + first + part.count }
            documents.append([
                "Id": .string(result.id), "Label": .string(result.label),
                "Timestamps": .array(part.map { .int(Int64($0.time)) }),
                "Values": .array(part.map { .double($0.value) }),
                "StatusCode": isWhole ? "Complete" : "PartialData",
            ])
        }
        var reply: [String: JSONValue] = ["MetricDataResults": .array(documents), "Messages": []]
        if let next { reply["NextToken"] = .string(PageToken(scope: scope, offset: next, issued: call.now).text) }
        return .object(reply)
    }

    func getMetricStatistics(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        let key = try MetricKey(body)
        let (start, end) = try Self.span(body)
        guard let period = body["Period"]?.int else { throw .missingParameter("Period") }
        let basic = body["Statistics"]?.array?.compactMap(\.string) ?? []
        let extended = body["ExtendedStatistics"]?.array?.compactMap(\.string) ?? []
        guard !basic.isEmpty || !extended.isEmpty else {
            throw .invalidCombination("At least one of Statistics and ExtendedStatistics must be given.")
        }
        let grid = try MetricGrid(start: start, end: end, period: period, now: call.now.second)
        guard (grid.end - grid.start + period - 1) / period <= 1_440 else {
            throw .invalidCombination(
                "You have requested up to \((grid.end - grid.start) / period) datapoints, which exceeds the limit of "
                    + "1440. You may reduce the datapoints requested by increasing Period, or decreasing the time range."
            )
        }
        let store = visibleMetrics(call)
        var datapoints: [Int: [String: JSONValue]] = [:]
        for name in basic {
            for (time, value) in store.points(key, try SimulatedStatistic(name), on: grid) {
                datapoints[time, default: [:]][name] = .double(value)
            }
        }
        var percentiles: [Int: [String: JSONValue]] = [:]
        for name in extended {
            for (time, value) in store.points(key, try SimulatedStatistic(name), on: grid) {
                percentiles[time, default: [:]][name] = .double(value)
                datapoints[time, default: [:]]["ExtendedStatistics"] = .object(percentiles[time] ?? [:])
            }
        }
        let unit = store.series[key]?.unit ?? "None"
        // The service returns them in no order; here it is the latest first, so that nobody relies on another.
        let list = datapoints.sorted { $0.key > $1.key }.map { time, members in
            JSONValue.object(
                members.merging(["Timestamp": .int(Int64(time)), "Unit": .string(unit)]) { first, _ in first })
        }
        return ["Label": .string(key.name), "Datapoints": .array(list)]
    }

    func listMetrics(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        let filters = (body["Dimensions"]?.array ?? []).compactMap { filter in
            filter["Name"]?.string.map { (name: $0, value: filter["Value"]?.string) }
        }
        guard filters.count <= 10 else {
            throw .invalidParameter("The collection Dimensions must not have a size greater than 10.")
        }
        let oldest = call.now.second - (body["RecentlyActive"]?.string == "PT3H" ? 3 * 3_600 : 14 * 86_400)
        let store = visibleMetrics(call)
        let keys = store.order.filter { key in
            body["Namespace"]?.string.map { $0 == key.namespace } ?? true
                && body["MetricName"]?.string.map { $0 == key.name } ?? true
                && filters.allSatisfy { filter in
                    key.value(of: filter.name).map { value in filter.value.map { $0 == value } ?? true } ?? false
                }
                && (store.series[key]?.lastSecond ?? 0) > oldest
        }
        var offset = 0
        if let text = body["NextToken"]?.string {
            guard let token = PageToken(text), token.scope == "ListMetrics", token.offset <= keys.count else {
                throw .invalidParameter("The next token specified is invalid.")
            }
            offset = token.offset
        }
        let page = keys[offset...].prefix(500)
        var reply: [String: JSONValue] = ["Metrics": .array(page.map(\.document))]
        if offset + page.count < keys.count {
            reply["NextToken"] = .string(
                PageToken(scope: "ListMetrics", offset: offset + page.count, issued: call.now).text)
        }
        return .object(reply)
    }

    /// The account's series in the Region, without those that are too young to be seen.
    func visibleMetrics(_ call: Call) -> MetricStore { self[call].cloudWatch.metrics }

    private static func span(_ body: JSONValue) throws(ServiceFault) -> (start: Int, end: Int) {
        guard let start = body["StartTime"]?.double else { throw .missingParameter("StartTime") }
        guard let end = body["EndTime"]?.double else { throw .missingParameter("EndTime") }
        guard start < end, abs(start) < 1e12, abs(end) < 1e12 else {
            throw .invalidParameter("The parameter StartTime must be less than the parameter EndTime.")
        }
        return (Int(start.rounded(.down)), Int(end.rounded(.up)))
    }
}

extension MetricKey {
    /// The metric as replies name it.
    var document: JSONValue {
        [
            "Namespace": .string(namespace), "MetricName": .string(name),
            "Dimensions": .array(dimensions.map { ["Name": .string($0.name), "Value": .string($0.value)] }),
        ]
    }
}

extension Date {
    /// Whole seconds since 1970.
    var second: Int { Int(timeIntervalSince1970.rounded(.down)) }
}
