public import AWSCore

/// Cost Explorer ListCostCategoryDefinitions: the cost categories of the account, without their rules.
public struct ListCostCategoryDefinitions: JSONRPCOperation, PaginatedOperation, Hashable, Codable {
    /// Cost Explorer.
    public typealias Service = CostExplorerService
    /// `ListCostCategoryDefinitions`.
    public static let name = "ListCostCategoryDefinitions"
    /// It only reads.
    public static let isIdempotent = true

    /// The time whose categories to return; now where `nil`.
    public var effectiveOn: CostDate?
    /// Only categories that these kinds of resource can use, up to 5.
    public var supportedResourceTypes: [String]?
    /// The most on a page, 1 to 100.
    public var maxResults: Int?
    /// The page to return.
    public var nextToken: String?

    private enum CodingKeys: String, CodingKey {
        case effectiveOn = "EffectiveOn"
        case supportedResourceTypes = "SupportedResourceTypes"
        case maxResults = "MaxResults"
        case nextToken = "NextToken"
    }

    /// Asks for the categories.
    public init(effectiveOn: CostDate? = nil, supportedResourceTypes: [String]? = nil, maxResults: Int? = nil) {
        self.effectiveOn = effectiveOn
        self.supportedResourceTypes = supportedResourceTypes
        self.maxResults = maxResults
    }

    /// What ListCostCategoryDefinitions returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The categories of the page.
        public var costCategoryReferences: [CostCategory.Summary]?
        /// The token of the next page.
        public var nextToken: String?

        private enum CodingKeys: String, CodingKey {
            case costCategoryReferences = "CostCategoryReferences"
            case nextToken = "NextToken"
        }
    }

    /// Sets the page to return.
    public mutating func setPageToken(_ token: String) { nextToken = token }
    /// The token of the next page.
    public static func nextPageToken(after output: Output) -> String? { output.nextToken }

    /// Checks time, resource types and page size.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try effectiveOn?.validate("EffectiveOn")
        if let supportedResourceTypes, supportedResourceTypes.count > 5 {
            throw .invalidInput("SupportedResourceTypes", "at most 5, got \(supportedResourceTypes.count)")
        }
        if let maxResults, !(1...100).contains(maxResults) {
            throw .invalidInput("MaxResults", "from 1 to 100, got \(maxResults)")
        }
    }
}
