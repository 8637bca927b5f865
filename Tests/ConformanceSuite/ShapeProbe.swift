import AWSCore
import BedrockCostTesting
import Foundation
import HTTPTransport
import HTTPTypes

/// Answers what the SDK's operations really do with given parameters and replies, one JSON line for one JSON line.
///
/// `./Scripts/shapes` asks it about every member of botocore's service models:
///
/// - `{"service", "operation", "params"}` → the request that is sent, and why the SDK would have refused it, if it would; a
///   stream of the input is an array of events, and its frames are the request's body;
/// - `{"service", "operation", "response"}` → the output that comes of the reply, or the error.
public enum ShapeProbe {
    /// The answer to one question.
    public static func answer(_ line: some Sequence<UInt8>) async -> String {
        do {
            let question = try JSON(parsing: line)
            let (service, name) = (question["service"].string ?? "", question["operation"].string ?? "")
            if question.has("response") {
                let operation = try BuiltOperations.sample(service, name)
                return try await reply(of: operation, to: question["response"]).text
            }
            return try await request(of: BuiltOperations.operation(service, name, question["params"])).text
        } catch let error as NotBuilt {
            return JSON.members([("notBuilt", .string(error.part))]).text
        } catch {
            return JSON.members([("refused", .string("\(error)"))]).text
        }
    }

    private static func request(of operation: BuiltOperation) async throws -> JSON {
        let recorder = Recorder()
        let client = try Fixture.client { head, body in
            recorder.record(head, body)
            return InProcessResponse(HTTPResponse(status: .ok), body: Array("{}".utf8))
        }
        var objection: String?
        do {
            try await operation.probe(client)
        } catch let error as AWSError where error.code == .invalidInput {
            objection = error.message
            try await operation.probeWithoutValidation(client)
        }
        guard let (head, body) = recorder.requests.first else { throw Mismatch("nothing was sent") }
        return .members([
            ("method", .string(head.method.rawValue)), ("target", .string(head.path ?? "")),
            (
                "headers",
                .members(head.headerFields.map { ($0.name.canonicalName, .string($0.value)) })
            ),
            ("body", .string(Data(body).base64EncodedString())), ("objection", objection.map(JSON.string)),
        ])
    }

    private static func reply(of operation: BuiltOperation, to given: JSON) async throws -> JSON {
        var head = HTTPResponse(status: .init(code: given["status"].int ?? 200))
        for field in given["headers"].array {
            let name = try require(HTTPField.Name(field[0].string ?? ""), "a header without a name")
            head.headerFields.append(HTTPField(name: name, value: field[1].string ?? ""))
        }
        let (response, body) = (head, try given.bytes())
        let client = try Fixture.client { _, _ in InProcessResponse(response, body: body) }
        do {
            return .members([("output", try await operation.send(client).output)])
        } catch let error as AWSError {
            return .members([
                (
                    "error",
                    .members([
                        ("kind", .string("\(error.code)")), ("code", error.serviceCode.map(JSON.string)),
                        ("message", .string(error.message)),
                        ("details", try error.details.map { try JSON(encoding: $0) }),
                        ("cause", error.underlyingError.map { .string("\($0)") }),
                    ])
                )
            ])
        }
    }
}
