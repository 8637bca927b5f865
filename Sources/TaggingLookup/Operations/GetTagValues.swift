public import AWSCore

/// GetTagValues: every value of a tag key in use in the client's Region, in pages.
public struct GetTagValues: JSONRPCOperation, PaginatedOperation, Codable {
    /// The Tagging API.
    public typealias Service = TaggingService
    /// `GetTagValues`.
    public static let name = "GetTagValues"
    /// It only reads.
    public static let isIdempotent = true

    /// The key, 1 to 128 characters.
    public var key: String
    /// The token of a later page.
    public var paginationToken: String?

    /// Lists the values of `key`.
    public init(of key: String, paginationToken: String? = nil) {
        self.key = key
        self.paginationToken = paginationToken
    }

    /// One page.
    public struct Output: Sendable, Hashable, Codable {
        /// The page's values.
        public var values: [String]
        /// The token of the next page; `nil` or empty at the last.
        public var paginationToken: String?

        /// A page.
        public init(values: [String], paginationToken: String? = nil) {
            self.values = values
            self.paginationToken = paginationToken
        }

        private enum CodingKeys: String, CodingKey {
            case values = "TagValues"
            case paginationToken = "PaginationToken"
        }

        /// Decodes the service's own members; without a list there are no values.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            values = try container.decodeIfPresent([String].self, forKey: .values) ?? []
            paginationToken = try container.decodeIfPresent(String.self, forKey: .paginationToken)
        }
    }

    /// Checks key and token by the service's limits.
    public func validate() throws(AWSError) {
        try InputRules.check("Key", length: key, 1...128)
        try InputRules.check(pageToken: paginationToken)
    }

    /// Sets ``paginationToken``.
    public mutating func setPageToken(_ token: String) { paginationToken = token }
    /// The reply's ``Output/paginationToken``.
    public static func nextPageToken(after output: Output) -> String? { output.paginationToken }

    private enum CodingKeys: String, CodingKey {
        case key = "Key"
        case paginationToken = "PaginationToken"
    }
}
