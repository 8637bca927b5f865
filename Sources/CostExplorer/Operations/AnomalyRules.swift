import AWSCore
import Metering

/// What the operations of Cost Anomaly Detection demand alike.
enum AnomalyRules {
    static func validate(name: String, _ member: String) throws(AWSError) {
        guard (1...1024).contains(name.count) else {
            throw .invalidInput(member, "1 to 1024 characters, got \(name.count)")
        }
    }

    static func validate(_ interval: GetAnomalies.DateInterval) throws(AWSError) {
        try CostPeriod.validate(date: interval.start, "DateInterval")
        guard let end = interval.end else { return }
        try CostPeriod.validate(date: end, "DateInterval")
        guard interval.start <= end else {
            throw .invalidInput("DateInterval", "\(end) is before \(interval.start)")
        }
    }

    static func validate(_ monitor: AnomalyMonitor) throws(AWSError) {
        try validate(name: monitor.name, "MonitorName")
        switch (monitor.kind, monitor.dimension) {
        case (.dimensional, .service), (.dimensional, .linkedAccount):
            guard monitor.specification == nil else {
                throw .invalidInput(
                    "MonitorSpecification", "a monitor of every \(monitor.dimension?.rawValue ?? "") takes none")
            }
        case (.dimensional, .tag), (.dimensional, .costCategory):
            guard let specification = monitor.specification, specification.isKeyOnly(monitor.dimension) else {
                throw .invalidInput(
                    "MonitorSpecification", "a monitor of every \(monitor.dimension?.rawValue ?? "") names its key only"
                )
            }
        case (.dimensional, nil):
            throw .invalidInput("MonitorDimension", "a DIMENSIONAL monitor needs one")
        case (.custom, let dimension):
            guard dimension == nil else { throw .invalidInput("MonitorDimension", "a CUSTOM monitor takes none") }
            guard let specification = monitor.specification else {
                throw .invalidInput("MonitorSpecification", "a CUSTOM monitor needs one")
            }
            try specification.validateAsMonitorSpecification()
        default: break
        }
    }

    static func validate(_ subscription: AnomalySubscription) throws(AWSError) {
        try validate(name: subscription.name, "SubscriptionName")
        guard !subscription.monitorARNs.isEmpty else {
            throw .invalidInput("MonitorArnList", "at least one monitor is needed")
        }
        try validate(subscription.subscribers, subscription.frequency)
        guard subscription.threshold != nil || subscription.thresholdExpression != nil else {
            throw .invalidInput("ThresholdExpression", "a subscription says from which impact on it reports")
        }
        try validate(subscription.threshold, subscription.thresholdExpression)
    }

    static func validate(
        _ subscribers: [AnomalySubscription.Subscriber], _ frequency: AnomalySubscription.Frequency?
    ) throws(AWSError) {
        guard !subscribers.isEmpty else { throw .invalidInput("Subscribers", "at least one is needed") }
        for subscriber in subscribers {
            let length = subscriber.address?.count ?? 0
            guard (6...302).contains(length) else {
                throw .invalidInput("Subscribers", "an address has 6 to 302 characters, got \(length)")
            }
            if frequency == .immediate, subscriber.kind == .email {
                throw .invalidInput("Subscribers", "IMMEDIATE goes to SNS topics only; e-mail is DAILY or WEEKLY")
            }
            if frequency == .daily || frequency == .weekly, subscriber.kind == .sns {
                throw .invalidInput(
                    "Subscribers", "SNS topics are told IMMEDIATE only, not \(frequency?.rawValue ?? "")")
            }
        }
    }

    static func validate(_ threshold: Money?, _ expression: CostFilter?) throws(AWSError) {
        guard threshold == nil || expression == nil else {
            throw .invalidInput("Threshold", "the service takes a Threshold or a ThresholdExpression, not both")
        }
        if let threshold, threshold.isNegative { throw .invalidInput("Threshold", "\(threshold) is below zero") }
        try expression?.validateAsThreshold()
    }
}
