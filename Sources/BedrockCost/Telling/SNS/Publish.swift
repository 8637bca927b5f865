package import AWSCore

/// SNS Publish: a message to whoever has subscribed to a topic.
package struct Publish: QueryOperation {
    /// SNS.
    package typealias Service = SNSService
    /// `Publish`.
    package static let name = "Publish"
    /// Messages that come twice are told apart by the event's id in them.
    package static let isIdempotent = true

    /// The topic.
    package var topic: ARN
    /// The text, up to 262,144 bytes together with the attributes.
    package var message: String
    /// The subject of e-mails: up to 100 ASCII characters without line breaks, the first of them no space.
    package var subject: String?
    /// Attributes by their names.
    package var attributes: [String: Attribute] = [:]
    /// The message group; for FIFO topics.
    package var group: String?
    /// What tells messages apart within five minutes; for FIFO topics.
    package var deduplicationID: String?

    /// What a subscriber can filter messages by.
    package struct Attribute: Sendable, Hashable {
        /// `String`, `String.Array` or `Number`.
        package var dataType: String
        /// The value.
        package var text: String?

        /// An attribute; of text where no type is named.
        package init(_ text: String?, dataType: String = "String") {
            self.text = text
            self.dataType = dataType
        }

        /// What it takes of the message's size, its name aside.
        fileprivate var size: Int { dataType.utf8.count + (text?.utf8.count ?? 0) }
    }

    /// A message to a topic.
    package init(_ message: String, to topic: ARN) {
        self.message = message
        self.topic = topic
    }

    /// What Publish returns.
    package struct Output: Sendable, Equatable {
        /// The message's id.
        package var messageID: String
        /// Where the message stands in its group; of FIFO topics.
        package var sequenceNumber: String?
    }

    /// The members as form fields.
    package var fields: RequestQuery {
        var fields = RequestQuery()
        fields.append("TopicArn", topic)
        fields.append("Message", message)
        fields.append("Subject", subject)
        for (index, (name, value)) in attributes.sorted(by: { $0.key < $1.key }).enumerated() {
            let entry = "MessageAttributes.entry.\(index + 1)"
            fields.append("\(entry).Name", name)
            fields.append("\(entry).Value.DataType", value.dataType)
            fields.append("\(entry).Value.StringValue", value.text)
        }
        fields.append("MessageDeduplicationId", deduplicationID)
        fields.append("MessageGroupId", group)
        return fields
    }

    /// Checks the lengths.
    package func validate() throws(AWSError) {
        let size =
            message.utf8.count + attributes.reduce(into: 0) { $0 += $1.key.utf8.count + $1.value.size }
        guard !message.isEmpty, size <= 262_144 else {
            throw .invalidInput("Message", "must have 1 to 262144 bytes with its attributes, not \(size)")
        }
        if let subject {
            guard (1...100).contains(subject.utf8.count), subject.utf8.allSatisfy({ (0x20...0x7E).contains($0) }),
                subject.utf8.first != 0x20
            else {
                throw .invalidInput("Subject", "must have 1 to 100 printable ASCII characters, the first no space")
            }
        }
    }

    /// Reads `<PublishResult>`.
    package static func decode(result: XMLElement) throws -> Output {
        guard let id = result["MessageId"]?.text else {
            throw XMLError(description: "the reply holds no <MessageId>")
        }
        return Output(messageID: id, sequenceNumber: result["SequenceNumber"]?.text)
    }

    /// A text as a subject: other characters become `?`, and what is longer than 100 is cut.
    static func subject(_ text: String) -> String {
        let scalars = text.unicodeScalars.prefix(100).map { (0x20...0x7E).contains($0.value) ? $0 : "?" }
        return String(String.UnicodeScalarView(scalars))
    }

    /// A text as a deduplication or group id, which has at most 128 letters, digits and marks, and no space: two texts that differ have
    /// different ids, save for one in 2⁶⁴ of long ones.
    static func token(_ text: String) -> String {
        let isLegal = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard !isLegal || text.utf8.count > 128 || text.isEmpty else { return text }
        // FNV-1a: the id only has to tell apart what one store emits.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let scalars = text.unicodeScalars.suffix(100).map { (0x21...0x7E).contains($0.value) ? $0 : "_" }
        return "\(String(hash, radix: 16))-\(String(String.UnicodeScalarView(scalars)))"
    }
}
