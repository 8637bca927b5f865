public import HTTPTypes

/// What a service's error response says, whatever envelope it came in.
public struct ServiceError: Sendable, Hashable {
    /// The service's code, such as `ThrottlingException`; the HTTP status where the response names none.
    public var code: String
    /// The service's words; the status' standard phrase where there are none.
    public var message: String
    /// The request's id, to be given to AWS Support.
    public var requestID: String?
    /// All members of the error. Where it came as XML, every leaf is a string.
    public var details: JSONValue?
    /// The kind of failure, where the service's protocol tells it; `nil` (the default) to go by ``code`` and status.
    public var kind: AWSError.Code?

    /// An error with the given parts.
    public init(
        code: String, message: String, requestID: String? = nil, details: JSONValue? = nil, kind: AWSError.Code? = nil
    ) {
        self.code = code
        self.message = message
        self.requestID = requestID
        self.details = details
        self.kind = kind
    }

    /// Reads the envelope of the JSON protocols.
    ///
    /// The code stands in `x-amzn-errortype`, in the body's `code` or in its `__type`; a namespace before `#` and a URL
    /// after `:` are cut off. A query-compatible service may override it in `x-amzn-query-error`.
    ///
    /// What operations do by default; an operation whose errors have members in header fields adds them to ``details``.
    public init(json response: HTTPResponse, body: [UInt8], queryCompatible: Bool) {
        let document = try? JSONValue(parsing: body)
        let members = document?.object
        var code =
            response.headerFields[.amznErrorType] ?? members?["code"]?.string ?? members?["Code"]?.string
            ?? members?["__type"]?.string
        if queryCompatible, let override = response.headerFields[.amznQueryError]?.split(separator: ";").first {
            code = String(override)
        }
        let message = members?["message"]?.string ?? members?["Message"]?.string ?? members?["errorMessage"]?.string
        self.init(
            code: code.map(Self.bareCode) ?? String(response.status.code),
            message: message ?? Self.fallbackMessage(response, members == nil ? body : []),
            requestID: response.requestID, details: members == nil ? nil : document)
    }

    /// Reads `<ErrorResponse><Error>` of the query protocol. A body that is not that XML keeps status and text.
    public init(xml response: HTTPResponse, body: [UInt8]) {
        guard let root = try? XMLElement(parsing: body), let error = root["Error"] ?? root["Errors"]?["Error"] else {
            self.init(
                code: String(response.status.code), message: Self.fallbackMessage(response, body),
                requestID: response.requestID)
            return
        }
        self.init(
            code: error["Code"]?.text ?? String(response.status.code),
            message: error["Message"]?.text ?? response.status.standardPhrase,
            requestID: root["RequestId"]?.text ?? root["RequestID"]?.text ?? response.requestID,
            details: JSONValue(error))
    }

    static func bareCode(_ code: String) -> String {
        var bare = code[...]
        if let colon = bare.firstIndex(of: ":") { bare = bare[..<colon] }
        if let hash = bare.lastIndex(of: "#") { bare = bare[bare.index(after: hash)...] }
        return String(bare)
    }

    /// A gateway's page says no more than its status; what else stands in a body is worth keeping, but not all of it.
    package static func fallbackMessage(_ response: HTTPResponse, _ body: [UInt8]) -> String {
        guard response.status.code < 500, !body.isEmpty else { return response.status.standardPhrase }
        return String(decoding: body.prefix(512), as: UTF8.self)
    }
}

extension JSONValue {
    /// An element without children as a string, any other as an object; the last of several children of one name counts.
    fileprivate init(_ element: XMLElement) {
        guard !element.children.isEmpty else {
            self = .string(element.text)
            return
        }
        self = .object(Dictionary(element.children.map { ($0.name, JSONValue($0)) }) { _, last in last })
    }
}

extension HTTPResponse {
    /// The id that AWS gave the request.
    package var requestID: String? {
        headerFields[.amznRequestID] ?? headerFields[.amzRequestID] ?? headerFields[.requestID]
    }
}

extension HTTPResponse.Status {
    /// The phrase of RFC 9110 for the codes that gateways and services answer with.
    package var standardPhrase: String {
        if !reasonPhrase.isEmpty { return reasonPhrase }
        return switch code {
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 413: "Content Too Large"
        case 424: "Failed Dependency"
        case 429: "Too Many Requests"
        case 500: "Internal Server Error"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        default: "HTTP status \(code)"
        }
    }
}
