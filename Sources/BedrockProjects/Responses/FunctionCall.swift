public import AWSCore

/// A call that the model asks the program to make.
public struct FunctionCall: Sendable, Hashable {
    /// Names the call, so that its result can be told from those of other calls.
    public var callID: String
    /// The function's name.
    public var name: String
    /// The arguments as the model wrote them: JSON text, not checked by the service.
    public var arguments: String

    /// A call.
    public init(callID: String, name: String, arguments: String) {
        self.callID = callID
        self.name = name
        self.arguments = arguments
    }

    /// The arguments as a value.
    ///
    /// - Throws: `DecodingError` where the model has written something else.
    public func decodedArguments<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        try AWSJSON.decode(type, from: arguments.utf8)
    }
}

/// A function that the model may ask for.
public struct FunctionTool: Sendable, Hashable {
    /// 1 to 64 ASCII letters, digits, underscores and hyphens.
    public var name: String
    /// What it does, for the model.
    public var description: String?
    /// The JSON schema of its arguments.
    public var parameters: JSONValue?
    /// Whether arguments must fit the schema exactly.
    public var strict: Bool?

    /// A function.
    public init(name: String, description: String? = nil, parameters: JSONValue? = nil, strict: Bool? = nil) {
        self.name = name
        self.description = description
        self.parameters = parameters
        self.strict = strict
    }

    private var members: [String: JSONValue] {
        var members: [String: JSONValue] = ["name": .string(name)]
        members["description"] = description.map(JSONValue.string)
        members["parameters"] = parameters
        members["strict"] = strict.map(JSONValue.bool)
        return members
    }

    /// The Responses API writes the function's members beside the type, Chat Completions below `function`.
    var responsesJSON: JSONValue { .object(members.merging(["type": "function"]) { $1 }) }
    var chatJSON: JSONValue { ["type": "function", "function": .object(members)] }
}

/// Whether, and which, tool is called.
public enum FunctionToolChoice: Sendable, Hashable {
    /// The model decides.
    case auto
    /// No tool.
    case none
    /// At least one tool.
    case required
    /// This function.
    case function(String)
    /// Another form, as JSON.
    case other(JSONValue)

    var responsesJSON: JSONValue {
        if case .function(let name) = self { ["type": "function", "name": .string(name)] } else { plain }
    }
    var chatJSON: JSONValue {
        if case .function(let name) = self {
            ["type": "function", "function": ["name": .string(name)]]
        } else {
            plain
        }
    }

    private var plain: JSONValue {
        switch self {
        case .auto: "auto"
        case .none, .function: "none"
        case .required: "required"
        case .other(let json): json
        }
    }
}
