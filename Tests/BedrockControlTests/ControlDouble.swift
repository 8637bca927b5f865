import AWSCore
import AWSSigning
import BedrockControl
import BedrockCostTesting
import Foundation
import HTTPTransport
import HTTPTypes
import Synchronization

/// A control plane that answers from a script and remembers what it was asked.
final class ControlDouble: Sendable {
    struct Exchange: Sendable {
        var method: String
        var path: String
        var headers: HTTPFields
        var body: String
    }

    struct Reply: Sendable {
        var status: Int
        var headers: [(String, String)]
        var body: String

        init(_ status: Int = 200, _ body: String = "{}", headers: [(String, String)] = []) {
            self.status = status
            self.headers = headers
            self.body = body
        }

        static func error(_ status: Int, _ code: String, _ message: String = "because") -> Reply {
            Reply(
                status, #"{"message":"\#(message)"}"#,
                headers: [("x-amzn-ErrorType", code), ("x-amzn-RequestId", "request-1")])
        }

        var response: InProcessResponse {
            var head = HTTPResponse(status: .init(code: status))
            for (name, value) in headers {
                if let name = HTTPField.Name(name) { head.headerFields[name] = value }
            }
            return InProcessResponse(head, body: Array(body.utf8))
        }
    }

    private let log = Mutex<[Exchange]>([])
    private let answer: @Sendable (Exchange, Int) throws(TransportError) -> Reply

    /// `answer` is given the request and its number, from 0.
    init(_ answer: @escaping @Sendable (Exchange, Int) throws(TransportError) -> Reply) { self.answer = answer }

    var exchanges: [Exchange] { log.withLock { $0 } }

    func client(region: Region = .usEast1) throws -> BedrockControlClient {
        let transport = InProcessTransport { [self] (request, body) throws(TransportError) in
            let exchange = Exchange(
                method: request.method.rawValue, path: request.path ?? "", headers: request.headerFields,
                body: String(decoding: body, as: UTF8.self))
            let number = log.withLock { log in
                log.append(exchange)
                return log.count - 1
            }
            return try answer(exchange, number).response
        }
        return BedrockControlClient(
            try AWSClient(
                region: region, transport: transport,
                credentials: Credentials(accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret"),
                environment: .empty
            ) { $0.jitter = { 0 } })
    }
}

extension String {
    var json: JSONValue { get throws { try JSONValue(parsing: Array(utf8)) } }
}

/// The ARN that a test writes out.
func arn(_ text: String) -> ARN {
    guard let arn = ARN(text) else { preconditionFailure("not an ARN: \(text)") }
    return arn
}
