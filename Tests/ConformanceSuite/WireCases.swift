import AWSCore
import AWSSigning
import BedrockCostTesting
import Foundation
import Gzip
import HTTPTransport
import HTTPTypes

/// The typed operations on the wire: what they send, and what they make of replies.
enum WireCases {}

// MARK: - Requests

extension WireCases {
    /// The UUID that the recorder's random source gave.
    static let frozenUUID = "11111111-2222-4333-8444-555555555555"

    static func runRequest(_ testCase: JSON) async throws {
        let expected = testCase["expect"]
        let options = testCase["options"]
        let (service, name) = (testCase["service"].string ?? "", testCase["operation"].string ?? "")
        let mustRefuse = expected.has("refused") || expected["headers"].members.contains { $0.value.holdsLineBreak }
        let operation: BuiltOperation
        do {
            operation = try BuiltOperations.operation(service, name, testCase["params"])
        } catch is DecodingError where mustRefuse {
            // The SDK's types cannot hold such an input at all.
            return
        }
        // Of a service with several protocols the SDK speaks awsJson.
        if let other = options["protocol"].string, other != "json" {
            throw NotBuilt("protocol \(other) of service \(service)")
        }

        let recorder = Recorder()
        let authentication: Authentication =
            if let key = options["bearer"].string {
                .bearerToken(try BedrockAPIKey(key))
            } else if options["anonymous"].bool == true {
                .anonymous
            } else {
                .credentials(options["session"].bool == true ? Fixture.sessionCredentials : Fixture.credentials)
            }
        let now = options["now"].string.flatMap(Instant.date(rfc3339:)) ?? Fixture.now
        let client = try Fixture.client(
            region: options["region"].string ?? "us-east-1", authentication: authentication
        ) { head, body in
            recorder.record(head, body)
            return InProcessResponse(HTTPResponse(status: .ok), body: Array("{}".utf8))
        } configure: { configuration in
            configuration.now = { now }
            configuration.endpointURL = options["endpoint"].string
        }

        do {
            try await operation.probe(client)
        } catch let error as AWSError where error.code == .invalidInput {
            try expect(recorder.requests.count, 0, "the count of requests before a refusal")
            if mustRefuse { return }
            // The SDK knows more of the service's rules than botocore does. What it would send is compared all the same.
            try await operation.probeWithoutValidation(client)
        }
        if mustRefuse {
            throw Mismatch(
                "sent, though it should be refused: \(expected["refused"]["message"].string ?? "a line break")")
        }
        try expect(recorder.requests.count, 1, "the count of requests")
        let (head, body) = recorder.requests[0]
        try compare(head, body, expected, at: now)
    }

    private static func compare(_ head: HTTPRequest, _ body: [UInt8], _ expected: JSON, at now: Date) throws {
        try expect(head.method.rawValue, expected["method"].string ?? "", "the method")
        try expect(head.scheme ?? "", expected["scheme"].string ?? "https", "the scheme")
        try expect(head.authority ?? "", expected["host"].string ?? "", "the host")
        let target = Target(head.path ?? "")
        try expect(target.path, expected["path"].string ?? "", "the path")
        try expect(target.parameters, Target("?\(expected["query"].string ?? "")").parameters, "the query")
        try compareHeaders(head.headerFields, expected)
        try compareBody(body, expected)
        try compareSignature(head, body, expected, at: now)
    }

    private static func compareHeaders(_ fields: HTTPFields, _ expected: JSON) throws {
        for header in expected["headers"].members {
            let name = try require(HTTPField.Name(header.name), "\(header.name) is no field name")
            guard let value = fields[name] else { throw Mismatch("the header \(name) is missing") }
            try expect(value, header.value.string ?? "", "the header \(name)")
        }
        for (name, shape) in [
            ("amz-sdk-request", expected["volatile_headers"]), ("x-amz-date", expected["volatile_headers"]),
        ] {
            guard let wanted = shape[name].string, let name = HTTPField.Name(name) else { continue }
            try expect(fields[name] ?? "", wanted, "the header \(name)")
        }
        if expected["volatile_headers"].has("amz-sdk-invocation-id"), let name = HTTPField.Name("amz-sdk-invocation-id")
        {
            guard UUID(uuidString: fields[name] ?? "") != nil else { throw Mismatch("\(name) is no UUID") }
        }
        var known = Set(
            (expected["headers"].members + expected["volatile_headers"].members).map { $0.name.lowercased() })
        // Looked at with the signature.
        if expected["signing"].isObject { known.insert("authorization") }
        for field in fields where field.name != .userAgent && !known.contains(field.name.canonicalName) {
            throw Mismatch("the header \(field.name) is not expected")
        }
    }

