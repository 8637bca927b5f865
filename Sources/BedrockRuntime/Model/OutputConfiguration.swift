public import AWSCore

/// The form of a model's answer.
public struct OutputConfiguration: Sendable, Hashable, Codable {
    /// The form of its text.
    public var textFormat: OutputFormat?

    /// Creates one from its members.
    public init(textFormat: OutputFormat? = nil) {
        self.textFormat = textFormat
    }

    /// An answer that follows a JSON Schema.
    ///
    /// - Parameters:
    ///   - schema: The schema as JSON text.
    ///   - name: A name for the schema.
    ///   - description: What the schema is for.
    public static func jsonSchema(_ schema: String, name: String? = nil, description: String? = nil) -> Self {
        let definition = JSONSchemaDefinition(schema: schema, name: name, description: description)
        return Self(textFormat: OutputFormat(type: .jsonSchema, structure: .jsonSchema(definition)))
    }
}

/// The form of a model's text.
public struct OutputFormat: Sendable, Hashable, Codable {
    /// Which form.
    public var type: Kind
    /// The form itself.
    public var structure: Structure

    /// Creates one from its members.
    public init(type: Kind, structure: Structure) {
        self.type = type
        self.structure = structure
    }

    /// A form of text. An open set.
    public struct Kind: OpenStringSet {
        /// The value on the wire.
        public let rawValue: String

        /// A value as the service spells it.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// JSON that follows a schema.
        public static let jsonSchema: Self = "json_schema"
    }

    /// What text must conform to.
    public enum Structure: Sendable, Hashable {
        /// A JSON Schema.
        case jsonSchema(JSONSchemaDefinition)
        /// A member that this version does not know, by its name on the wire.
        case unknown(String, JSONValue)
    }
}

/// A JSON Schema that a model's answer follows.
public struct JSONSchemaDefinition: Sendable, Hashable, Codable {
    /// The schema as JSON text.
    public var schema: String
    /// A name for the schema.
    public var name: String?
    /// What the schema is for.
    public var description: String?

    /// Creates one from its members.
    public init(schema: String, name: String? = nil, description: String? = nil) {
        self.schema = schema
        self.name = name
        self.description = description
    }
}

/// What a variable of a stored prompt is replaced with.
public enum PromptVariable: Sendable, Hashable {
    /// Plain text.
    case text(String)
    /// A member that this version does not know, by its name on the wire.
    case unknown(String, JSONValue)
}

extension PromptVariable: ExpressibleByStringLiteral {
    /// Plain text.
    public init(stringLiteral value: String) { self = .text(value) }
}

extension OutputFormat.Structure: Codable {
    /// Decodes the one member that is set.
    public init(from decoder: any Decoder) throws {
        let union = try UnionDecoder(decoder)
        switch union.member {
        case "jsonSchema": self = .jsonSchema(try union.value())
        default: self = .unknown(union.member, try union.value())
        }
    }

    /// Encodes an object of one member.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .jsonSchema(let value): try encoder.encode(member: "jsonSchema", value)
        case .unknown(let member, let value): try encoder.encode(member: member, value)
        }
    }
}

extension PromptVariable: Codable {
    /// Decodes the one member that is set.
    public init(from decoder: any Decoder) throws {
        let union = try UnionDecoder(decoder)
        switch union.member {
        case "text": self = .text(try union.value())
        default: self = .unknown(union.member, try union.value())
        }
    }

    /// Encodes an object of one member.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .text(let value): try encoder.encode(member: "text", value)
        case .unknown(let member, let value): try encoder.encode(member: member, value)
        }
    }
}
