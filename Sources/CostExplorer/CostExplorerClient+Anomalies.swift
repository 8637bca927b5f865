public import AWSCore

// Cost Anomaly Detection leaves out charges of AWS Marketplace, and with them Claude on Bedrock: see AnomalyMonitor.
extension CostExplorerClient {
    /// Watches costs for what is unusual (CreateAnomalyMonitor).
    ///
    /// > Warning: Charges of AWS Marketplace are left out, and Claude on Bedrock is one: see ``AnomalyMonitor``.
    ///
    /// - Returns: The monitor's ARN.
    /// - Throws: `AWSError`.
    public func createAnomalyMonitor(
        _ monitor: AnomalyMonitor, resourceTags: [CostResourceTag]? = nil
    ) async throws(AWSError) -> ARN {
        try await aws.send(CreateAnomalyMonitor(monitor, resourceTags: resourceTags)).monitorARN
    }

    /// All monitors, or those of the given ARNs (GetAnomalyMonitors).
    ///
    /// - Throws: `AWSError`; with the service code `UnknownMonitorException` for an ARN that the service does not know.
    public func anomalyMonitors(_ arns: [ARN]? = nil) async throws(AWSError) -> [AnomalyMonitor] {
        try await aws.pages(of: GetAnomalyMonitors(arns)).collect(\.monitors)
    }

    /// Renames a monitor (UpdateAnomalyMonitor). What it watches cannot be changed.
    ///
    /// - Throws: `AWSError`.
    public func renameAnomalyMonitor(_ arn: ARN, to name: String) async throws(AWSError) {
        _ = try await aws.send(UpdateAnomalyMonitor(arn, name: name))
    }

    /// Ends a monitor; its anomalies go with it (DeleteAnomalyMonitor).
    ///
    /// - Throws: `AWSError`.
    public func deleteAnomalyMonitor(_ arn: ARN) async throws(AWSError) {
        _ = try await aws.send(DeleteAnomalyMonitor(arn))
    }

    /// Tells somebody of anomalies (CreateAnomalySubscription).
    ///
    /// - Returns: The subscription's ARN.
    /// - Throws: `AWSError`.
    public func createAnomalySubscription(
        _ subscription: AnomalySubscription, resourceTags: [CostResourceTag]? = nil
    ) async throws(AWSError) -> ARN {
        try await aws.send(CreateAnomalySubscription(subscription, resourceTags: resourceTags)).subscriptionARN
    }

    /// All subscriptions, those of the given ARNs, or those to one monitor (GetAnomalySubscriptions).
    ///
    /// - Throws: `AWSError`.
    public func anomalySubscriptions(
        _ arns: [ARN]? = nil, to monitor: ARN? = nil
    ) async throws(AWSError) -> [AnomalySubscription] {
        try await aws.pages(of: GetAnomalySubscriptions(arns, to: monitor)).collect(\.subscriptions)
    }

    /// Changes a subscription (UpdateAnomalySubscription); what `configure` does not set stays as it is.
    ///
    /// - Throws: `AWSError`.
    public func updateAnomalySubscription(
        _ arn: ARN, _ configure: (inout UpdateAnomalySubscription) -> Void
    ) async throws(AWSError) {
        var change = UpdateAnomalySubscription(arn)
        configure(&change)
        _ = try await aws.send(change)
    }

    /// Ends a subscription (DeleteAnomalySubscription).
    ///
    /// - Throws: `AWSError`.
    public func deleteAnomalySubscription(_ arn: ARN) async throws(AWSError) {
        _ = try await aws.send(DeleteAnomalySubscription(arn))
    }

    /// What was unusual within the last 90 days (GetAnomalies).
    ///
    /// > Warning: Charges of AWS Marketplace are left out, and Claude on Bedrock is one: see ``AnomalyMonitor``.
    ///
    /// - Throws: `AWSError`.
    public func anomalies(_ query: GetAnomalies) async throws(AWSError) -> [Anomaly] {
        try await aws.pages(of: query).collect(\.anomalies)
    }

    /// Says whether an anomaly was one, from which the service learns (ProvideAnomalyFeedback).
    ///
    /// - Throws: `AWSError`.
    public func provideAnomalyFeedback(_ feedback: AnomalyFeedback, for anomalyID: String) async throws(AWSError) {
        _ = try await aws.send(ProvideAnomalyFeedback(anomalyID, feedback))
    }
}
