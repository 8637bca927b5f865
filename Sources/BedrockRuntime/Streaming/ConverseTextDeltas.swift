public import AWSCore

extension EventStreamEvents where Operation == ConverseStream {
    /// The text of the answer as it is generated, all other events passed over.
    public var text: ConverseTextDeltas { ConverseTextDeltas(events: self) }
}

/// The text of a ``ConverseStream`` as it is generated. It can be read once.
public struct ConverseTextDeltas: AsyncSequence, Sendable {
    /// A piece of text.
    public typealias Element = String
    /// Why the stream ended early.
    public typealias Failure = AWSError

    let events: EventStreamEvents<ConverseStream>

    /// Reads the text.
    public func makeAsyncIterator() -> Iterator { Iterator(events: events.makeAsyncIterator()) }

    /// Takes events and hands out their text.
    public struct Iterator: AsyncIteratorProtocol {
        var events: EventStreamEvents<ConverseStream>.Iterator

        /// The next piece of text; `nil` at the end of the stream.
        ///
        /// - Throws: `AWSError` after all text before it has been returned.
        public mutating func next() async throws(AWSError) -> String? {
            while let event = try await events.next() {
                if let text = event.text { return text }
            }
            return nil
        }
    }
}
