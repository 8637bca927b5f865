public import AWSCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// GetMetricData: up to 500 metrics and expressions at once, in pages.
///
/// A period without data has no value in the answer. Data is kept by minutes for 15 days, by five minutes for 63 days and
/// by hours for 455 days: a finer period than that finds nothing.
public struct GetMetricData: JSONRPCOperation, PaginatedOperation, Hashable, Codable {
    /// CloudWatch.
    public typealias Service = CloudWatchService
    /// `GetMetricData`.
    public static let name = "GetMetricData"
    /// It only reads.
    public static let isIdempotent = true

    /// What is asked for, 1 to 500 lines.
    public var queries: [MetricDataQuery]
    /// The first moment.
    public var start: Date
    /// The moment after the last.
    public var end: Date
    /// The page to return.
    public var nextToken: String?
    /// In which order; the newest first where `nil`.
    public var order: ScanOrder?
    /// The most data points of a page, up to 100,800.
    public var maximumDatapoints: Int?
    /// How labels write dates.
    public var labelOptions: LabelOptions?

    /// How labels write dates.
    public struct LabelOptions: Sendable, Hashable, Codable {
        /// The offset of the time zone, such as `+0130`.
        public var timezone: String?

        /// Dates in a time zone of the given offset.
        public init(timezone: String?) { self.timezone = timezone }

        private enum CodingKeys: String, CodingKey {
            case timezone = "Timezone"
        }
    }

    private enum CodingKeys: String, CodingKey {
        case queries = "MetricDataQueries"
        case start = "StartTime"
        case end = "EndTime"
        case nextToken = "NextToken"
        case order = "ScanBy"
        case maximumDatapoints = "MaxDatapoints"
        case labelOptions = "LabelOptions"
    }

    /// Asks for the data between two dates.
    public init(_ queries: [MetricDataQuery], from start: Date, to end: Date, order: ScanOrder? = nil) {
        self.queries = queries
        self.start = start
        self.end = end
        self.order = order
    }

    /// One page.
    public struct Output: Sendable, Hashable, Codable {
        /// The data, of some of the lines.
        public var results: [MetricDataResult]?
        /// The token of the next page.
        public var nextToken: String?
        /// What the service has to say about the request as a whole.
        public var messages: [MetricDataMessage]?

        private enum CodingKeys: String, CodingKey {
            case results = "MetricDataResults"
            case nextToken = "NextToken"
            case messages = "Messages"
        }
    }

    /// Checks lines, periods and dates by the service's limits, and the names of Bedrock's metrics by the catalogue.
    public func validate() throws(AWSError) {
        try InputRules.check("MetricDataQueries", count: queries.count, 1...500)
        try QueryRules.check(queries, "MetricDataQueries")
        guard queries.contains(where: { $0.returnsData != false }) else {
            throw .invalidInput("MetricDataQueries", "no line returns its data")
        }
        try InputRules.check(from: start, to: end)
        if let maximumDatapoints, !(1...100_800).contains(maximumDatapoints) {
            throw .invalidInput("MaxDatapoints", "must be from 1 to 100800, not \(maximumDatapoints)")
        }
    }

    /// Sets ``nextToken``.
    public mutating func setPageToken(_ token: String) { nextToken = token }
    /// The reply's ``Output/nextToken``.
    public static func nextPageToken(after output: Output) -> String? { output.nextToken }
}
