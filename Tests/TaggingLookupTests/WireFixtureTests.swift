import AWSCore
import Foundation
import HTTPTypes
import TaggingLookup
import Testing

/// The lines of `Tests/Fixtures/wire` that belong to the Tagging API: what botocore writes and reads.
struct WireCase: Decodable, CustomTestStringConvertible, Sendable {
    struct Response: Decodable, Sendable {
        var status: Int
        var headers: [[String]]
        var body: String
    }
    var name: String
    var service: String
    var operation: String
    var params: JSONValue?
    var response: Response?
    var expect: JSONValue
    var testDescription: String { name }

    static func load(_ file: String) -> [WireCase] {
        let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/wire/\(file).jsonl")
        let lines = (try? String(contentsOf: url, encoding: .utf8))?.split(separator: "\n") ?? []
        return
            lines.filter { $0.contains(#""service": "resourcegroupstaggingapi""#) }
            .compactMap { try? JSONDecoder().decode(WireCase.self, from: Data($0.utf8)) }
    }

    static let operations: [String: any (AWSOperation & Codable).Type] = [
        "GetResources": GetResources.self, "GetTagKeys": GetTagKeys.self, "GetTagValues": GetTagValues.self,
        "TagResources": TagResources.self, "UntagResources": UntagResources.self,
    ]
}

@Suite struct `The wire fixtures of botocore` {
    static let requests = WireCase.load("requests")
    static let responses = WireCase.load("responses")

    @Test func `are there`() {
        #expect(Self.requests.count == 3)
        #expect(Self.responses.count == 6)
    }

    @Test(arguments: requests) func `are written`(_ fixture: WireCase) throws {
        let type = try #require(WireCase.operations[fixture.operation])
        let operation = try AWSJSON.decode(type, from: try #require(fixture.params).serialized())
        let request = try operation.encode()
        #expect(request.method == .post)
        #expect(request.path.percentEncoded == "/")
        #expect(request.headers[.contentType] == fixture.expect["headers"]?["content-type"]?.string)
        #expect(request.headers[.amzTarget] == fixture.expect["headers"]?["x-amz-target"]?.string)
        #expect(try JSONValue(parsing: request.body) == fixture.expect["body_json"])
    }

    @Test(arguments: responses) func `are read`(_ fixture: WireCase) throws {
        let type = try #require(WireCase.operations[fixture.operation])
        let response = try #require(fixture.response)
        var head = HTTPResponse(status: .init(code: response.status))
        for pair in response.headers {
            if let name = HTTPField.Name(pair[0]) { head.headerFields[name] = pair[1] }
        }
        if let expected = fixture.expect["ok"] {
            #expect(try type.reread(head, Array(response.body.utf8)) == expected)
        } else {
            let error = type.serviceError(head, body: Array(response.body.utf8))
            #expect(error.code == fixture.expect["error"]?["code"]?.string)
            #expect(error.message == fixture.expect["error"]?["message"]?.string)
        }
    }
}

extension AWSOperation {
    /// The output in `body`, written again in the service's own words.
    fileprivate static func reread(_ head: HTTPResponse, _ body: [UInt8]) throws -> JSONValue {
        let output = try decode(head, body: body)
        guard let encodable = output as? any Encodable else { return .null }
        return try JSONValue(parsing: AWSJSON.encode(encodable))
    }
}
