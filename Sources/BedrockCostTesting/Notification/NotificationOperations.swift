#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The operations of SNS.
extension EngineState {
    mutating func performNotification(_ call: Call) throws(ServiceFault) -> Reply {
        guard call.route.operation == "Publish" else {
            throw ServiceFault(
                "InvalidAction", 400, "Could not find operation \(call.route.operation) for version 2010-03-31")
        }
        let form = Dictionary(call.request.formItems.map { ($0.name, $0.value) }) { first, _ in first }
        let topic = form["TopicArn"] ?? form["TargetArn"] ?? ""
        let parts = topic.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", parts[2] == "sns", !parts[5].isEmpty else {
            throw Self.invalid("TopicArn", "does not match the pattern of a topic's ARN")
        }
        guard parts[3] == call.region else { throw Self.invalid("TopicArn", "is in another Region") }
        guard parts[4] == call.account else {
            throw ServiceFault("NotFound", 404, "Topic does not exist")
        }
        let message = form["Message"] ?? ""
        guard !message.isEmpty else { throw Self.invalid("Message", "Empty message") }
        let attributes = try Self.attributes(of: form)
        let size = message.utf8.count + attributes.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count + 6 }
        guard size <= 262_144 else { throw Self.invalid("Message", "Message too long") }
        if let subject = form["Subject"] {
            guard (1...100).contains(subject.utf8.count), subject.utf8.allSatisfy({ (0x20...0x7E).contains($0) }),
                subject.first != " "
            else { throw Self.invalid("Subject", "must be ASCII text without line breaks, of at most 100 characters") }
        }
        let (group, token) = (form["MessageGroupId"], form["MessageDeduplicationId"])
        for (name, value) in [("MessageGroupId", group), ("MessageDeduplicationId", token)] {
            guard let value else { continue }
            guard (1...128).contains(value.utf8.count), value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw Self.invalid(name, "can only include alphanumeric and punctuation characters, 1 to 128 in length")
            }
        }
        if topic.hasSuffix(".fifo") {
            guard group != nil else {
                throw Self.invalid("MessageGroupId", "is required for messages to a FIFO topic")
            }
            guard let token else {
                throw Self.invalid("MessageDeduplicationId", "is required without content-based deduplication")
            }
            let known = published.last { $0.message.topic == topic && $0.message.deduplicationID == token }
            if let known, call.now.timeIntervalSince(known.date) < 300 { return Self.reply(known.message.id, call) }
        } else if token != nil {
            throw Self.invalid("MessageDeduplicationId", "is for FIFO topics only")
        }
        let id =
            "\(generator.text(8, from: Self.hex))-\(generator.text(4, from: Self.hex))-5\(generator.text(3, from: Self.hex))"
            + "-a\(generator.text(3, from: Self.hex))-\(generator.text(12, from: Self.hex))"
        published.append(
            (
                MockAWS.PublishedMessage(
                    topic: topic, id: id, subject: form["Subject"], message: message, attributes: attributes,
                    group: group, deduplicationID: token),
                call.now
            ))
        return Self.reply(id, call)
    }

    private static let hex = Array("0123456789abcdef")

    private static func attributes(of form: [String: String]) throws(ServiceFault) -> [String: String] {
        var attributes: [String: String] = [:]
        var index = 1
        while let name = form["MessageAttributes.entry.\(index).Name"] {
            let type = form["MessageAttributes.entry.\(index).Value.DataType"]
            guard let type, type == "String" || type == "Number" || type == "Binary" || type.hasPrefix("String.") else {
                throw ServiceFault(
                    "ParameterValueInvalid", 400,
                    "The message attribute '\(name)' has an invalid message attribute type")
            }
            attributes[name] = form["MessageAttributes.entry.\(index).Value.StringValue"] ?? ""
            index += 1
        }
        return attributes
    }

    private static func invalid(_ name: String, _ reason: String) -> ServiceFault {
        ServiceFault("InvalidParameter", 400, "Invalid parameter: \(name) Reason: \(reason)")
    }

    private static func reply(_ id: String, _ call: Call) -> Reply {
        let xml = """
            <PublishResponse xmlns="https://sns.amazonaws.com/doc/2010-03-31/">
              <PublishResult>
                <MessageId>\(id)</MessageId>
              </PublishResult>
              <ResponseMetadata>
                <RequestId>\(call.requestID)</RequestId>
              </ResponseMetadata>
            </PublishResponse>

            """
        return Reply(contentType: WireProtocol.query.contentType, bytes: Array(xml.utf8))
    }
}
