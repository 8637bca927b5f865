public import Logging

/// Where alerts go.
public protocol AlertSink: Sendable {
    /// Delivers an alert. It may come again, with the same id: see ``SpendAlerts``.
    ///
    /// - Throws: Whatever kept it from being delivered; it is tried again later. The error is logged by its type only.
    func deliver(_ alert: SpendAlert) async throws
}

/// Alerts as lines of a log, at level `warning`, with the id and type as metadata.
public struct LogAlertSink: AlertSink {
    private let logger: Logger
    private let level: Logger.Level

    /// Logs alerts.
    public init(_ logger: Logger, at level: Logger.Level = .warning) {
        self.logger = logger
        self.level = level
    }

    /// Logs the alert.
    public func deliver(_ alert: SpendAlert) async throws {
        logger.log(level: level, "\(alert.text)", metadata: ["event.id": "\(alert.id)"])
    }
}

/// Why an alert was not delivered.
public struct AlertDeliveryError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The status of the last answer; `nil` where there was none.
    public let status: Int?
    /// How often it was tried.
    public let attempts: Int

    /// The status and the attempts, without the receiver's URL, which may hold a secret.
    public var description: String {
        let times = attempts == 1 ? "one attempt" : "\(attempts) attempts"
        return status.map { "the receiver answered \($0) after \(times)" } ?? "the receiver did not answer in \(times)"
    }
}