    private static func compareBody(_ body: [UInt8], _ expected: JSON) throws {
        switch expected["compare"].string {
        case "json":
            let isGzip = expected["headers"]["content-encoding"].string == "gzip"
            let plain = isGzip ? try Gzip.decompress(body) : body
            let sent = plain.isEmpty ? .null : try JSON(parsing: plain)
            let wanted = expected["body_json"].replacingTokens(by: sent)
            if let difference = sent.difference(from: wanted) { throw Mismatch("body: \(difference)") }
        case "form":
            let wanted = expected["body_form"].array.map { "\($0[0].string ?? "")=\($0[1].string ?? "")" }
            try expect(Target.decodedForm(body).sorted(), wanted.sorted(), "the form")
        case "bytes", nil:
            guard try body == expected.bytes() else { throw Mismatch("the body's bytes differ") }
        case .some(let other): throw NotBuilt("comparison \(other)")
        }
    }

    private static func compareSignature(_ head: HTTPRequest, _ body: [UInt8], _ expected: JSON, at now: Date) throws {
        let sent = head.headerFields[.authorization]
        let wanted = expected["volatile_headers"]["authorization"].string
        let signing = expected["signing"]
        guard signing.isObject else { return try expect(sent ?? "-", wanted ?? "-", "Authorization") }

        let authorization = try require(sent.flatMap(SigV4Authorization.init), "no signature")
        try expect(authorization.region, signing["region"].string ?? "", "the signature's Region")
        try expect(authorization.service, signing["service"].string ?? "", "the signature's service")
        try expect(authorization.signedHeaders, signing["signed_headers"].string ?? "", "the signed headers")
        // Where the bodies are the same to the byte, so are the signatures.
        if let wanted, try body == expected.bytes() { try expect(sent ?? "", wanted, "Authorization") }

        var unsigned = head
        unsigned.headerFields[.authorization] = nil
        for name in ["amz-sdk-request", "amz-sdk-invocation-id"] {
            if let name = HTTPField.Name(name) { unsigned.headerFields[name] = nil }
        }
        let credentials =
            authorization.accessKeyID == Fixture.sessionCredentials.accessKeyID
            ? Fixture.sessionCredentials : Fixture.credentials
        let stages = try SigV4Signer(service: authorization.service, region: authorization.region)
            .stages(signing: unsigned, body: body, with: credentials, at: now)
        let lines = stages.canonicalRequest.text.split(separator: "\n", omittingEmptySubsequences: false)
        if let uri = signing["canonical_uri"].string { try expect(String(lines[1]), uri, "the canonical URI") }
        if let query = signing["canonical_query"].string { try expect(String(lines[2]), query, "the canonical query") }
        try expect(authorization.signature, stages.signature.hexadecimal, "the signature")
    }
}

// MARK: - Responses

extension WireCases {
    static func runResponse(_ testCase: JSON) async throws {
        // The protocol of a service with several is the end of the case's name.
        if let name = testCase["name"].string, let mark = name.lastIndex(of: "@") {
            let other = name[name.index(after: mark)...]
            if ["query", "smithy-rpc-v2-cbor"].contains(other), testCase["service"].string == "cloudwatch" {
                throw NotBuilt("protocol \(other) of service cloudwatch")
            }
        }
        let operation = try BuiltOperations.sample(
            testCase["service"].string ?? "", testCase["operation"].string ?? "")
        let given = testCase["response"]
        var head = HTTPResponse(status: .init(code: given["status"].int ?? 200))
        for field in given["headers"].array {
            let name = try require(HTTPField.Name(field[0].string ?? ""), "a header without a name")
            head.headerFields.append(HTTPField(name: name, value: field[1].string ?? ""))
        }
        let (response, body) = (head, try given.bytes())
        let client = try Fixture.client { _, _ in InProcessResponse(response, body: body) }
        let result: Result<BuiltOperation.Reply, any Error>
        do { result = .success(try await operation.send(client)) } catch { result = .failure(error) }

        let expected = testCase["expect"]
        if testCase.has("strict") {
            let rule = try StrictRule(testCase["strict"].string ?? "")
            switch rule {
            case .asExpected: try compare(result, expected)
            default: try rule.check(result, laxly: expected["ok"].stream)
            }
        } else {
            try compare(result, expected)
        }
    }

