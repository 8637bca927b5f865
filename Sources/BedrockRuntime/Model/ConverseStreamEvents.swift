public import AWSCore
import Metering
public import UsageDialects

/// A message begins.
public struct MessageStartEvent: Sendable, Hashable, Codable {
    /// Who speaks.
    public var role: Message.Role

    /// Creates one from its members.
    public init(role: Message.Role) {
        self.role = role
    }
}

/// A block of the message begins. Plain text begins without this event.
public struct ContentBlockStartEvent: Sendable, Hashable, Codable {
    /// What kind of block it is.
    public var start: ContentBlockStart
    /// The block's place in the message, from 0.
    public var contentBlockIndex: Int

    /// Creates one from its members.
    public init(start: ContentBlockStart, contentBlockIndex: Int) {
        self.start = start
        self.contentBlockIndex = contentBlockIndex
    }
}

/// What kind of block begins.
public enum ContentBlockStart: Sendable, Hashable {
    /// A tool use, whose input follows in fragments.
    case toolUse(ToolUse)
    /// The result of a tool that the service ran.
    case toolResult(ToolResult)
    /// An image.
    case image(Image)
    /// A member that this version does not know, by its name on the wire.
    case unknown(String, JSONValue)

    /// A tool use begins.
    public struct ToolUse: Sendable, Hashable, Codable {
        /// Names this use.
        public var toolUseID: String
        /// The tool's name.
        public var name: String
        /// Set where the service itself runs the tool.
        public var type: ToolUseBlock.Kind?

        /// Creates one from its members.
        public init(toolUseID: String, name: String, type: ToolUseBlock.Kind? = nil) {
            self.toolUseID = toolUseID
            self.name = name
            self.type = type
        }

        private enum CodingKeys: String, CodingKey {
            case toolUseID = "toolUseId"
            case name
            case type
        }
    }

    /// The result of a tool begins.
    public struct ToolResult: Sendable, Hashable, Codable {
        /// The use that it answers.
        public var toolUseID: String
        /// Set where the service itself ran the tool.
        public var type: String?
        /// Whether the tool worked.
        public var status: ToolResultBlock.Status?

        /// Creates one from its members.
        public init(toolUseID: String, type: String? = nil, status: ToolResultBlock.Status? = nil) {
            self.toolUseID = toolUseID
            self.type = type
            self.status = status
        }

        private enum CodingKeys: String, CodingKey {
            case toolUseID = "toolUseId"
            case type
            case status
        }
    }

    /// An image begins.
    public struct Image: Sendable, Hashable, Codable {
        /// How the image is encoded.
        public var format: ImageBlock.Format

        /// Creates one from its members.
        public init(format: ImageBlock.Format) {
            self.format = format
        }
    }
}

/// More of a block.
public struct ContentBlockDeltaEvent: Sendable, Hashable, Codable {
    /// What is new.
    public var delta: ContentBlockDelta
    /// The block's place in the message, from 0.
    public var contentBlockIndex: Int

    /// Creates one from its members.
    public init(delta: ContentBlockDelta, contentBlockIndex: Int) {
        self.delta = delta
        self.contentBlockIndex = contentBlockIndex
    }
}

/// A block is complete.
public struct ContentBlockStopEvent: Sendable, Hashable, Codable {
    /// The block's place in the message, from 0.
    public var contentBlockIndex: Int

    /// Creates one from its members.
    public init(contentBlockIndex: Int) {
        self.contentBlockIndex = contentBlockIndex
    }
}

/// The message is complete.
public struct MessageStopEvent: Sendable, Hashable, Codable {
    /// Why the model stopped.
    public var stopReason: StopReason
    /// The fields that ``Converse/additionalModelResponseFieldPaths`` asked for.
    public var additionalModelResponseFields: JSONValue?

    /// Creates one from its members.
    public init(stopReason: StopReason, additionalModelResponseFields: JSONValue? = nil) {
        self.stopReason = stopReason
        self.additionalModelResponseFields = additionalModelResponseFields
    }
}

/// What the answer cost; the last event.
public struct ConverseStreamMetadataEvent: Sendable, Hashable, Codable {
    /// The tokens that are billed.
    public var usage: ConverseUsage
    /// How long it took.
    public var metrics: ConverseMetrics
    /// What guardrails and prompt routers did.
    public var trace: ConverseTrace?
    /// The latency that was used.
    public var performanceConfig: PerformanceConfiguration?
    /// The tier that was used.
    public var serviceTier: ServiceTier?

    /// Creates one from its members.
    public init(
        usage: ConverseUsage, metrics: ConverseMetrics, trace: ConverseTrace? = nil,
        performanceConfig:
            PerformanceConfiguration? = nil, serviceTier: ServiceTier? = nil
    ) {
        self.usage = usage
        self.metrics = metrics
        self.trace = trace
        self.performanceConfig = performanceConfig
        self.serviceTier = serviceTier
    }

    /// What was used, with the tier that served it and with counts that are not known.
    public var usageReading: UsageReading {
        var reading = usage.reading(servedTier: PriceTier(serviceTier?.type, performanceConfig?.latency))
        reading.dialect = .converseStream
        return reading
    }
}

extension ContentBlockStart: Codable {
    /// Decodes the one member that is set.
    public init(from decoder: any Decoder) throws {
        let union = try UnionDecoder(decoder)
        switch union.member {
        case "toolUse": self = .toolUse(try union.value())
        case "toolResult": self = .toolResult(try union.value())
        case "image": self = .image(try union.value())
        default: self = .unknown(union.member, try union.value())
        }
    }

    /// Encodes an object of one member.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .toolUse(let value): try encoder.encode(member: "toolUse", value)
        case .toolResult(let value): try encoder.encode(member: "toolResult", value)
        case .image(let value): try encoder.encode(member: "image", value)
        case .unknown(let member, let value): try encoder.encode(member: member, value)
        }
    }
}
