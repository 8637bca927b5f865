import AWSCore

/// The members of a record, taken out one by one, so that the rest is what this version does not know.
struct LogMembers {
    private(set) var rest: [String: JSONValue]

    init(_ members: [String: JSONValue]) { rest = members }

    /// Takes a member; `nil` for one that is absent or null.
    mutating func take(_ name: String) -> JSONValue? {
        let value = rest.removeValue(forKey: name)
        return value == .null ? nil : value
    }

    private mutating func require(_ name: String) throws(InvocationLogError) -> String {
        guard let text = take(name)?.string else {
            throw InvocationLogError(.malformed, "the record has no member \(name), or it is no string")
        }
        return text
    }

    mutating func record() throws(InvocationLogError) -> ModelInvocationLog {
        let type = try require("schemaType")
        guard type == ModelInvocationLog.schemaType else {
            throw InvocationLogError(.otherSchema, "the record is of another schema than ModelInvocationLog")
        }
        let version = take("schemaVersion")?.string ?? "1.0"
        guard let timestamp = TimestampFormat.iso8601.date(from: try require("timestamp")) else {
            throw InvocationLogError(.malformed, "the member timestamp is no date")
        }
        var record = ModelInvocationLog(
            timestamp: timestamp, accountID: try require("accountId"), region: Region(rawValue: try require("region")),
            requestID: try require("requestId"), operation: LoggedOperation(rawValue: try require("operation")),
            modelID: ModelID(rawValue: try require("modelId")),
            input: LoggedBody(.input, take("input")?.object ?? [:]))
        record.schemaVersion = version
        if let output = take("output")?.object { record.output = LoggedBody(.output, output) }
        record.errorCode = take("errorCode")?.string
        record.inferenceRegion = take("inferenceRegion")?.string.map { Region(rawValue: $0) }
        record.requestMetadata = (take("requestMetadata")?.object ?? [:]).compactMapValues(\.string)
        if let identity = rest["identity"]?.object, let arn = identity["arn"]?.string.flatMap({ ARN(rawValue: $0) }) {
            _ = take("identity")
            record.identity = LoggedIdentity(arn: arn, unknownMembers: identity.filter { $0.key != "arn" })
        }
        record.unknownMembers = rest
        return record
    }
}
