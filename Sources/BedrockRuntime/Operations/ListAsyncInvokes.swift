public import AWSCore
import HTTPTypes

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// ListAsyncInvokes: the account's asynchronous invocations in the client's Region, in pages.
///
/// `GET /async-invoke`.
public struct ListAsyncInvokes: RESTJSONOperation, PaginatedOperation, Hashable, Codable {
    /// The service.
    public typealias Service = BedrockRuntimeService
    /// `ListAsyncInvokes`.
    public static let name = "ListAsyncInvokes"
    /// It only reads.
    public static let isIdempotent = true

    /// Only those that were started after this date.
    public var submitTimeAfter: Date?
    /// Only those that were started before this date.
    public var submitTimeBefore: Date?
    /// Only those that stand like this.
    public var status: AsyncInvocation.Status?
    /// The most invocations of a page, 1 to 1,000.
    public var maxResults: Int?
    /// The token of a later page, 1 to 2,048 characters.
    public var nextToken: String?
    /// What they are sorted by.
    public var sortBy: SortKey?
    /// In which order.
    public var sortOrder: SortOrder?

    /// Lists invocations.
    public init(
        submitTimeAfter: Date? = nil, submitTimeBefore: Date? = nil, status: AsyncInvocation.Status? = nil,
        maxResults: Int? = nil, nextToken: String? = nil, sortBy: SortKey? = nil, sortOrder: SortOrder? = nil
    ) {
        self.submitTimeAfter = submitTimeAfter
        self.submitTimeBefore = submitTimeBefore
        self.status = status
        self.maxResults = maxResults
        self.nextToken = nextToken
        self.sortBy = sortBy
        self.sortOrder = sortOrder
    }

    /// What asynchronous invocations are sorted by. An open set.
    public struct SortKey: OpenStringSet {
        /// The value on the wire.
        public let rawValue: String

        /// A value as the service spells it.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// When they were started.
        public static let submissionTime: Self = "SubmissionTime"
    }

    /// In which order a list comes. An open set.
    public struct SortOrder: OpenStringSet {
        /// The value on the wire.
        public let rawValue: String

        /// A value as the service spells it.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The oldest first.
        public static let ascending: Self = "Ascending"
        /// The newest first.
        public static let descending: Self = "Descending"
    }

    /// One page.
    public struct Output: Sendable, Hashable, Codable {
        /// The page's invocations; may be empty although more pages follow.
        public var invocations: [AsyncInvocation]
        /// The token of the next page.
        public var nextToken: String?

        /// A page.
        public init(invocations: [AsyncInvocation], nextToken: String? = nil) {
            self.invocations = invocations
            self.nextToken = nextToken
        }

        private enum CodingKeys: String, CodingKey {
            case invocations = "asyncInvokeSummaries"
            case nextToken
        }

        /// Decodes the service's own members; without a list there are no invocations.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            invocations = try container.decodeIfPresent([AsyncInvocation].self, forKey: .invocations) ?? []
            nextToken = try container.decodeIfPresent(String.self, forKey: .nextToken)
        }
    }

    /// Checks the page's size and token.
    public func validate() throws(AWSError) {
        if let maxResults, !(1...1000).contains(maxResults) {
            throw .invalidInput("maxResults", "1 to 1000, not \(maxResults)")
        }
        if let nextToken {
            let count = nextToken.unicodeScalars.count
            guard 1...2048 ~= count else { throw .invalidInput("nextToken", "1 to 2048 characters, not \(count)") }
            guard !nextToken.unicodeScalars.contains(where: \.properties.isWhitespace) else {
                throw .invalidInput("nextToken", "a token without white space")
            }
        }
    }

    /// The request on the wire.
    public func encode() -> EncodedRequest {
        var query = RequestQuery()
        query.append("submitTimeAfter", submitTimeAfter.map(TimestampFormat.iso8601.string(from:)))
        query.append("submitTimeBefore", submitTimeBefore.map(TimestampFormat.iso8601.string(from:)))
        query.append("statusEquals", status)
        query.append("maxResults", maxResults)
        query.append("nextToken", nextToken)
        query.append("sortBy", sortBy)
        query.append("sortOrder", sortOrder)
        return EncodedRequest(.get, "/async-invoke", query: query)
    }

    /// Sets ``nextToken``.
    public mutating func setPageToken(_ token: String) { nextToken = token }
    /// The reply's ``Output/nextToken``.
    public static func nextPageToken(after output: Output) -> String? { output.nextToken }

    private enum CodingKeys: String, CodingKey {
        case submitTimeAfter, submitTimeBefore
        case status = "statusEquals"
        case maxResults, nextToken, sortBy, sortOrder
    }
}
