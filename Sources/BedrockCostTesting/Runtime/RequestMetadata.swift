import AWSCore

/// The pairs that a caller attaches to an invocation.
enum RequestMetadata {
    /// Converse's `requestMetadata`.
    static func pairs(in value: JSONValue?) throws(ServiceFault) -> [String: String] {
        guard let value, value != .null else { return [:] }
        guard let object = value.object else { throw .validation("requestMetadata must be a map of strings.") }
        return try check(object, "requestMetadata")
    }

    /// InvokeModel's header, a JSON object as text.
    static func pairs(inHeader text: String?) throws(ServiceFault) -> [String: String] {
        guard let text else { return [:] }
        guard text.unicodeScalars.count <= 8_500, let object = (try? JSONValue(parsing: Array(text.utf8)))?.object
        else {
            throw .validation(
                "The X-Amzn-Bedrock-Request-Metadata header must be a JSON object of strings of at most 8500 characters."
            )
        }
        return try check(object, "requestMetadata")
    }

    private static func check(_ object: [String: JSONValue], _ member: String) throws(ServiceFault) -> [String: String]
    {
        guard (1...16).contains(object.count) else {
            throw .constraint(
                member, nil, "Member must have length between 1 and 16, inclusive")
        }
        var pairs: [String: String] = [:]
        for (key, value) in object.sorted(by: { $0.key < $1.key }) {
            guard let value = value.string else { throw .validation("\(member) must be a map of strings.") }
            try Constraint.metadataKey.check(key, at: member, isSensitive: true)
            try Constraint.metadataValue.check(value, at: member, isSensitive: true)
            pairs[key] = value
        }
        return pairs
    }
}
