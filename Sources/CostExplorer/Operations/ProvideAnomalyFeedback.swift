public import AWSCore

/// Cost Explorer ProvideAnomalyFeedback: says whether an anomaly was one.
public struct ProvideAnomalyFeedback: JSONRPCOperation, Hashable, Codable {
    /// Cost Explorer.
    public typealias Service = CostExplorerService
    /// `ProvideAnomalyFeedback`.
    public static let name = "ProvideAnomalyFeedback"
    /// The same word twice is one word.
    public static let isIdempotent = true

    /// The anomaly.
    public var anomalyID: String
    /// What is said of it.
    public var feedback: AnomalyFeedback

    private enum CodingKeys: String, CodingKey {
        case anomalyID = "AnomalyId"
        case feedback = "Feedback"
    }

    /// Says something of an anomaly.
    public init(_ anomalyID: String, _ feedback: AnomalyFeedback) {
        self.anomalyID = anomalyID
        self.feedback = feedback
    }

    /// What ProvideAnomalyFeedback returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The anomaly.
        public var anomalyID: String

        private enum CodingKeys: String, CodingKey {
            case anomalyID = "AnomalyId"
        }
    }

    /// Checks that an anomaly is named.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        guard (1...1024).contains(anomalyID.count) else {
            throw .invalidInput("AnomalyId", "1 to 1024 characters, got \(anomalyID.count)")
        }
    }
}
