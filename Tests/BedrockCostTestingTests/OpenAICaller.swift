import AWSCore
import BedrockCostTesting
import Foundation
import HTTPTypes

extension Caller {
    /// A request to `bedrock-mantle`, below `/v1` unless `path` begins with another root.
    func mantle(
        _ method: HTTPRequest.Method, _ path: String, _ body: JSONValue? = nil, project: String? = nil
    ) async throws -> Reply {
        try await openAI(method, path, body, project: project, "bedrock-mantle", "bedrock-mantle.\(region).api.aws")
    }

    /// A request to the OpenAI-compatible paths of `bedrock-runtime`.
    func runtimeOpenAI(
        _ method: HTTPRequest.Method, _ path: String, _ body: JSONValue? = nil, project: String? = nil
    ) async throws -> Reply {
        try await openAI(method, path, body, project: project, "bedrock", "bedrock-runtime.\(region).amazonaws.com")
    }

    private func openAI(
        _ method: HTTPRequest.Method, _ path: String, _ body: JSONValue?, project: String?, _ service: String,
        _ host: String
    ) async throws -> Reply {
        var fields: [String: String] = [:]
        if let project { fields["openai-project"] = project }
        if body != nil { fields["content-type"] = "application/json" }
        return try await send(
            method, service, host, path.hasPrefix("/openai/") ? path : "/v1\(path)", fields: fields,
            body: try body?.serialized() ?? [])
    }

    /// Creates a project and returns its id.
    func project(_ name: String, tags: [String: String] = [:]) async throws -> String {
        let reply = try await mantle(
            .post, "/organization/projects",
            ["name": .string(name), "tags": .object(tags.mapValues { .string($0) })])
        return reply.json["id"]?.string ?? "no id: \(reply.text)"
    }

    /// A plain answer of the Responses API.
    func respond(_ text: String, project: String? = nil, _ members: [String: JSONValue] = [:]) async throws -> Reply {
        let body: [String: JSONValue] = ["model": "openai.gpt-oss-120b", "input": .string(text)]
        return try await mantle(.post, "/responses", .object(body.merging(members) { $1 }), project: project)
    }

    /// A plain chat completion.
    func chat(_ text: String, project: String? = nil, _ members: [String: JSONValue] = [:]) async throws -> Reply {
        let body: [String: JSONValue] = [
            "model": "openai.gpt-oss-120b", "messages": [["role": "user", "content": .string(text)]],
        ]
        return try await mantle(.post, "/chat/completions", .object(body.merging(members) { $1 }), project: project)
    }
}

extension Caller.Reply {
    /// Code, parameter and status of OpenAI's error envelope.
    var refusal: Refusal {
        let error = json["error"]
        return Refusal(status: status, code: error?["code"]?.string, parameter: error?["param"]?.string)
    }

    var refusalMessage: String { json["error"]?["message"]?.string ?? "" }

    /// The text of a response or a chat completion.
    var outputText: String? {
        if let choice = json["choices"]?[0] { return choice["message"]?["content"]?.string }
        return json["output"]?.array?.last { $0["type"] == "message" }?["content"]?[0]?["text"]?.string
    }

    /// The events of a stream of server-sent events: their type and data; `[DONE]` comes as null.
    var serverSentEvents: [(type: String?, data: JSONValue)] {
        text.components(separatedBy: "\n\n").compactMap { block in
            var (type, data) = (String?.none, "")
            for line in block.split(separator: "\n") {
                if line.hasPrefix("event: ") { type = String(line.dropFirst(7)) }
                if line.hasPrefix("data: ") { data += line.dropFirst(6) }
            }
            return data.isEmpty ? nil : (type, (try? JSONValue(parsing: Array(data.utf8))) ?? .null)
        }
    }
}

struct Refusal: Equatable {
    var status: Int
    var code: String?
    var parameter: String?
}
