import AWSCore
import BedrockRuntime
import HTTPTypes
import Testing

/// What goes on the wire, held against botocore's requests in `Tests/Fixtures/wire`.
@Suite struct RequestTests {
    static let operations = [
        "Converse", "ConverseStream", "InvokeModel", "InvokeModelWithResponseStream", "CountTokens",
    ]
    static let cases = ((try? Fixture.all(in: "wire/requests.jsonl")) ?? []).filter { fixture in
        fixture["service"] == "bedrock-runtime" && operations.contains(fixture["operation"]?.string ?? "")
    }

    @Test func `the cases are there`() { #expect(Self.cases.count == 12) }

    @Test(arguments: cases.filter { !$0.name.contains("injection") })
    func `a request is what botocore sends`(_ fixture: Fixture) throws {
        let request = try encoded(fixture)
        let expected = try #require(fixture["expect"])
        #expect(request.method.rawValue == expected["method"]?.string)
        #expect(request.path.percentEncoded == expected["path"]?.string)
        let headers = Dictionary(
            uniqueKeysWithValues: request.headers.map { ($0.name.canonicalName, JSONValue.string($0.value)) })
        for (name, value) in expected["headers"]?.object ?? [:] where name != "x-amz-security-token" {
            #expect(headers[name] == value)
        }
        if let json = expected["body_json"] {
            #expect(try JSONValue(parsing: request.body) == json)
        } else if let base64Body = expected["body_b64"]?.string {
            #expect(base64(request.body) == base64Body)
        } else {
            #expect(String(decoding: request.body, as: UTF8.self) == expected["body"]?.string)
        }
    }

    @Test func `a line break in a header field is refused before it is sent`() throws {
        let fixture = try #require(Self.cases.first { $0.name.contains("injection") })
        let error = try #require(throws: AWSError.self) { try encoded(fixture) }
        #expect(
            error.description == "invalidInput: guardrailIdentifier: an id or ARN of printable ASCII without spaces")
    }

    @Test func `metadata of InvokeModel travel as a JSON object in a header field`() throws {
        let request = try InvokeModel(
            modelID: "m", body: [], options: InvokeOptions(requestMetadata: ["team": "claims", "cost/center": "a@b"])
        ).encode()
        let name = try #require(HTTPField.Name("X-Amzn-Bedrock-Request-Metadata"))
        #expect(request.headers[name] == #"{"cost/center":"a@b","team":"claims"}"#)
    }

    @Test func `the streamed form of a request says the same`() throws {
        var converse = Converse(modelID: "m", messages: [.user("hi")])
        converse.guardrailConfig = GuardrailConfiguration(guardrailIdentifier: "g", guardrailVersion: "1")
        converse.requestMetadata = ["a": "b"]
        converse.serviceTier = .flex
        let stream = try ConverseStream(converse).encode()
        #expect(stream.body == (try converse.encode().body))
        #expect(stream.path == "/model/m/converse-stream")
    }

    private func encoded(_ fixture: Fixture) throws -> EncodedRequest {
        var params = try #require(fixture["params"]).withBareBlobs
        // botocore takes text for bytes.
        if let text = params["body"]?.string, fixture["params"]?["body"]?["$b64"] == nil {
            params = params.setting("body", to: .string(base64(text.utf8)))
        }
        func encode<Operation: AWSRequest & Decodable>(_ type: Operation.Type) throws -> EncodedRequest {
            let operation = try params.decoded(type)
            try operation.validate()
            return try operation.encode()
        }
        return switch fixture["operation"]?.string {
        case "Converse": try encode(Converse.self)
        case "ConverseStream": try encode(ConverseStream.self)
        case "InvokeModel": try encode(InvokeModel.self)
        case "InvokeModelWithResponseStream": try encode(InvokeModelWithResponseStream.self)
        default: try encode(CountTokens.self)
        }
    }
}
