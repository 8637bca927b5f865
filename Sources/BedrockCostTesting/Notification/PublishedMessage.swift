extension MockAWS {
    /// A message that was published to an SNS topic.
    public struct PublishedMessage: Sendable, Hashable {
        /// The topic's ARN.
        public let topic: String
        /// The message's id.
        public let id: String
        /// The subject of e-mails.
        public let subject: String?
        /// The text.
        public let message: String
        /// The message attributes of type String.
        public let attributes: [String: String]
        /// The message group, for FIFO topics.
        public let group: String?
        /// What tells messages apart, for FIFO topics.
        public let deduplicationID: String?
    }

    /// The messages that SNS has taken, in their order. What a FIFO topic dropped as a repetition is not among them.
    ///
    /// Every well-formed topic of the caller's account and Region exists.
    public var publishedMessages: [PublishedMessage] { engine.withState { $0.published.map(\.message) } }
}
