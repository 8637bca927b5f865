import AWSCore
import BedrockControl
import Foundation
import HTTPTypes
import Testing

/// One line of `Tests/Fixtures/wire/requests.jsonl`: what botocore puts on the wire for an operation's members.
struct RequestCase: Decodable, CustomTestStringConvertible, Sendable {
    struct Expectation: Decodable, Sendable {
        var method: String?
        var path: String?
        var query: String?
        var body_json: JSONValue?
        var refused: JSONValue?
    }
    var name: String
    var service: String
    var operation: String
    var params: JSONValue
    var expect: Expectation
    var testDescription: String { name }
}

/// One line of `Tests/Fixtures/wire/responses.jsonl`: a reply, and what is to be read from it.
struct ResponseCase: Decodable, CustomTestStringConvertible, Sendable {
    struct Response: Decodable, Sendable {
        var status: Int
        var headers: [[String]]
        var body: String?
        var body_b64: String?
        var bytes: [UInt8] { body.map { Array($0.utf8) } ?? Array(Data(base64Encoded: body_b64 ?? "") ?? Data()) }
    }
    var name: String
    var service: String
    var operation: String
    var response: Response
    var expect: JSONValue
    var strict: String?
    var testDescription: String { name }

    /// `strict` says what a stricter reader than botocore does with the reply.
    var shouldFail: Bool { strict?.hasPrefix("throw") ?? (expect["client_error"] != nil) }
}

enum Fixtures {
    static func load<Case: Decodable>(_ file: String, _ type: Case.Type) -> [Case] {
        let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/wire/\(file).jsonl")
        let lines = (try? String(contentsOf: url, encoding: .utf8))?.split(separator: "\n") ?? []
        return lines.compactMap { try? JSONDecoder().decode(Case.self, from: Data($0.utf8)) }
    }

    static let operations: [String: any (AWSOperation & Codable).Type] = [
        "CreateInferenceProfile": CreateInferenceProfile.self, "GetInferenceProfile": GetInferenceProfile.self,
        "ListInferenceProfiles": ListInferenceProfiles.self, "DeleteInferenceProfile": DeleteInferenceProfile.self,
        "TagResource": TagResource.self, "UntagResource": UntagResource.self,
        "ListTagsForResource": ListTagsForResource.self, "ListFoundationModels": ListFoundationModels.self,
        "GetFoundationModel": GetFoundationModel.self,
    ]
    static let requests = load("requests", RequestCase.self)
        .filter { $0.service == "bedrock" && operations[$0.operation] != nil }
    static let responses = load("responses", ResponseCase.self)
        .filter { $0.service == "bedrock" && operations[$0.operation] != nil }
}

@Suite struct `The wire fixtures of botocore` {
    @Test func `are there`() {
        #expect(Fixtures.requests.count == 18)
        #expect(Fixtures.responses.count == 27)
    }

    @Test(arguments: Fixtures.requests) func `are written`(_ fixture: RequestCase) throws {
        let type = try #require(Fixtures.operations[fixture.operation])
        let operation = try AWSJSON.decode(type, from: fixture.params.serialized())
        if fixture.expect.refused != nil {
            #expect(throws: AWSError.self) { try operation.validate() }
            return
        }
        let request = try operation.encode()
        #expect(request.method.rawValue == fixture.expect.method)
        #expect(request.path.percentEncoded == fixture.expect.path)
        #expect(request.query.percentEncoded == fixture.expect.query)
        if case .object(var expected)? = fixture.expect.body_json {
            // Botocore fills in a token of its own where none was given; so do we.
            if fixture.params["clientRequestToken"] == nil, expected["clientRequestToken"] != nil {
                expected["clientRequestToken"] = try JSONValue(parsing: request.body)["clientRequestToken"]
            }
            #expect(try JSONValue(parsing: request.body) == .object(expected))
            #expect(request.headers[.contentType] == "application/json")
        } else {
            #expect(request.body.isEmpty)
        }
    }

    @Test(arguments: Fixtures.responses) func `are read`(_ fixture: ResponseCase) throws {
        let type = try #require(Fixtures.operations[fixture.operation])
        var head = HTTPResponse(status: .init(code: fixture.response.status))
        for pair in fixture.response.headers {
            if let name = HTTPField.Name(pair[0]) { head.headerFields[name] = pair[1] }
        }
        if fixture.shouldFail {
            #expect(throws: (any Error).self) { try type.reread(head, fixture.response.bytes) }
        } else if let expected = fixture.expect["ok"] {
            let output = try type.reread(head, fixture.response.bytes)
            for (member, value) in expected.object ?? [:] where member != "createdAt" && member != "updatedAt" {
                #expect(Self.withoutTimes(output[member]) == Self.withoutTimes(value), "\(member)")
            }
        } else {
            let error = type.serviceError(head, body: fixture.response.bytes)
            #expect(error.code == fixture.expect["error"]?["code"]?.string)
            #expect(error.message == fixture.expect["error"]?["message"]?.string)
        }
    }

    /// Times are checked by name in the next test: the fixtures write them in a form of their own.
    private static func withoutTimes(_ value: JSONValue?) -> JSONValue? {
        switch value {
        case .array(let elements): .array(elements.compactMap(withoutTimes))
        case .object(var members):
            {
                members["createdAt"] = nil
                members["updatedAt"] = nil
                return .object(members)
            }()
        default: value
        }
    }

    @Test func `show times to the millisecond`() throws {
        let fixture = try #require(Fixtures.responses.first { $0.name == "bedrock/GetInferenceProfile/app" })
        let profile = try GetInferenceProfile.decode(HTTPResponse(status: .ok), body: fixture.response.bytes)
        let created = try #require(profile.createdAt).timeIntervalSince1970
        #expect(abs(created - 1_772_359_872.345678) < 0.001)
        #expect(profile.updatedAt == Date(timeIntervalSince1970: 1_772_409_600))
        #expect(profile.name == "理賠")
    }
}

extension AWSOperation {
    /// The output in `body`, written again in the service's own words.
    static func reread(_ head: HTTPResponse, _ body: [UInt8]) throws -> JSONValue {
        let output = try decode(head, body: body)
        guard let encodable = output as? any Encodable else { return .null }
        return try JSONValue(parsing: AWSJSON.encode(encodable))
    }
}
