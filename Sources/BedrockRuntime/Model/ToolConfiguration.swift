public import AWSCore

/// The tools that a model may ask for.
public struct ToolConfiguration: Sendable, Hashable, Codable {
    /// At least one tool.
    public var tools: [Tool]
    /// Which of them it uses; `nil` counts as ``ToolChoice/auto(_:)``.
    public var toolChoice: ToolChoice?

    /// Creates one from its members.
    public init(tools: [Tool], toolChoice: ToolChoice? = nil) {
        self.tools = tools
        self.toolChoice = toolChoice
    }
}

/// A tool that a model may ask for.
public enum Tool: Sendable, Hashable {
    /// A tool that the caller runs.
    case toolSpec(ToolSpecification)
    /// A tool that the service runs.
    case systemTool(SystemTool)
    /// The end of a prefix of tools to be cached.
    case cachePoint(CachePointBlock)
    /// A member that this version does not know, by its name on the wire.
    case unknown(String, JSONValue)

    /// A tool that the caller runs.
    ///
    /// - Parameters:
    ///   - name: 1 to 64 letters, digits, `_` and `-`.
    ///   - description: What the tool does, for the model to read.
    ///   - inputSchema: The JSON Schema of its input.
    public static func named(_ name: String, description: String? = nil, inputSchema: JSONValue) -> Self {
        .toolSpec(ToolSpecification(name: name, description: description, inputSchema: .json(inputSchema)))
    }
}

/// A tool that the caller runs.
public struct ToolSpecification: Sendable, Hashable, Codable {
    /// 1 to 64 letters, digits, `_` and `-`.
    public var name: String
    /// What the tool does, for the model to read; not empty.
    public var description: String?
    /// What the tool takes.
    public var inputSchema: InputSchema
    /// Whether the model must follow the schema exactly.
    public var strict: Bool?

    /// Creates one from its members.
    public init(name: String, description: String? = nil, inputSchema: InputSchema, strict: Bool? = nil) {
        self.name = name
        self.description = description
        self.inputSchema = inputSchema
        self.strict = strict
    }

    /// What a tool takes.
    public enum InputSchema: Sendable, Hashable {
        /// A JSON Schema.
        case json(JSONValue)
        /// A member that this version does not know, by its name on the wire.
        case unknown(String, JSONValue)
    }
}

/// A tool that the service runs.
public struct SystemTool: Sendable, Hashable, Codable {
    /// 1 to 64 letters, digits, `_` and `-`.
    public var name: String

    /// Creates one from its members.
    public init(name: String) {
        self.name = name
    }
}

/// Which tool a model uses.
public enum ToolChoice: Sendable, Hashable {
    /// The model decides whether and which.
    case auto(Auto)
    /// It must use some tool.
    case any(AnyTool)
    /// It must use this tool.
    case tool(Specific)
    /// A member that this version does not know, by its name on the wire.
    case unknown(String, JSONValue)

    /// The model decides whether it uses a tool, and which.
    public static var auto: Self { .auto(Auto()) }
    /// The model must use some tool.
    public static var any: Self { .any(AnyTool()) }
    /// The model must use the tool called `name`.
    public static func tool(named name: String) -> Self { .tool(Specific(name)) }

    /// The model decides.
    public struct Auto: Sendable, Hashable, Codable {

        /// Creates one; it has no members.
        public init() {}
    }

    /// Some tool is used.
    public struct AnyTool: Sendable, Hashable, Codable {

        /// Creates one; it has no members.
        public init() {}
    }

    /// One tool is used.
    public struct Specific: Sendable, Hashable, Codable {
        /// The tool's name.
        public var name: String

        /// Creates one from its members.
        public init(_ name: String) {
            self.name = name
        }
    }
}

extension Tool: Codable {
    /// Decodes the one member that is set.
    public init(from decoder: any Decoder) throws {
        let union = try UnionDecoder(decoder)
        switch union.member {
        case "toolSpec": self = .toolSpec(try union.value())
        case "systemTool": self = .systemTool(try union.value())
        case "cachePoint": self = .cachePoint(try union.value())
        default: self = .unknown(union.member, try union.value())
        }
    }

    /// Encodes an object of one member.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .toolSpec(let value): try encoder.encode(member: "toolSpec", value)
        case .systemTool(let value): try encoder.encode(member: "systemTool", value)
        case .cachePoint(let value): try encoder.encode(member: "cachePoint", value)
        case .unknown(let member, let value): try encoder.encode(member: member, value)
        }
    }
}

extension ToolSpecification.InputSchema: Codable {
    /// Decodes the one member that is set.
    public init(from decoder: any Decoder) throws {
        let union = try UnionDecoder(decoder)
        switch union.member {
        case "json": self = .json(try union.value())
        default: self = .unknown(union.member, try union.value())
        }
    }

    /// Encodes an object of one member.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .json(let value): try encoder.encode(member: "json", value)
        case .unknown(let member, let value): try encoder.encode(member: member, value)
        }
    }
}

extension ToolChoice: Codable {
    /// Decodes the one member that is set.
    public init(from decoder: any Decoder) throws {
        let union = try UnionDecoder(decoder)
        switch union.member {
        case "auto": self = .auto(try union.value())
        case "any": self = .any(try union.value())
        case "tool": self = .tool(try union.value())
        default: self = .unknown(union.member, try union.value())
        }
    }

    /// Encodes an object of one member.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .auto(let value): try encoder.encode(member: "auto", value)
        case .any(let value): try encoder.encode(member: "any", value)
        case .tool(let value): try encoder.encode(member: "tool", value)
        case .unknown(let member, let value): try encoder.encode(member: member, value)
        }
    }
}
