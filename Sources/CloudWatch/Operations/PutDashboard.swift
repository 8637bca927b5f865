public import AWSCore
public import Attribution

/// PutDashboard: makes a dashboard, or replaces the whole body of one.
///
/// A body that CloudWatch finds odd is stored all the same, and the answer says what is odd.
public struct PutDashboard: JSONRPCOperation, Hashable, Codable {
    /// CloudWatch.
    public typealias Service = CloudWatchService
    /// `PutDashboard`.
    public static let name = "PutDashboard"
    /// The same body again changes nothing.
    public static let isIdempotent = true

    /// The dashboard's name, 1 to 255 ASCII letters, digits, hyphens and underscores. Dashboards belong to the account, not
    /// to a Region.
    public var dashboardName: String
    /// Its body: JSON text, as ``Dashboard`` writes it.
    public var body: String
    /// Tags, for a new dashboard only.
    public var tags: TagSet?

    private enum CodingKeys: String, CodingKey {
        case dashboardName = "DashboardName"
        case body = "DashboardBody"
        case tags = "Tags"
    }

    /// Makes a dashboard or replaces its body.
    public init(_ dashboardName: String, body: String, tags: TagSet? = nil) {
        self.dashboardName = dashboardName
        self.body = body
        self.tags = tags
    }

    /// Decodes the service's own members.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        dashboardName = try container.decode(String.self, forKey: .dashboardName)
        body = try container.decode(String.self, forKey: .body)
        tags = try container.decodeIfPresent(CapitalizedTagList.self, forKey: .tags)?.tags
    }

    /// Encodes the service's own members.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(dashboardName, forKey: .dashboardName)
        try container.encode(body, forKey: .body)
        try container.encodeIfPresent(tags.map(CapitalizedTagList.init), forKey: .tags)
    }

    /// What PutDashboard returns.
    public struct Output: Sendable, Hashable, Codable {
        /// What is odd about the body; empty or `nil` where nothing is.
        public var messages: [DashboardValidationMessage]?

        private enum CodingKeys: String, CodingKey {
            case messages = "DashboardValidationMessages"
        }
    }

    /// Checks the name, and that the body is a JSON object with at most 500 widgets.
    public func validate() throws(AWSError) {
        try InputRules.check(dashboardName: dashboardName)
        guard let document = try? JSONValue(parsing: Array(body.utf8)), document.object != nil else {
            throw .invalidInput("DashboardBody", "is not a JSON object")
        }
        if let widgets = document["widgets"]?.array, widgets.count > 500 {
            throw .invalidInput("DashboardBody", "a dashboard has at most 500 widgets, not \(widgets.count)")
        }
        if let tags { try InputRules.check(tags: tags) }
    }
}
