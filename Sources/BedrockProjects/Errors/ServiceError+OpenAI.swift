import AWSCore
import HTTPTypes

extension ServiceError {
    /// Reads a refusal: `{"error":{"message","type","param","code"}}`, `{"error":"…"}`, AWS's `{"message"}` with its code in
    /// a header field or in `__type`, or plain text.
    init(openAI response: HTTPResponse, body: [UInt8]) {
        let document = try? JSONValue(parsing: body)
        if let document, let envelope = document["error"], envelope != .null {
            self.init(envelope: envelope, status: response.status.code)
            requestID = response.requestID
            if message.isEmpty { message = response.status.standardPhrase }
        } else {
            self.init(json: response, body: body, queryCompatible: false)
            kind = Self.kind(code: code, status: response.status.code)
        }
        add(RateLimits(response.headerFields))
    }

    /// The error in the body of a reply whose status says that all is well; `nil` where there is none.
    init?(disguisedIn body: [UInt8], _ response: HTTPResponse) {
        guard let document = try? JSONValue(parsing: body) else { return nil }
        if let envelope = document["error"], envelope != .null {
            self.init(envelope: envelope, status: nil)
        } else if let type = (document["Output"]?["__type"] ?? document["__type"])?.string {
            let members = document["Output"] ?? document
            let bare = type.split(separator: "#").last.map(String.init) ?? type
            self.init(
                code: bare, message: members["message"]?.string ?? members["Message"]?.string ?? bare, details: members,
                kind: bare.hasPrefix("UnknownOperation") ? .notFound : nil)
        } else {
            return nil
        }
        requestID = response.requestID
    }

    /// Reads an event of type `error`, which has code and message beside its own type.
    init(event: JSONValue) {
        var members = event.object ?? [:]
        members["type"] = nil
        self.init(envelope: .object(members), status: nil)
    }

    /// Reads what stands under `error`, in a reply or in a stream.
    init(envelope: JSONValue, status: Int?) {
        let code = envelope["code"].flatMap(Self.text) ?? envelope["type"]?.string
        let message = envelope["message"]?.string ?? envelope.string ?? ""
        self.init(
            code: code ?? status.map { String($0) } ?? "error", message: message,
            details: envelope.object == nil ? nil : envelope)
        // In a stream there is no status, but some servers put one in place of the code.
        kind =
            Self.kind(type: envelope["type"]?.string) ?? Self.kind(code: self.code, status: status ?? Int(self.code))
    }

    private static func text(_ value: JSONValue) -> String? {
        value.string ?? value.int.map { String($0) }
    }

    private static func kind(type: String?) -> AWSError.Code? {
        switch type {
        case "insufficient_quota": .quotaExceeded
        case "rate_limit_error", "rate_limit_exceeded": .throttled
        case "authentication_error": .unauthenticated
        case "permission_error": .accessDenied
        case "not_found_error": .notFound
        case "server_error", "internal_server_error", "api_error", "overloaded_error": .serviceFault
        default: nil
        }
    }

    private static func kind(code: String, status: Int?) -> AWSError.Code? {
        // AWS's own names are classified by AWSCore.
        if code.hasSuffix("Exception") { return nil }
        if let kind = kind(type: code) { return kind }
        return switch status {
        case 400, 422: .validation
        case 401: .unauthenticated
        case 402: .quotaExceeded
        case 403: .accessDenied
        case 404: .notFound
        case 409: .conflict
        case 429: .throttled
        case .some(500...): .serviceFault
        default: code.hasPrefix("invalid_") ? .validation : nil
        }
    }

    /// Keeps rate limits, so that who catches the error can read them.
    private mutating func add(_ limits: RateLimits) {
        guard !limits.isEmpty else { return }
        var members = details?.object ?? [:]
        members[RateLimits.detailsName] = .object(limits.fields.mapValues { .string($0) })
        details = .object(members)
    }
}
