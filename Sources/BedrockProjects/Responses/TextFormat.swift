public import AWSCore

/// The form of an answer's text.
public enum TextFormat: Sendable, Hashable {
    /// Plain text.
    case text
    /// Any JSON object.
    case jsonObject
    /// JSON that fits a schema.
    case jsonSchema(name: String, schema: JSONValue, strict: Bool? = nil, description: String? = nil)
    /// Another form, as JSON.
    case other(JSONValue)

    /// The Responses API writes a schema's members beside the type, Chat Completions below `json_schema`.
    var responsesJSON: JSONValue {
        switch self {
        case .text: ["type": "text"]
        case .jsonObject: ["type": "json_object"]
        case .jsonSchema: .object(schemaMembers.merging(["type": "json_schema"]) { $1 })
        case .other(let json): json
        }
    }
    var chatJSON: JSONValue {
        if case .jsonSchema = self {
            ["type": "json_schema", "json_schema": .object(schemaMembers)]
        } else {
            responsesJSON
        }
    }

    private var schemaMembers: [String: JSONValue] {
        guard case .jsonSchema(let name, let schema, let strict, let description) = self else { return [:] }
        var members: [String: JSONValue] = ["name": .string(name), "schema": schema]
        members["strict"] = strict.map(JSONValue.bool)
        members["description"] = description.map(JSONValue.string)
        return members
    }

    func validate() throws(AWSError) {
        guard case .jsonSchema(let name, let schema, _, _) = self else { return }
        try InferenceRules.check(name: name, "text.format.name")
        guard schema.object != nil else {
            throw .invalidInput("text.format.schema", "must be a JSON object")
        }
    }
}
