public import AWSCore

/// GetTagKeys: every tag key in use in the client's Region, in pages.
public struct GetTagKeys: JSONRPCOperation, PaginatedOperation, Codable {
    /// The Tagging API.
    public typealias Service = TaggingService
    /// `GetTagKeys`.
    public static let name = "GetTagKeys"
    /// It only reads.
    public static let isIdempotent = true

    /// The token of a later page.
    public var paginationToken: String?

    /// Lists keys.
    public init(paginationToken: String? = nil) { self.paginationToken = paginationToken }

    /// One page.
    public struct Output: Sendable, Hashable, Codable {
        /// The page's keys.
        public var keys: [String]
        /// The token of the next page; `nil` or empty at the last.
        public var paginationToken: String?

        /// A page.
        public init(keys: [String], paginationToken: String? = nil) {
            self.keys = keys
            self.paginationToken = paginationToken
        }

        private enum CodingKeys: String, CodingKey {
            case keys = "TagKeys"
            case paginationToken = "PaginationToken"
        }

        /// Decodes the service's own members; without a list there are no keys.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            keys = try container.decodeIfPresent([String].self, forKey: .keys) ?? []
            paginationToken = try container.decodeIfPresent(String.self, forKey: .paginationToken)
        }
    }

    /// Checks the token's length.
    public func validate() throws(AWSError) { try InputRules.check(pageToken: paginationToken) }

    /// Sets ``paginationToken``.
    public mutating func setPageToken(_ token: String) { paginationToken = token }
    /// The reply's ``Output/paginationToken``.
    public static func nextPageToken(after output: Output) -> String? { output.paginationToken }

    private enum CodingKeys: String, CodingKey {
        case paginationToken = "PaginationToken"
    }
}
