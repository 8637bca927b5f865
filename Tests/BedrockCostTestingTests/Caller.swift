import AWSCore
import AWSEventStream
import AWSSigning
import BedrockCostTesting
import Foundation
import HTTPTransport
import HTTPTypes
import Testing

/// Sends raw requests to a simulated AWS: nothing between the test and the wire but the signer.
struct Caller {
    let mock: MockAWS
    var transport: any HTTPTransport
    var credentials: Credentials
    var region = "us-east-1"
    /// The date that is signed; the simulator's own by default.
    var date: Date?
    /// The scope's service, where it is not the right one.
    var signingName: String?
    /// Takes the place of a signature.
    var bearer: String?
    /// Changes a request after it was signed.
    var tamper: @Sendable (inout HTTPRequest, inout [UInt8]) -> Void = { _, _ in }
    /// Overrides scheme and authority, for a loopback server.
    var authority: String?
    var options = TransportOptions()

    init(_ mock: MockAWS) {
        self.mock = mock
        self.transport = mock.transport
        self.credentials = mock.credentials
    }

    struct Reply {
        var status = 0
        var fields = HTTPFields()
        var body: [UInt8] = []

        var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
        var text: String { String(decoding: body, as: UTF8.self) }

        func field(_ name: String) -> String? { HTTPField.Name(name).flatMap { fields[$0] } }

        /// The error code in whichever envelope.
        var code: String? {
            if let type = field("x-amzn-errortype") {
                return type.split(separator: ":").first.map(String.init)
            }
            if let type = json["__type"]?.string { return type }
            return text.firstMatch(of: /<Code>(.*?)<\/Code>/).map { String($0.1) }
        }
        var message: String? {
            json["message"]?.string ?? text.firstMatch(of: /<Message>(.*?)<\/Message>/).map { String($0.1) }
        }

        /// The events of a stream: type and payload.
        var events: [(type: String, payload: JSONValue)] {
            get throws {
                var decoder = EventStreamDecoder()
                decoder.append(body)
                var events: [(String, JSONValue)] = []
                while let message = try decoder.next() {
                    var type = ""
                    for name in [":event-type", ":exception-type"] {
                        if case .string(let value) = message.headers[name] { type = value }
                    }
                    events.append((type, try JSONValue(parsing: Array(message.payload))))
                }
                return events
            }
        }
    }

    func send(
        _ method: HTTPRequest.Method, _ service: String, _ host: String, _ target: String,
        fields: [String: String] = [:], body: [UInt8] = []
    ) async throws -> Reply {
        var request = HTTPRequest(
            method: method, scheme: authority == nil ? "https" : "http", authority: authority ?? host, path: target)
        for (name, value) in fields { request.headerFields[try #require(.init(name))] = value }
        if let bearer {
            request.headerFields[.authorization] = "Bearer \(bearer)"
        } else {
            let signer = SigV4Signer(service: signingName ?? service, region: region)
            try signer.sign(&request, body: body, with: credentials, at: date ?? mock.now)
        }
        var sent = body
        tamper(&request, &sent)
        return try await transport.withResponse(to: request, body: sent, options: options) { head, body in
            Reply(status: head.status.code, fields: head.headerFields, body: try await body.collect(upTo: 1 << 26))
        }
    }

    func control(_ method: HTTPRequest.Method, _ target: String, _ body: JSONValue? = nil) async throws -> Reply {
        try await send(
            method, "bedrock", "bedrock.\(region).amazonaws.com", target,
            fields: body == nil ? [:] : ["content-type": "application/json"],
            body: body.map { try $0.serialized() } ?? [])
    }

    func runtime(
        _ model: String, _ operation: String, _ body: JSONValue, fields: [String: String] = [:]
    ) async throws -> Reply {
        try await send(
            .post, "bedrock", "bedrock-runtime.\(region).amazonaws.com", "/model/\(label(model))/\(operation)",
            fields: ["content-type": "application/json"].merging(fields) { $1 }, body: try body.serialized())
    }

    func converse(_ model: String, _ text: String, maxTokens: Int = 50) async throws -> Reply {
        try await runtime(
            model, "converse",
            [
                "messages": [["role": "user", "content": [["text": .string(text)]]]],
                "inferenceConfig": ["maxTokens": .int(Int64(maxTokens))],
            ])
    }

    func costExplorer(_ operation: String, _ body: JSONValue) async throws -> Reply {
        var caller = self
        caller.region = "us-east-1"
        return try await caller.rpc(
            "ce", "ce.us-east-1.amazonaws.com", "AWSInsightsIndexService.\(operation)", body)
    }

    func tagging(_ operation: String, _ body: JSONValue) async throws -> Reply {
        try await rpc(
            "tagging", "tagging.\(region).amazonaws.com", "ResourceGroupsTaggingAPI_20170126.\(operation)", body)
    }

    func sts(_ form: String) async throws -> Reply {
        try await send(
            .post, "sts", "sts.\(region).amazonaws.com", "/",
            fields: ["content-type": "application/x-www-form-urlencoded; charset=utf-8"],
            body: Array("\(form)&Version=2011-06-15".utf8))
    }

    private func rpc(_ service: String, _ host: String, _ target: String, _ body: JSONValue) async throws -> Reply {
        try await send(
            .post, service, host, "/",
            fields: ["content-type": "application/x-amz-json-1.1", "x-amz-target": target],
            body: try body.serialized())
    }

    /// Creates a profile and returns its ARN.
    func profile(
        _ name: String, copying source: String = Models.nova, tags: [String: String] = [:]
    ) async throws -> String {
        var arn = source
        if !source.hasPrefix("arn:") {
            arn =
                source.split(separator: ".").count > 2
                ? "arn:aws:bedrock:\(region):123456789012:inference-profile/\(source)"
                : "arn:aws:bedrock:\(region)::foundation-model/\(source)"
        }
        let reply = try await control(
            .post, "/inference-profiles",
            [
                "inferenceProfileName": .string(name), "modelSource": ["copyFrom": .string(arn)],
                "tags": .array(
                    tags.sorted { $0.key < $1.key }.map { ["key": .string($0.key), "value": .string($0.value)] }),
            ])
        return reply.json["inferenceProfileArn"]?.string ?? "no ARN: \(reply.text)"
    }
}

/// One path label, percent-encoded.
func label(_ text: String) -> String {
    let unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    return text.addingPercentEncoding(withAllowedCharacters: .init(charactersIn: unreserved)) ?? text
}

enum Models {
    static let nova = "amazon.nova-lite-v1:0"
    static let haiku = "anthropic.claude-3-haiku-20240307-v1:0"
    static let sonnet = "us.anthropic.claude-3-7-sonnet-20250219-v1:0"
    static let globalSonnet = "global.anthropic.claude-sonnet-4-5-20250929-v1:0"
}

/// A user message of one text.
func message(_ text: String) -> JSONValue {
    ["role": "user", "content": [["text": .string(text)]]]
}
