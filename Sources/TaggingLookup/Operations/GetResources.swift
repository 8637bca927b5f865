public import AWSCore

/// GetResources: tagged resources of the client's Region, in pages.
///
/// Without tag filters it also shows resources that were tagged once, without tags; never those that never were. What it
/// shows lags behind what was tagged by some seconds.
public struct GetResources: JSONRPCOperation, PaginatedOperation, Codable {
    /// The Tagging API.
    public typealias Service = TaggingService
    /// `GetResources`.
    public static let name = "GetResources"
    /// It only reads.
    public static let isIdempotent = true

    /// Which tags the resources have; all filters have to pass. At most 50.
    public var tagFilters: [TagFilter]?
    /// Which kinds of resources, at most 100; all where there are none.
    public var resourceTypes: [ResourceType]?
    /// The resources to show in place of all filters, 1 to 100.
    public var resourceARNs: [ARN]?
    /// The most resources of a page, 1 to 100. A page may hold fewer, although more follow.
    public var resourcesPerPage: Int?
    /// The most tags of a page, 100 to 500 in hundreds; older than ``resourcesPerPage``.
    public var tagsPerPage: Int?
    /// Whether to tell how the resources fare by tag policies.
    public var includesCompliance: Bool?
    /// Whether to leave out resources that keep the tag policies.
    public var excludesCompliant: Bool?
    /// The token of a later page. It is good for 15 minutes.
    public var paginationToken: String?

    /// Lists resources by their tags.
    public init(
        tagFilters: [TagFilter]? = nil, resourceTypes: [ResourceType]? = nil, resourcesPerPage: Int? = nil,
        paginationToken: String? = nil
    ) {
        self.tagFilters = tagFilters
        self.resourceTypes = resourceTypes
        self.resourcesPerPage = resourcesPerPage
        self.paginationToken = paginationToken
    }

    /// Shows the tags of given resources.
    public init(of resources: [ARN]) { resourceARNs = resources }

    /// One page.
    public struct Output: Sendable, Hashable, Codable {
        /// The page's resources; may be empty although more pages follow.
        public var resources: [TaggedResource]
        /// The token of the next page; `nil` or empty at the last.
        public var paginationToken: String?

        /// A page.
        public init(resources: [TaggedResource], paginationToken: String? = nil) {
            self.resources = resources
            self.paginationToken = paginationToken
        }

        private enum CodingKeys: String, CodingKey {
            case resources = "ResourceTagMappingList"
            case paginationToken = "PaginationToken"
        }

        /// Decodes the service's own members; without a list there are no resources.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            resources = try container.decodeIfPresent([TaggedResource].self, forKey: .resources) ?? []
            paginationToken = try container.decodeIfPresent(String.self, forKey: .paginationToken)
        }
    }

    /// Checks every member by the service's limits.
    public func validate() throws(AWSError) {
        if let tagFilters { try InputRules.check(filters: tagFilters) }
        if let resourceTypes {
            try InputRules.check("ResourceTypeFilters", count: resourceTypes.count, 0...100)
            for type in resourceTypes { try InputRules.check("ResourceTypeFilters", length: type.rawValue, 0...256) }
        }
        if let resourceARNs {
            try InputRules.check(arns: resourceARNs, 1...100)
            let isAlone =
                tagFilters == nil && resourceTypes == nil && resourcesPerPage == nil && tagsPerPage == nil
                && paginationToken == nil
            guard isAlone else {
                throw .invalidInput("ResourceARNList", "goes with no filter, page size or token")
            }
        }
        if let resourcesPerPage, !(1...100).contains(resourcesPerPage) {
            throw .invalidInput("ResourcesPerPage", "must be from 1 to 100, not \(resourcesPerPage)")
        }
        if let tagsPerPage, !(100...500).contains(tagsPerPage) || tagsPerPage % 100 != 0 {
            throw .invalidInput("TagsPerPage", "must be 100, 200, 300, 400 or 500, not \(tagsPerPage)")
        }
        guard excludesCompliant != true || includesCompliance == true else {
            throw .invalidInput("ExcludeCompliantResources", "needs IncludeComplianceDetails")
        }
        try InputRules.check(pageToken: paginationToken)
    }

    /// Sets ``paginationToken``.
    public mutating func setPageToken(_ token: String) { paginationToken = token }
    /// The reply's ``Output/paginationToken``.
    public static func nextPageToken(after output: Output) -> String? { output.paginationToken }

    private enum CodingKeys: String, CodingKey {
        case tagFilters = "TagFilters"
        case resourceTypes = "ResourceTypeFilters"
        case resourceARNs = "ResourceARNList"
        case resourcesPerPage = "ResourcesPerPage"
        case tagsPerPage = "TagsPerPage"
        case includesCompliance = "IncludeComplianceDetails"
        case excludesCompliant = "ExcludeCompliantResources"
        case paginationToken = "PaginationToken"
    }
}
