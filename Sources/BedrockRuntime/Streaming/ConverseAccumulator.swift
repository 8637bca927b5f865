public import AWSCore

/// Puts the events of a ``ConverseStream`` together into the message that ``Converse`` would have returned.
///
/// ```swift
/// var answer = ConverseAccumulator()
/// for try await event in events { answer.add(event) }
/// conversation.append(answer.message)
/// ```
public struct ConverseAccumulator: Sendable, Hashable {
    /// A block that grows in place, whatever its kind.
    private struct Block: Sendable, Hashable {
        enum Kind: Sendable, Hashable {
            case text, reasoning, redactedReasoning
            case toolUse(ContentBlockStart.ToolUse)
            case toolResult(ContentBlockStart.ToolResult)
            case image(ImageBlock.Format)
        }

        var kind: Kind
        /// The text, the reasoning, or the fragments of a tool's input.
        var text = ""
        var signature: String?
        var bytes: [UInt8] = []
        var citations: [Citation] = []
        var results: [ToolResultContentBlock] = []
        var source: MediaSource?
        var error: MediaError?
    }

    private var blocks: [Int: Block] = [:]
    /// Who speaks.
    public private(set) var role = Message.Role.assistant
    /// Why the model stopped; `nil` while the message is not complete.
    public private(set) var stopReason: StopReason?
    /// The fields that ``Converse/additionalModelResponseFieldPaths`` asked for.
    public private(set) var additionalModelResponseFields: JSONValue?
    /// What the answer cost; `nil` until the stream's last event, and for good where that never came.
    public private(set) var metadata: ConverseStreamMetadataEvent?

    /// An answer of which nothing has come yet.
    public init() {}

    /// The tokens that are billed; `nil` where they are not known.
    public var usage: ConverseUsage? { metadata?.usage }

    /// Adds what `event` says. Events and blocks that this version does not know are passed over.
    public mutating func add(_ event: ConverseStreamEvent) {
        switch event {
        case .messageStart(let event): role = event.role
        case .contentBlockStart(let event): start(event.start, at: event.contentBlockIndex)
        case .contentBlockDelta(let event): extend(with: event.delta, at: event.contentBlockIndex)
        case .messageStop(let event):
            stopReason = event.stopReason
            additionalModelResponseFields = event.additionalModelResponseFields
        case .metadata(let event): metadata = event
        case .contentBlockStop, .unknown: break
        }
    }

    /// The message so far, its blocks in order.
    ///
    /// The input of a tool of which only a part has come, or which is not JSON, stands there as a string.
    public var message: Message {
        Message(role: role, content: blocks.sorted { $0.key < $1.key }.map { Self.content(of: $0.value) })
    }

    /// The text so far.
    public var text: String { message.text }

    /// The whole answer as ``Converse`` returns it; `nil` while the message is not complete or its cost not known.
    public var response: ConverseResponse? {
        guard let stopReason, let metadata else { return nil }
        return ConverseResponse(
            output: .message(message), stopReason: stopReason, usage: metadata.usage, metrics: metadata.metrics,
            additionalModelResponseFields: additionalModelResponseFields, trace: metadata.trace,
            performanceConfig: metadata.performanceConfig, serviceTier: metadata.serviceTier)
    }

    private mutating func start(_ start: ContentBlockStart, at index: Int) {
        switch start {
        case .toolUse(let toolUse): blocks[index] = Block(kind: .toolUse(toolUse))
        case .toolResult(let toolResult): blocks[index] = Block(kind: .toolResult(toolResult))
        case .image(let image): blocks[index] = Block(kind: .image(image.format))
        case .unknown: break
        }
    }

    private mutating func extend(with delta: ContentBlockDelta, at index: Int) {
        switch delta {
        case .text(let more): blocks[index, default: Block(kind: .text)].text += more
        case .citation(let citation):
            blocks[index, default: Block(kind: .text)].citations.append(Citation(citation))
        case .toolUse(let more): blocks[index]?.text += more.input
        case .toolResult(let more): blocks[index]?.results += more.map(ToolResultContentBlock.init)
        case .reasoningContent(.text(let more)): blocks[index, default: Block(kind: .reasoning)].text += more
        case .reasoningContent(.signature(let more)):
            let signature = blocks[index]?.signature ?? ""
            blocks[index, default: Block(kind: .reasoning)].signature = signature + more
        case .reasoningContent(.redactedContent(let more)):
            blocks[index, default: Block(kind: .redactedReasoning)].bytes += more.bytes
        case .image(let more):
            if case .bytes(let blob) = more.source {
                blocks[index]?.bytes += blob.bytes
            } else if let source = more.source {
                blocks[index]?.source = source
            }
            if let error = more.error { blocks[index]?.error = error }
        case .reasoningContent(.unknown), .unknown: break
        }
    }

    private static func content(of block: Block) -> ContentBlock {
        switch block.kind {
        case .text:
            guard !block.citations.isEmpty else { return .text(block.text) }
            return .citationsContent(CitationsContentBlock(content: [.text(block.text)], citations: block.citations))
        case .toolUse(let start):
            // A tool without parameters may send no fragment at all.
            let input =
                block.text.isEmpty
                ? [:] : (try? JSONValue(parsing: Array(block.text.utf8))) ?? .string(block.text)
            return .toolUse(
                ToolUseBlock(toolUseID: start.toolUseID, name: start.name, input: input, type: start.type))
        case .toolResult(let start):
            return .toolResult(
                ToolResultBlock(
                    toolUseID: start.toolUseID, content: block.results, status: start.status, type: start.type))
        case .reasoning:
            return .reasoningContent(.reasoningText(.init(text: block.text, signature: block.signature)))
        case .redactedReasoning: return .reasoningContent(.redactedContent(Blob(block.bytes)))
        case .image(let format):
            return .image(
                ImageBlock(format: format, source: block.source ?? .bytes(Blob(block.bytes)), error: block.error))
        }
    }
}

extension Citation {
    fileprivate init(_ delta: CitationDelta) {
        self.init(
            title: delta.title, source: delta.source,
            sourceContent: delta.sourceContent?.map { .text($0.text ?? "") }, location: delta.location)
    }
}

extension ToolResultContentBlock {
    fileprivate init(_ delta: ContentBlockDelta.ToolResult) {
        switch delta {
        case .text(let text): self = .text(text)
        case .json(let value): self = .json(value)
        case .unknown(let member, let value): self = .unknown(member, value)
        }
    }
}

extension EventStreamEvents where Operation == ConverseStream {
    /// Reads the stream to its end and returns the whole answer.
    ///
    /// - Throws: ``AWSError``; what had come before the failure is then lost. Add events to a ``ConverseAccumulator`` of
    ///   one's own to keep it.
    public func collect() async throws(AWSError) -> ConverseAccumulator {
        var answer = ConverseAccumulator()
        for try await event in self { answer.add(event) }
        return answer
    }
}
