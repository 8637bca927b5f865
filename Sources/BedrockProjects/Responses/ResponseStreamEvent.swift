public import AWSCore

/// What a streamed response tells while it is being made.
public enum ResponseStreamEvent: Sendable, Hashable {
    /// The response has been begun.
    case created(Response)
    /// The response waits for its turn.
    case queued(Response)
    /// The response is being made.
    case inProgress(Response)
    /// An item begins.
    case itemAdded(ResponseItem, index: Int)
    /// An item is whole: a message, a call with its arguments.
    case itemDone(ResponseItem, index: Int)
    /// A piece of text.
    case textDelta(ResponseDelta)
    /// A piece of a refusal.
    case refusalDelta(ResponseDelta)
    /// A piece of a call's arguments.
    case argumentsDelta(ResponseDelta)
    /// A piece of reasoning, or of its summary.
    case reasoningDelta(ResponseDelta)
    /// The response is whole; its usage is known.
    case completed(Response)
    /// The response ends early; what was used is billed.
    case incomplete(Response)
    /// The response could not be made; ``Response/error`` tells why.
    case failed(Response)
    /// An event of another kind, by its type, as it came.
    case other(type: String, JSONValue)

    /// The piece of text in a ``textDelta(_:)``.
    public var text: String? { if case .textDelta(let delta) = self { delta.delta } else { nil } }

    /// The response, where the event ends the stream.
    public var finished: Response? {
        switch self {
        case .completed(let response), .incomplete(let response), .failed(let response): response
        default: nil
        }
    }

    init(_ type: String, _ json: JSONValue) {
        self = Self.known(type, json) ?? .other(type: type, json)
    }

    private static func known(_ type: String, _ json: JSONValue) -> Self? {
        if let begin = stages[type] { return json["response"].flatMap { Response($0) }.map(begin) }
        if let begin = deltas[type] { return ResponseDelta(json).map(begin) }
        guard let item = json["item"].map(ResponseItem.init), let index = json["output_index"]?.int else { return nil }
        return switch type {
        case "response.output_item.added": .itemAdded(item, index: index)
        case "response.output_item.done": .itemDone(item, index: index)
        default: nil
        }
    }

    private static let stages: [String: @Sendable (Response) -> Self] = [
        "response.created": { .created($0) }, "response.queued": { .queued($0) },
        "response.in_progress": { .inProgress($0) }, "response.completed": { .completed($0) },
        "response.incomplete": { .incomplete($0) }, "response.failed": { .failed($0) },
    ]

    private static let deltas: [String: @Sendable (ResponseDelta) -> Self] = [
        "response.output_text.delta": { .textDelta($0) }, "response.refusal.delta": { .refusalDelta($0) },
        "response.function_call_arguments.delta": { .argumentsDelta($0) },
        "response.reasoning_text.delta": { .reasoningDelta($0) },
        "response.reasoning_summary_text.delta": { .reasoningDelta($0) },
    ]
}

/// A piece of an item, in the order in which the pieces belong together.
public struct ResponseDelta: Sendable, Hashable {
    /// The piece.
    public var delta: String
    /// The item that it belongs to.
    public var itemID: String?
    /// The item's place in the output.
    public var outputIndex: Int
    /// The part's place in the item.
    public var contentIndex: Int

    /// A piece.
    public init(_ delta: String, itemID: String? = nil, outputIndex: Int = 0, contentIndex: Int = 0) {
        self.delta = delta
        self.itemID = itemID
        self.outputIndex = outputIndex
        self.contentIndex = contentIndex
    }

    init?(_ json: JSONValue) {
        guard let delta = json["delta"]?.string else { return nil }
        self.init(
            delta, itemID: json["item_id"]?.string, outputIndex: json["output_index"]?.int ?? 0,
            contentIndex: (json["content_index"] ?? json["summary_index"])?.int ?? 0)
    }
}
