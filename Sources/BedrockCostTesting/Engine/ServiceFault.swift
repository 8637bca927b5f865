import AWSCore

/// An error that a service answers with.
struct ServiceFault: Error, Equatable {
    let code: String
    let status: Int
    let message: String
    /// Members beside the message, such as `resourceName`.
    var members: [String: JSONValue] = [:]
    /// The code of the older query protocol, which query-compatible services tell in a header field.
    var queryCode: String?

    init(_ code: String, _ status: Int, _ message: String, members: [String: JSONValue] = [:]) {
        self.code = code
        self.status = status
        self.message = message
        self.members = members
    }

    static func validation(_ message: String) -> Self { Self("ValidationException", 400, message) }
    static func notFound(_ message: String) -> Self { Self("ResourceNotFoundException", 404, message) }
    static func accessDenied(_ message: String) -> Self { Self("AccessDeniedException", 403, message) }

    /// A value that breaks a constraint of the service's model, in the words that the services' framework uses.
    ///
    /// - Parameter value: What was sent; `nil` for sensitive members, which the service does not repeat.
    static func constraint(_ member: String, _ value: String?, _ rule: String) -> Self {
        let shown = value.map { "Value '\($0)'" } ?? "Value"
        return validation("1 validation error detected: \(shown) at '\(member)' failed to satisfy constraint: \(rule)")
    }

    static func missing(_ member: String) -> Self {
        validation(
            "1 validation error detected: Value null at '\(member)' failed to satisfy constraint: "
                + "Member must not be null")
    }

    /// The answer in the envelope of `wireProtocol`.
    func reply(_ wireProtocol: WireProtocol, requestID: String) -> Reply {
        switch wireProtocol {
        case .restJSON:
            var body = members
            body["message"] = .string(message)
            // The namespace behind the colon is what the services send; clients cut it off.
            let type = "\(code):http://internal.amazon.com/coral/com.amazon.bedrock/"
            return Reply(status, fields: [("x-amzn-errortype", type)], json: .object(body))
        case .json:
            var body = members
            body["__type"] = .string(code)
            body["message"] = .string(message)
            let query = queryCode.map { ("x-amzn-query-error", "\($0);\(status < 500 ? "Sender" : "Receiver")") }
            return Reply(
                status, contentType: wireProtocol.contentType, fields: query.map { [$0] } ?? [],
                bytes: JSONValue.object(body).bytes)
        case .openAI:
            let type =
                switch status {
                case 403: "permission_error"
                case 429: "rate_limit_error"
                case 500...: "server_error"
                default: "invalid_request_error"
                }
            let error: JSONValue = [
                "message": .string(message), "type": .string(type), "param": members["param"] ?? .null,
                "code": .string(code),
            ]
            return Reply(status, fields: [("x-request-id", requestID)], json: ["error": error])
        case .query:
            let xml = """
                <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <Error>
                    <Type>\(status < 500 ? "Sender" : "Receiver")</Type>
                    <Code>\(xmlEscaped(code))</Code>
                    <Message>\(xmlEscaped(message))</Message>
                  </Error>
                  <RequestId>\(requestID)</RequestId>
                </ErrorResponse>

                """
            return Reply(status, contentType: wireProtocol.contentType, bytes: Array(xml.utf8))
        }
    }
}

/// `text` with the five characters that XML reserves written as entities.
func xmlEscaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
        switch character {
        case "&": escaped += "&amp;"
        case "<": escaped += "&lt;"
        case ">": escaped += "&gt;"
        case "\"": escaped += "&quot;"
        case "'": escaped += "&apos;"
        default: escaped.append(character)
        }
    }
    return escaped
}
