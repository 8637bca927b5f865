import AWSCore

extension ServiceFault {
    static let openAIThrottling = Self("rate_limit_exceeded", 429, "Rate limit reached. Please try again later.")

    static func unknownURL(_ call: Call) -> Self {
        Self("unknown_url", 404, "Invalid URL (\(call.request.method) \(call.request.path))")
    }

    /// A member of a request that OpenAI's rules refuse.
    static func refused(_ parameter: String, _ code: String, _ message: String, status: Int = 400) -> Self {
        Self(code, status, message, members: ["param": .string(parameter)])
    }

    static func lacking(_ parameter: String) -> Self {
        refused(parameter, "missing_required_parameter", "Missing required parameter: '\(parameter)'.")
    }

    static func invalidType(_ parameter: String, _ expected: String) -> Self {
        refused(parameter, "invalid_type", "Invalid type for '\(parameter)': expected \(expected).")
    }

    static func invalidValue(_ parameter: String, _ value: String, _ supported: [String]) -> Self {
        let list = supported.map { "'\($0)'" }.joined(separator: ", ")
        return refused(
            parameter, "invalid_value", "Invalid value: '\(value)'. Supported values are: \(list).")
    }
}

/// The members that Responses and Chat Completions have in common, read by OpenAI's rules.
struct OpenAIBody {
    let json: JSONValue

    init(_ call: Call) throws(ServiceFault) {
        guard let value = try? JSONValue(parsing: call.request.body), value.object != nil else {
            throw ServiceFault("invalid_json", 400, "We could not parse the JSON body of your request.")
        }
        json = value
    }

    /// A member that is there and not null.
    subscript(name: String) -> JSONValue? {
        guard let value = json[name], value != .null else { return nil }
        return value
    }

    func string(_ name: String) throws(ServiceFault) -> String? {
        guard let value = self[name] else { return nil }
        guard let text = value.string else { throw .invalidType(name, "a string") }
        return text
    }

    func bool(_ name: String) throws(ServiceFault) -> Bool? {
        guard let value = self[name] else { return nil }
        guard let bool = value.bool else { throw .invalidType(name, "a boolean") }
        return bool
    }

    func integer(_ name: String, atLeast minimum: Int) throws(ServiceFault) -> Int? {
        guard let value = self[name] else { return nil }
        guard let number = value.int else { throw .invalidType(name, "an integer") }
        guard number >= minimum else {
            throw .refused(
                name, "integer_below_min_value",
                "Invalid '\(name)': integer below minimum value. Expected a value >= \(minimum), but got \(number) "
                    + "instead.")
        }
        return number
    }

    /// Checks what both APIs have and the simulator gives no effect to.
    func checkCommonMembers() throws(ServiceFault) {
        for (name, limit) in [("temperature", 2.0), ("top_p", 1.0)] {
            guard let value = self[name] else { continue }
            guard let number = value.double else { throw .invalidType(name, "a number") }
            guard (0...limit).contains(number) else {
                throw .refused(
                    name, "decimal_out_of_range",
                    "Invalid '\(name)': Expected a value between 0 and \(Int(limit)), but got \(number) instead.")
            }
        }
        guard let metadata = self["metadata"] else { return }
        guard let pairs = metadata.object else { throw .invalidType("metadata", "an object of strings") }
        guard pairs.count <= 16 else {
            throw .refused(
                "metadata", "object_above_max_properties", "Invalid 'metadata': at most 16 pairs are allowed.")
        }
        for (key, value) in pairs.sorted(by: { $0.key < $1.key }) {
            guard let text = value.string else { throw .invalidType("metadata.\(key)", "a string") }
            guard key.count <= 64, text.count <= 512 else {
                throw .refused(
                    "metadata", "string_above_max_length",
                    "Invalid 'metadata': keys have at most 64 characters, values at most 512.")
            }
        }
    }

    /// The tier asked for, and the one that serves the call.
    func serviceTier() throws(ServiceFault) -> ServiceTier {
        switch try string("service_tier") {
        case nil, "auto", "default": .standard
        case "flex": .flex
        case "priority": .priority
        case let other?: throw .invalidValue("service_tier", other, ["auto", "default", "flex", "priority"])
        }
    }

    /// The most tokens that a model reasons with at an effort.
    static func reasoningBudget(_ effort: String, _ parameter: String) throws(ServiceFault) -> Int? {
        let budgets = ["none": 0, "minimal": 8, "low": 16, "medium": 32, "high": 64]
        guard let budget = budgets[effort] else {
            throw .invalidValue(parameter, effort, ["none", "minimal", "low", "medium", "high"])
        }
        return budget == 0 ? nil : budget
    }

    /// The schema of a `json_schema` or `json_object` format; `nil` for text.
    static func outputSchema(
        _ format: JSONValue?, nestedIn member: String?, at parameter: String
    ) throws(ServiceFault) -> JSONValue? {
        guard let format, format != .null else { return nil }
        switch format["type"]?.string {
        case "text": return nil
        case "json_object": return ["type": "object"]
        case "json_schema":
            let definition = member.map { format[$0] ?? [:] } ?? format
            let path = member.map { "\(parameter).\($0)" } ?? parameter
            guard let name = definition["name"]?.string else { throw .lacking("\(path).name") }
            guard isName(name) else {
                throw .refused(
                    "\(path).name", "invalid_value", "Invalid '\(path).name': must match '^[a-zA-Z0-9_-]{1,64}$'.")
            }
            guard let schema = definition["schema"], schema.object != nil else { throw .lacking("\(path).schema") }
            return schema
        case let other:
            throw .invalidValue("\(parameter).type", other ?? "", ["text", "json_object", "json_schema"])
        }
    }

    static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { Constraint.isAlphanumeric($0) || "_-".utf8.contains($0) }
    }
}