    private static func compare(_ result: Result<BuiltOperation.Reply, any Error>, _ expected: JSON) throws {
        if expected.has("ok") {
            let reply = try result.get()
            if let wanted = expected["ok"].stream {
                try compareStream(try require(reply.output.stream, "no stream"), wanted)
            }
            let difference = reply.output.withoutStream.difference(from: expected["ok"].withoutStream, .emptyIsAbsent)
            if let difference { throw Mismatch("output: \(difference)") }
            // A stream's caller has the id only in errors.
            if let id = expected["request_id"].string, reply.output.stream == nil {
                try expect(reply.requestID ?? "-", id, "the request id")
            }
        } else if expected.has("error") {
            guard case .failure(let thrown) = result else { throw Mismatch("no error") }
            try compare(try require(thrown as? AWSError, "threw \(thrown)"), expected["error"])
        } else {
            guard case .failure = result else { throw Mismatch("no error for a malformed reply") }
        }
    }

    static func compare(_ error: AWSError, _ expected: JSON) throws {
        if let code = expected["code"].string { try expect(error.serviceCode ?? "-", code, "the error's code") }
        if let message = expected["message"].string { try expect(error.message, message, "the message") }
        if let status = expected["status"].int { try expect(error.httpStatus ?? 0, status, "the status") }
        if let id = expected["request_id"].string { try expect(error.requestID ?? "-", id, "the request id") }
        let details = try error.details.map { try JSON(encoding: $0) } ?? .null
        for member in expected["members"].members + expected["error_fields"].members {
            let difference = details[member.name].difference(from: member.value, .numbersAsText, at: member.name)
            if let difference { throw Mismatch("error: \(difference)") }
        }
    }

    private static func compareStream(_ stream: JSON, _ expected: JSON) throws {
        if let difference = stream["events"].difference(from: expected["events"], .emptyIsAbsent, at: "events") {
            throw Mismatch(difference)
        }
        let end = expected["end"]
        switch (stream["end"].isNull, end.isNull) {
        case (true, true): return
        case (true, false): throw Mismatch("the stream ended without an error")
        case (false, true): throw Mismatch("the stream threw \(stream["end"].text)")
        case (false, false): break
        }
        if end.has("stream_error") {
            try expect(
                stream["end"]["code"].string ?? "-", end["stream_error"]["code"].string ?? "", "the stream error's code"
            )
            try expect(
                stream["end"]["message"].string ?? "-", end["stream_error"]["message"].string ?? "",
                "the stream error's message")
        }
    }
}

/// What a case asks of a strict client where botocore is lax.
enum StrictRule {
    case asExpected
    /// The request failed with this status, whatever the body is.
    case status(Int)
    /// The stream may end or be truncated, but holds no event.
    case noEvent
    /// Events of these names, then an error.
    case throwing(after: [String]?, code: String?, message: String?)

