import AWSCore
import AWSSigning
import BedrockCostTesting
import CloudWatch
import Foundation
import Gzip
import HTTPTransport
import HTTPTypes
import Synchronization

/// A CloudWatch that answers by a closure and keeps what it was asked, decompressed.
final class ScriptedCloudWatch: Sendable {
    struct Request: Sendable {
        var head: HTTPRequest
        var body: JSONValue
        /// The size of the body as it was sent.
        var wireSize: Int
    }

    struct Reply: Sendable {
        var status = 200
        var body: JSONValue
        var queryError: String?
    }

    private let answer: @Sendable (Request) -> Reply
    private let asked = Mutex<[Request]>([])

    init(_ answer: @escaping @Sendable (Request) -> Reply = { _ in Reply(body: [:]) }) { self.answer = answer }

    var requests: [Request] { asked.withLock { $0 } }

    static let now = Date(timeIntervalSince1970: 1_793_534_400)  // 2026-11-01T12:00:00Z

    func client(at date: Date = now) throws -> CloudWatchClient {
        let transport = InProcessTransport { [self] head, body throws(TransportError) in
            let isGzip = head.headerFields[.contentEncoding] == "gzip"
            guard let plain = isGzip ? try? Gzip.decompress(body) : body, let json = try? JSONValue(parsing: plain)
            else { throw TransportError(.invalidRequest, "no JSON", requestMayHaveBeenProcessed: false) }
            let request = Request(head: head, body: json, wireSize: body.count)
            asked.withLock { $0.append(request) }
            let reply = answer(request)
            var response = HTTPResponse(status: .init(code: reply.status))
            response.headerFields[.contentType] = "application/x-amz-json-1.0"
            if let code = reply.queryError, let name = HTTPField.Name("x-amzn-query-error") {
                response.headerFields[name] = code
            }
            return InProcessResponse(response, body: (try? reply.body.serialized()) ?? [])
        }
        let aws = try AWSClient(
            region: .usEast1, transport: transport,
            credentials: Credentials(accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret"),
            environment: .empty
        ) {
            $0.now = { date }
            $0.retry = .standard
            $0.retry.transientDelay = .zero
            $0.retry.throttlingDelay = .zero
        }
        return CloudWatchClient(aws)
    }
}

/// The message of the error that `work` throws before anything is sent; `nil` where it throws none.
func refusal(_ work: () throws(AWSError) -> Void) -> String? {
    do {
        try work()
        return nil
    } catch {
        return error.code == .invalidInput ? error.message : "\(error)"
    }
}
