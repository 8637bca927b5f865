public import AWSCore

/// Data Exports ListExports: all exports of the account.
public struct ListExports: JSONRPCOperation, PaginatedOperation, Hashable, Codable {
    /// Data Exports.
    public typealias Service = DataExportsService
    /// `ListExports`.
    public static let name = "ListExports"
    /// It only reads.
    public static let isIdempotent = true

    /// The most exports on a page, 1 to 300.
    public var maxResults: Int?
    /// The page to return.
    public var nextToken: String?

    private enum CodingKeys: String, CodingKey {
        case maxResults = "MaxResults"
        case nextToken = "NextToken"
    }

    /// Lists exports.
    public init(maxResults: Int? = nil) { self.maxResults = maxResults }

    /// An export in a list.
    public struct Reference: Sendable, Hashable, Codable {
        /// Its ARN.
        public var arn: ARN
        /// Its name.
        public var exportName: String
        /// How it is doing.
        public var status: DataExport.Status

        private enum CodingKeys: String, CodingKey {
            case arn = "ExportArn"
            case exportName = "ExportName"
            case status = "ExportStatus"
        }
    }

    /// One page.
    public struct Output: Sendable, Hashable, Codable {
        /// The page's exports.
        public var exports: [Reference]?
        /// The token of the next page.
        public var nextToken: String?

        private enum CodingKeys: String, CodingKey {
            case exports = "Exports"
            case nextToken = "NextToken"
        }
    }

    /// Sets the page to return.
    public mutating func setPageToken(_ token: String) { nextToken = token }
    /// The token of the next page.
    public static func nextPageToken(after output: Output) -> String? { output.nextToken }

    /// Checks the page size.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        if let maxResults, !(1...300).contains(maxResults) {
            throw .invalidInput("MaxResults", "from 1 to 300, got \(maxResults)")
        }
    }
}
