import AWSCore
import Attribution

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The limits of CloudWatch's model and reference that several operations share.
enum InputRules {
    static func check(_ member: String, count: Int, _ range: ClosedRange<Int>) throws(AWSError) {
        guard range.contains(count) else {
            throw .invalidInput(member, "must hold \(range.lowerBound) to \(range.upperBound) items, not \(count)")
        }
    }

    static func check(_ member: String, length text: String, _ range: ClosedRange<Int>) throws(AWSError) {
        let count = text.unicodeScalars.count
        guard range.contains(count) else {
            throw .invalidInput(
                member, "must have \(range.lowerBound) to \(range.upperBound) characters, not \(count)")
        }
    }

    static func check(_ namespace: MetricNamespace) throws(AWSError) {
        try check("Namespace", length: namespace.rawValue, 1...255)
        guard !namespace.rawValue.hasPrefix(":") else {
            throw .invalidInput("Namespace", "must not begin with a colon")
        }
    }

    /// A series: its names by the service's limits, then by the catalogue of Bedrock's metrics.
    static func check(_ metric: Metric) throws(AWSError) {
        try check(metric.namespace)
        try check("MetricName", length: metric.name, 1...255)
        try check(dimensions: metric.dimensions)
        try MetricCatalogue.check(metric)
    }

    static func check(dimensions: [MetricDimension]) throws(AWSError) {
        try check("Dimensions", count: dimensions.count, 0...30)
        var seen: Set<String> = []
        for dimension in dimensions {
            try check("Dimensions.Name", length: dimension.name, 1...255)
            try check("Dimensions.Value", length: dimension.value, 1...1024)
            guard seen.insert(dimension.name).inserted else {
                throw .invalidInput("Dimensions", "\(dimension.name) stands there twice")
            }
        }
    }

    static func check(period: Int, _ member: String = "Period") throws(AWSError) {
        guard [1, 5, 10, 20, 30].contains(period) || period >= 60 && period % 60 == 0 else {
            throw .invalidInput(member, "must be 1, 5, 10, 20, 30 or a multiple of 60 seconds, not \(period)")
        }
    }

    static func check(from start: Date, to end: Date) throws(AWSError) {
        guard start < end else {
            let format = TimestampFormat.iso8601
            throw .invalidInput(
                "EndTime",
                "\(format.string(from: end)) is not after StartTime, \(format.string(from: start))")
        }
    }

    static func check(dashboardName name: String) throws(AWSError) {
        let isLegal = name.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
        }
        guard isLegal, (1...255).contains(name.utf8.count) else {
            throw .invalidInput(
                "DashboardName", "must be 1 to 255 ASCII letters, digits, hyphens and underscores, not \"\(name)\"")
        }
    }

    static func check(tags: TagSet) throws(AWSError) {
        guard tags.count <= 50 else {
            throw .invalidInput("Tags", "there can be at most 50 tags, not \(tags.count)")
        }
        for tag in tags {
            try check("Tags.Key", length: tag.key, 1...128)
            try check("Tags.Value", length: tag.value, 0...256)
            guard !tag.key.lowercased().hasPrefix("aws:") else {
                throw .invalidInput("Tags.Key", "the prefix aws: of \(tag.key) is reserved for AWS")
            }
        }
        guard Set(tags.keys).count == tags.count else { throw .invalidInput("Tags", "a key may come once") }
    }
}