    init(_ text: String) throws {
        if text.hasPrefix("as expect") || text.hasPrefix("Average NaN as a Double")
            || text.hasPrefix("either: ignore x-amz-crc32")
        {
            self = .asExpected
        } else if let match = text.firstMatch(of: /HTTP (\d{3}) error/), let status = Int(match.1) {
            self = .status(status)
        } else if text.hasPrefix("end with no event") {
            self = .noEvent
        } else if text.contains("throw") {
            let names = text.firstMatch(of: /deliver (.+?),? then throw/).map { match in
                match.1.replacing(" and ", with: ", ").split(separator: ",").map {
                    $0.trimmingCharacters(in: .whitespaces)
                }
            }
            self = .throwing(
                after: names, code: text.firstMatch(of: /code '([^']*)'/).map { String($0.1) },
                message: text.firstMatch(of: /message '([^']*)'/).map { String($0.1) })
        } else {
            throw Mismatch("the suite cannot read the rule \"\(text)\"")
        }
    }

    func check(_ result: Result<BuiltOperation.Reply, any Error>, laxly: JSON?) throws {
        switch self {
        case .asExpected: return
        case .status(let status):
            guard case .failure(let error) = result else { throw Mismatch("no error") }
            try expect((error as? AWSError)?.httpStatus ?? 0, status, "the status")
        case .noEvent:
            let stream = try require(try result.get().output.stream, "no stream")
            try expect(stream["events"].array.count, 0, "the count of events")
            guard stream["end"].isNull || stream["end"]["kind"].string == "\(AWSError.Code.streamTruncated)" else {
                throw Mismatch("the stream threw \(stream["end"].text)")
            }
        case .throwing(let names, let code, let message):
            guard case .success(let reply) = result else {
                if names != nil { throw Mismatch("no event was delivered before \(result)") }
                return
            }
            let stream = try require(reply.output.stream, "no error for a malformed reply")
            guard !stream["end"].isNull else { throw Mismatch("the stream ended without an error") }
            let events = stream["events"].array
            let lax = laxly?["events"].array ?? []
            let known = Set(lax.compactMap { $0.members.first?.name })
            if let names, names.allSatisfy(known.contains) {
                try expect(events.compactMap { $0.members.first?.name }, names, "the events before the error")
            }
            for (event, wanted) in zip(events, lax) {
                if let difference = event.difference(from: wanted, .emptyIsAbsent) { throw Mismatch(difference) }
            }
            if let code { try expect(stream["end"]["code"].string ?? "-", code, "the stream error's code") }
            if let message { try expect(stream["end"]["message"].string ?? "-", message, "the stream error's message") }
        }
    }
}

// MARK: - Parts of a request

/// A request target's path and its parameters, whose order does not matter.
struct Target {
    var path: String
    var parameters: [String]

    init(_ target: String) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts.first ?? "")
        parameters = parts.count > 1 ? parts[1].split(separator: "&").map(String.init).sorted() : []
    }

    /// The fields of a form, decoded, as `name=value`.
    static func decodedForm(_ body: [UInt8]) -> [String] {
        String(decoding: body, as: UTF8.self).split(separator: "&").map { field in
            field.replacing("+", with: " ").removingPercentEncoding ?? String(field)
        }
    }
}

/// The parts of an `Authorization` field of Signature Version 4.
struct SigV4Authorization {
    var accessKeyID: String
    var region: String
    var service: String
    var signedHeaders: String
    var signature: String

    init?(_ text: String) {
        guard
            let match = text.wholeMatch(
                of:
                    /AWS4-HMAC-SHA256 Credential=([^\/]+)\/\d{8}\/([^\/]+)\/([^\/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})/
            )
        else { return nil }
        accessKeyID = String(match.1)
        region = String(match.2)
        service = String(match.3)
        signedHeaders = String(match.4)
        signature = String(match.5)
    }
}

extension JSON {
    fileprivate var holdsLineBreak: Bool { string?.utf8.contains { $0 == 10 || $0 == 13 } ?? false }

    /// The member that is a stream: `{"events": […], "end": …}`.
    var stream: JSON? { members.first { $0.value.has("events") }?.value }
    fileprivate var withoutStream: JSON { .object(members.filter { !$0.value.has("events") }) }

    /// Puts what was sent in the place of a token that the recorder's frozen random source made, if it is a UUID.
    fileprivate func replacingTokens(by sent: JSON) -> JSON {
        switch self {
        case .string(WireCases.frozenUUID): UUID(uuidString: sent.string ?? "") != nil ? sent : self
        case .object(let members):
            .object(members.map { Member(name: $0.name, value: $0.value.replacingTokens(by: sent[$0.name])) })
        case .array(let elements):
            .array(elements.enumerated().map { $0.element.replacingTokens(by: sent[$0.offset]) })
        default: self
        }
    }
}
