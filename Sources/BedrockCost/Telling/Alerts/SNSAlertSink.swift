public import AWSCore
import Metering

/// Alerts as messages of an SNS topic: the title as subject, the JSON document as message, and the event's id as the message attribute
/// `eventId`.
///
/// On a FIFO topic the event's id decides the deduplication id, so that SNS drops what comes twice within five minutes, and each
/// budget is a message group.
public struct SNSAlertSink: AlertSink {
    private let aws: AWSClient
    private let topic: ARN

    /// Publishes alerts.
    ///
    /// - Parameters:
    ///   - topic: The topic's ARN.
    ///   - aws: Sends the requests, in the topic's Region.
    /// - Throws: `AWSError` of code `invalidInput` for another ARN, or a topic of another Region.
    public init(topic: ARN, _ aws: AWSClient) throws(AWSError) {
        guard topic.service == "sns", !topic.resource.isEmpty, !topic.resource.contains(":") else {
            throw .invalidInput("TopicArn", "\(topic) is not the ARN of an SNS topic")
        }
        guard topic.region == aws.configuration.region.rawValue else {
            throw .invalidInput(
                "TopicArn", "the topic is in \(topic.region), and the client in \(aws.configuration.region)")
        }
        self.topic = topic
        self.aws = aws
    }

    /// Publishes the alert.
    ///
    /// - Throws: `AWSError`.
    public func deliver(_ alert: SpendAlert) async throws {
        var message = Publish(String(decoding: alert.body, as: UTF8.self), to: topic)
        message.subject = Publish.subject(alert.title)
        message.attributes = ["eventId": Publish.Attribute(alert.id)]
        if topic.resource.hasSuffix(".fifo") {
            message.group = Publish.token(alert.group)
            message.deduplicationID = Publish.token(alert.id)
        }
        _ = try await aws.send(message)
    }
}

extension SpendAlert {
    /// What keeps alerts in order on a topic that knows order.
    fileprivate var group: String {
        switch event.kind {
        case .thresholdCrossed(let balance, _, _, _), .overHold(_, let balance, _),
            .burning(let balance, _, _, _, _, _):
            balance.budget
        case .holdExpired: "holds"
        }
    }
}
