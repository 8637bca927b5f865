import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The rules of the embedded metric format. CloudWatch says nothing of a line that breaks one: it just makes no metrics.
enum EmbeddedMetricRules {
    static func check(_ event: EmbeddedMetricEvent) throws(AWSError) {
        try InputRules.check(event.namespace)
        guard !event.namespace.rawValue.hasPrefix("AWS/") else {
            throw .invalidInput(
                "Namespace", "\(event.namespace) is AWS' own; a program's metrics need another namespace")
        }
        guard event.date.timeIntervalSince1970.magnitude < 1e12 else {
            throw .invalidInput("Timestamp", "the date is too far away")
        }
        try InputRules.check("Dimensions", count: event.dimensionSets.count, 1...30)
        for set in event.dimensionSets {
            try InputRules.check("Dimensions", count: set.count, 0...30)
            for name in set {
                guard let value = event.dimensions[name] else {
                    throw .invalidInput("Dimensions", "\(name) has no value")
                }
                try InputRules.check("Dimensions.\(name)", length: value, 1...1024)
            }
            guard Set(set).count == set.count else {
                throw .invalidInput("Dimensions", "a name stands twice in \(set.joined(separator: ", "))")
            }
        }
        guard !event.entries.isEmpty else { throw .invalidInput("Metrics", "a line without metrics makes none") }
        for entry in event.entries { try check(entry) }
        try checkNames(event)
    }

    private static func check(_ entry: EmbeddedMetricEvent.Entry) throws(AWSError) {
        try InputRules.check("Metrics.Name", length: entry.name, 1...1024)
        try InputRules.check("Metrics.\(entry.name)", count: entry.values.count, 1...100)
        for value in entry.values where !value.isFinite || abs(value) > 0x1p360 {
            throw .invalidInput(
                "Metrics.\(entry.name)", "the value \(value) must be finite, within ±2^360")
        }
        if let unit = entry.unit, !MetricUnit.all.contains(unit) {
            throw .invalidInput("Metrics.\(entry.name)", "\(unit) is none of CloudWatch's units")
        }
        if let resolution = entry.storageResolution, resolution != 1, resolution != 60 {
            throw .invalidInput(
                "Metrics.\(entry.name)", "StorageResolution must be 1 or 60 seconds, not \(resolution)")
        }
    }

    /// Metrics, dimensions and fields are members of one object.
    private static func checkNames(_ event: EmbeddedMetricEvent) throws(AWSError) {
        var seen: Set<String> = ["_aws"]
        for name in event.entries.map(\.name) + event.dimensions.keys.sorted() + event.fields.keys.sorted() {
            guard seen.insert(name).inserted else {
                throw .invalidInput(
                    "fields",
                    name == "_aws" ? "_aws is the format's own member" : "\(name) names two members of the line")
            }
        }
    }
}
