import AWSCore
import AWSEventStream

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
    static func decode(_ message: EventStreamMessage) throws -> Self? {
        if message.isEventType(literal: "contentBlockDelta") {
            // The message's own storage spares this path, which nearly all events take, a reference to it.
            let range = message.payloadRange
            let delta = message.storage.withUnsafeBytes { bytes in
                TextDeltaScanner.scan(UnsafeRawBufferPointer(rebasing: bytes[range]))
            }
            if let delta { return .contentBlockDelta(delta) }
            return .contentBlockDelta(try AWSJSON.decode(ContentBlockDeltaEvent.self, from: message.payload))
        }
        guard let type = message.eventType else { throw MissingEventType() }
        let payload = message.payload
        switch type {
        case "messageStart": return .messageStart(try AWSJSON.decode(MessageStartEvent.self, from: payload))
        case "contentBlockStart":
            return .contentBlockStart(try AWSJSON.decode(ContentBlockStartEvent.self, from: payload))
        case "contentBlockStop":
            return .contentBlockStop(try AWSJSON.decode(ContentBlockStopEvent.self, from: payload))
        case "messageStop": return .messageStop(try AWSJSON.decode(MessageStopEvent.self, from: payload))
        case "metadata": return .metadata(try AWSJSON.decode(ConverseStreamMetadataEvent.self, from: payload))
        case "initial-response": return nil
        default: return .unknown(type, payload: Array(payload))
        }
    }
}

/// An event frame that does not say which event it is.
struct MissingEventType: Error, CustomStringConvertible {
    var description: String { "an event without :event-type" }
}
