public import AWSCore

/// Parameter Store GetParametersByPath: the parameters under a path, at most ten on a page.
///
/// A page may be empty although more follow.
public struct GetParametersByPath: JSONRPCOperation, PaginatedOperation, Hashable, Codable {
    /// Parameter Store.
    public typealias Service = ParameterStoreService
    /// `GetParametersByPath`.
    public static let name = "GetParametersByPath"
    /// It only reads.
    public static let isIdempotent = true

    /// A property that parameters must have.
    public struct Filter: Sendable, Hashable, Codable {
        /// The property: `Type`, `KeyId`, `Label`, `DataType`.
        public var key: String
        /// How it is compared: `Equals` or `BeginsWith`.
        public var option: String?
        /// With what, 1 to 50 texts.
        public var values: [String]?

        private enum CodingKeys: String, CodingKey {
            case key = "Key"
            case option = "Option"
            case values = "Values"
        }

        /// A property.
        public init(_ key: String, option: String? = nil, values: [String]? = nil) {
            self.key = key
            self.option = option
            self.values = values
        }
    }

    /// The path; it begins with a slash and has at most 15 levels.
    public var path: String
    /// Whether levels below the next are listed, too.
    public var isRecursive: Bool?
    /// Properties that parameters must have.
    public var filters: [Filter]?
    /// Whether `SecureString`s are decrypted.
    public var decrypts: Bool?
    /// The most parameters on a page, 1 to 10.
    public var maxResults: Int?
    /// The page to return.
    public var nextToken: String?

    private enum CodingKeys: String, CodingKey {
        case path = "Path"
        case isRecursive = "Recursive"
        case filters = "ParameterFilters"
        case decrypts = "WithDecryption"
        case maxResults = "MaxResults"
        case nextToken = "NextToken"
    }

    /// Lists the parameters under a path.
    public init(_ path: String, isRecursive: Bool? = nil, decrypts: Bool? = nil, maxResults: Int? = nil) {
        self.path = path
        self.isRecursive = isRecursive
        self.decrypts = decrypts
        self.maxResults = maxResults
    }

    /// One page.
    public struct Output: Sendable, Hashable, Codable {
        /// The page's parameters.
        public var parameters: [StoredParameter]?
        /// The token of the next page.
        public var nextToken: String?

        private enum CodingKeys: String, CodingKey {
            case parameters = "Parameters"
            case nextToken = "NextToken"
        }
    }

    /// Sets the page to return.
    public mutating func setPageToken(_ token: String) { nextToken = token }
    /// The token of the next page.
    public static func nextPageToken(after output: Output) -> String? { output.nextToken }

    /// Checks the path and the page size.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try InputRules.check("Path", length: path, 1...2048)
        guard path.hasPrefix("/") else {
            throw .invalidInput("Path", "\(path.debugDescription) does not begin with a slash")
        }
        guard path.split(separator: "/").count <= 15 else {
            throw .invalidInput("Path", "at most 15 levels, got \(path.split(separator: "/").count)")
        }
        if let maxResults, !(1...10).contains(maxResults) {
            throw .invalidInput("MaxResults", "from 1 to 10, got \(maxResults)")
        }
        for filter in filters ?? [] {
            try InputRules.check("ParameterFilters", length: filter.key, 1...132)
            if let values = filter.values { try InputRules.check("ParameterFilters", count: values.count, 1...50) }
        }
    }
}
