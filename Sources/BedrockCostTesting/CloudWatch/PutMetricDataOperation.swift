import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// PutMetricData: all measurements of a request are looked at before any is kept.
extension EngineState {
    mutating func putMetricData(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        guard let namespace = body["Namespace"]?.string, !namespace.isEmpty else {
            throw .missingParameter("Namespace")
        }
        guard !namespace.hasPrefix("AWS/") else {
            throw .invalidParameter("The value AWS/ for parameter Namespace is invalid.")
        }
        let entities = (body["EntityMetricData"]?.array ?? []).flatMap { $0["MetricData"]?.array ?? [] }
        let data = (body["MetricData"]?.array ?? []) + entities
        guard !data.isEmpty else { throw .missingParameter("MetricData") }
        guard data.count <= 1_000 else {
            throw .invalidParameter("The collection MetricData must not have a size greater than 1000.")
        }
        guard call.request.decodedBody.count <= 1_048_576 else {
            throw ServiceFault("RequestEntityTooLarge", 413, "Request size exceeds the 1 MB limit.")
        }
        var measured: [(key: MetricKey, second: Int, isFine: Bool, unit: String?, sample: MetricSample)] = []
        for datum in data {
            guard let name = datum["MetricName"]?.string, !name.isEmpty else {
                throw .missingParameter("MetricData.member.N.MetricName")
            }
            let key = MetricKey(namespace, name, try MetricKey.dimensions(datum["Dimensions"]))
            let second = datum["Timestamp"]?.double.map { Int($0.rounded(.down)) } ?? call.now.second
            guard (call.now.second - 14 * 86_400...call.now.second + 2 * 3_600).contains(second) else {
                throw .invalidParameter(
                    "The parameter MetricData.member.N.Timestamp must specify a time no more than two weeks in the past "
                        + "and no more than two hours into the future.")
            }
            let resolution = datum["StorageResolution"]?.int ?? 60
            guard resolution == 1 || resolution == 60 else {
                throw .invalidParameter("The value \(resolution) for parameter StorageResolution is not supported.")
            }
            measured.append((key, second, resolution == 1, datum["Unit"]?.string, try Self.sample(datum)))
        }
        for entry in measured {
            self[call].cloudWatch.metrics.add(
                entry.key, at: entry.second, isFine: entry.isFine, unit: entry.unit
            ) { $0.add(entry.sample) }
        }
        return [:]
    }

    private static func sample(_ datum: JSONValue) throws(ServiceFault) -> MetricSample {
        let forms = ["Value", "Values", "StatisticValues"].filter { datum[$0] != nil }
        guard forms.count == 1 else {
            throw .invalidCombination(
                "Exactly one of Value, Values and StatisticValues must be specified for a metric datum.")
        }
        var sample = MetricSample()
        if let set = datum["StatisticValues"] {
            let numbers = ["SampleCount", "Sum", "Minimum", "Maximum"].compactMap { set[$0]?.double }
            guard numbers.count == 4, numbers[0] > 0, numbers[2] <= numbers[3] else {
                throw .invalidParameter("The parameter StatisticValues is invalid.")
            }
            sample.add(setOf: numbers[0], sum: numbers[1], minimum: numbers[2], maximum: numbers[3])
            return sample
        }
        let values = datum["Values"]?.array ?? datum["Value"].map { [$0] } ?? []
        guard (1...150).contains(values.count) else {
            throw .invalidParameter("The collection Values must have a size from 1 to 150.")
        }
        let counts = datum["Counts"]?.array
        guard counts == nil || counts?.count == values.count else {
            throw .invalidCombination("The parameters Values and Counts must have the same size.")
        }
        for (index, value) in values.enumerated() {
            guard let number = value.double, number.isFinite, abs(number) <= 0x1p360 else {
                throw .invalidParameter("The value for parameter MetricData.member.N.Value must be a finite number.")
            }
            let times = counts.map { $0[index].double ?? -1 } ?? 1
            guard times >= 0 else { throw .invalidParameter("The parameter Counts must not be negative.") }
            sample.add(number, times: times)
        }
        return sample
    }
}
