import AWSCore

/// Makes up a value that satisfies a JSON schema, as far as types, constants, enumerations, alternatives, bounds, references
/// and required members go.
struct SchemaExample {
    /// The whole schema, which references point into.
    let root: JSONValue

    func value(_ generator: inout SplitMix64) -> JSONValue { value(of: root, depth: 0, &generator) }

    private func value(of schema: JSONValue, depth: Int, _ generator: inout SplitMix64) -> JSONValue {
        if let constant = schema["const"] { return constant }
        if let choices = schema["enum"]?.array, !choices.isEmpty { return choices[generator.below(choices.count)] }
        if let reference = schema["$ref"]?.string {
            // A schema that refers to itself ends where null is as good as anything.
            return depth > 8 ? .null : value(of: definition(at: reference), depth: depth + 1, &generator)
        }
        for key in ["anyOf", "oneOf", "allOf"] {
            guard let first = schema[key]?.array?.first else { continue }
            return depth > 8 ? .null : value(of: first, depth: depth + 1, &generator)
        }
        switch type(of: schema) {
        case "string": return string(schema, &generator)
        case "integer", "number": return number(schema, &generator)
        case "boolean": return .bool(generator.below(2) == 0)
        case "null": return .null
        case "array":
            guard let items = schema["items"] else { return [] }
            let count = min(max(1, schema["minItems"]?.int ?? 1), 100)
            return .array((0..<count).map { _ in value(of: items, depth: depth + 1, &generator) })
        default:
            let properties = schema["properties"]?.object ?? [:]
            let required = schema["required"]?.array?.compactMap(\.string) ?? properties.keys.sorted()
            var object: [String: JSONValue] = [:]
            for name in required {
                object[name] = value(of: properties[name] ?? ["type": "string"], depth: depth + 1, &generator)
            }
            return .object(object)
        }
    }

    /// The type; of several the first that is not `null`.
    private func type(of schema: JSONValue) -> String? {
        if let types = schema["type"]?.array?.compactMap(\.string) { return types.first { $0 != "null" } ?? "null" }
        return schema["type"]?.string
    }

    private func string(_ schema: JSONValue, _ generator: inout SplitMix64) -> JSONValue {
        var text = ReplyWriter.words[generator.below(ReplyWriter.words.count)]
        switch schema["format"]?.string {
        case "date": return "2026-10-01"
        case "date-time": return "2026-10-01T08:00:00Z"
        default: break
        }
        while text.count < min(schema["minLength"]?.int ?? 0, 10_000) {
            text += " " + ReplyWriter.words[generator.below(ReplyWriter.words.count)]
        }
        if let limit = schema["maxLength"]?.int { text = String(text.prefix(max(0, limit))) }
        return .string(text)
    }

    private func number(_ schema: JSONValue, _ generator: inout SplitMix64) -> JSONValue {
        let lowest = bound(schema["minimum"]) ?? bound(schema["exclusiveMinimum"]).map { $0 + 1 } ?? 1
        let highest = bound(schema["maximum"]) ?? bound(schema["exclusiveMaximum"]).map { $0 - 1 } ?? lowest + 99
        return .int(Int64(min(lowest, highest) + generator.below(max(0, highest - lowest) + 1)))
    }

    /// A bound that can be reckoned with; no example needs greater numbers.
    private func bound(_ value: JSONValue?) -> Int? { value?.int.map { max(-1 << 50, min(1 << 50, $0)) } }

    /// The part of the schema that a reference such as `#/$defs/Address` names.
    private func definition(at reference: String) -> JSONValue {
        var part = root
        for key in reference.split(separator: "/").dropFirst() { part = part[String(key)] ?? [:] }
        return part
    }
}
