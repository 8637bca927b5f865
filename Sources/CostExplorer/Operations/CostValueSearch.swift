public import AWSCore

/// A search for the values that bill lines have: GetDimensionValues, GetTags and GetCostCategories.
public protocol CostValueSearch: JSONRPCOperation, PaginatedOperation
where Service == CostExplorerService, Output: CostValuePage {
    /// The time that the bill lines belong to.
    var timePeriod: CostPeriod { get set }
    /// A part of the values to find; not together with ``sortBy``.
    var searchString: String? { get set }
    /// Which lines count.
    var filter: CostFilter? { get set }
    /// How to sort; by metrics.
    var sortBy: [SortDefinition]? { get set }
    /// The billing view to read instead of the account's own.
    var billingViewARN: ARN? { get set }
    /// The most values on a page, at least 1.
    var maxResults: Int? { get set }
    /// The page to return.
    var nextPageToken: String? { get set }
}

/// A page of values that bill lines have.
public protocol CostValuePage: Sendable {
    /// How many values the page has.
    var returnSize: Int? { get }
    /// How many values there are.
    var totalSize: Int? { get }
    /// The token of the next page.
    var nextPageToken: String? { get }
}

extension CostValueSearch {
    /// A lost reply is asked for again: a report that fails costs more than the cent, which is counted.
    public static var isIdempotent: Bool { true }
    /// Sets the page to return.
    public mutating func setPageToken(_ token: String) { nextPageToken = token }
    /// The token of the next page.
    public static func nextPageToken(after output: Output) -> String? { output.nextPageToken }

    /// Checks what the searches demand alike.
    func validateSearch() throws(AWSError) {
        try timePeriod.validate()
        try filter?.validate()
        try billingViewARN?.validateAsBillingView()
        if let searchString, searchString.count > 1024 {
            throw .invalidInput("SearchString", "at most 1024 characters, got \(searchString.count)")
        }
        if searchString != nil, sortBy?.isEmpty == false {
            throw .invalidInput(
                "SortBy", "the service does not sort what it searches for: leave out SearchString or SortBy")
        }
        if let maxResults, maxResults < 1 {
            throw .invalidInput("MaxResults", "at least 1, got \(maxResults)")
        }
    }
}
