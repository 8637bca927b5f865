public import AWSCore

/// GetDashboard: a dashboard's body, as JSON text.
public struct GetDashboard: JSONRPCOperation, Hashable, Codable {
    /// CloudWatch.
    public typealias Service = CloudWatchService
    /// `GetDashboard`.
    public static let name = "GetDashboard"
    /// It only reads.
    public static let isIdempotent = true

    /// The dashboard's name.
    public var dashboardName: String

    private enum CodingKeys: String, CodingKey {
        case dashboardName = "DashboardName"
    }

    /// Asks for a dashboard.
    public init(_ dashboardName: String) { self.dashboardName = dashboardName }

    /// What GetDashboard returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The dashboard's ARN.
        public var arn: ARN?
        /// Its body: JSON text.
        public var body: String?
        /// Its name.
        public var name: String?

        private enum CodingKeys: String, CodingKey {
            case arn = "DashboardArn"
            case body = "DashboardBody"
            case name = "DashboardName"
        }
    }

    /// Checks the name by the service's rule.
    public func validate() throws(AWSError) { try InputRules.check(dashboardName: dashboardName) }
}
