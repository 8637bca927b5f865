import AWSCore
package import AWSEventStream

/// An event of ``ConverseStream``, in the order in which they come.
public enum ConverseStreamEvent: Sendable, Hashable {
    /// The message begins.
    case messageStart(MessageStartEvent)
    /// A block other than plain text begins.
    case contentBlockStart(ContentBlockStartEvent)
    /// More of a block.
    case contentBlockDelta(ContentBlockDeltaEvent)
    /// A block is complete.
    case contentBlockStop(ContentBlockStopEvent)
    /// The message is complete.
    case messageStop(MessageStopEvent)
    /// What the answer cost; the last event.
    indirect case metadata(ConverseStreamMetadataEvent)
    /// An event that this version does not know, by its type, with the bytes of its payload.
    case unknown(String, payload: [UInt8])

    /// The text that is new; `nil` for every event but a delta with text.
    public var text: String? {
        if case .contentBlockDelta(let event) = self, case .text(let text) = event.delta { text } else { nil }
    }

    /// What the answer cost; `nil` for every event but the last.
    public var usage: ConverseUsage? {
        if case .metadata(let event) = self { event.usage } else { nil }
    }
}

extension ConverseStreamEvent {
    /// The event in `message`; `nil` for one that carries nothing of the stream.
    package init?(_ message: EventStreamMessage) throws {
        if message.isEventType(literal: "contentBlockDelta") {
            if let delta = message.payload.withUnsafeBytes({ TextDeltaScanner.scan($0) }) {
                self = .contentBlockDelta(delta)
            } else {
                self = .contentBlockDelta(try AWSJSON.decode(ContentBlockDeltaEvent.self, from: message.payload))
            }
            return
        }
        guard let type = message.eventType else { throw MissingEventType() }
        let payload = message.payload
        switch type {
        case "messageStart": self = .messageStart(try AWSJSON.decode(MessageStartEvent.self, from: payload))
        case "contentBlockStart":
            self = .contentBlockStart(try AWSJSON.decode(ContentBlockStartEvent.self, from: payload))
        case "contentBlockStop":
            self = .contentBlockStop(try AWSJSON.decode(ContentBlockStopEvent.self, from: payload))
        case "messageStop": self = .messageStop(try AWSJSON.decode(MessageStopEvent.self, from: payload))
        case "metadata": self = .metadata(try AWSJSON.decode(ConverseStreamMetadataEvent.self, from: payload))
        case "initial-response": return nil
        default: self = .unknown(type, payload: Array(payload))
        }
    }
}

/// An event frame that does not say which event it is.
struct MissingEventType: Error, CustomStringConvertible {
    var description: String { "an event without :event-type" }
}
