import AWSCore
import AWSSigning
import BedrockCostTesting
import BedrockProjects
import Foundation
import HTTPTransport
import HTTPTypes
import Logging
import Synchronization

/// An endpoint that answers from a script and remembers what it was asked.
final class MantleDouble: Sendable {
    struct Exchange: Sendable {
        var method: String
        var url: String
        var path: String
        var headers: HTTPFields
        var body: String

        var json: JSONValue { get throws { try JSONValue(parsing: Array(body.utf8)) } }
        func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
    }

    struct Reply: Sendable {
        var status = 200
        var headers: [(String, String)] = [("content-type", "application/json"), ("x-request-id", "req-1")]
        var steps: [InProcessResponse.Step]

        init(_ body: String) { self.init(200, body) }

        init(_ status: Int, _ body: String, headers: [(String, String)] = []) {
            self.status = status
            self.headers += headers
            self.steps = [.bytes(Array(body.utf8))]
        }

        /// A stream of the text as it stands.
        init(stream text: String, cutEvery size: Int? = nil) {
            let bytes = Array(text.utf8)
            headers[0] = ("content-type", "text/event-stream; charset=utf-8")
            steps =
                size.map { size in
                    stride(from: 0, to: bytes.count, by: size).map {
                        .bytes(Array(bytes[$0..<min($0 + size, bytes.count)]))
                    }
                } ?? [.bytes(bytes)]
        }

        static func error(
            _ status: Int, type: String = "invalid_request_error", code: String? = nil, _ message: String = "because",
            headers: [(String, String)] = []
        ) -> Reply {
            let code = code.map { "\"\($0)\"" } ?? "null"
            return Reply(
                status, #"{"error":{"message":"\#(message)","type":"\#(type)","param":null,"code":\#(code)}}"#,
                headers: headers)
        }

        var response: InProcessResponse {
            var head = HTTPResponse(status: .init(code: status))
            for (name, value) in headers {
                if let name = HTTPField.Name(name) { head.headerFields[name] = value }
            }
            return InProcessResponse(head, steps: steps)
        }
    }

    private let log = Mutex<[Exchange]>([])
    private let answer: @Sendable (Exchange, Int) throws(TransportError) -> Reply

    /// `answer` is given the request and its number, from 0.
    init(_ answer: @escaping @Sendable (Exchange, Int) throws(TransportError) -> Reply) { self.answer = answer }

    /// Answers the same every time.
    convenience init(_ reply: Reply) { self.init { _, _ in reply } }

    var exchanges: [Exchange] { log.withLock { $0 } }

    func aws(
        region: Region = .usEast1, authentication: Authentication? = nil, environment: [String: String] = [:],
        clock: (any Clock<Duration>)? = nil, configure: (inout AWSClientConfiguration) -> Void = { _ in }
    ) throws -> AWSClient {
        let transport = InProcessTransport { [self] (request, body) throws(TransportError) in
            let exchange = Exchange(
                method: request.method.rawValue, url: "\(request.scheme ?? "")://\(request.authority ?? "")",
                path: request.path ?? "", headers: request.headerFields, body: String(decoding: body, as: UTF8.self))
            let number = log.withLock { log in
                log.append(exchange)
                return log.count - 1
            }
            return try answer(exchange, number).response
        }
        return try AWSClient(
            region: region, transport: transport,
            authentication: authentication
                ?? (environment["AWS_BEARER_TOKEN_BEDROCK"] == nil ? .credentials(Self.credentials) : nil),
            environment: AWSEnvironment(environment, readingFile: { _ in nil }),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) {
            $0.jitter = { 0 }
            if let clock { $0.clock = clock }
            configure(&$0)
        }
    }

    func client(route: InferenceRoute = .mantle, clock: (any Clock<Duration>)? = nil) throws -> BedrockProjectsClient {
        BedrockProjectsClient(try aws(clock: clock), route: route)
    }

    static let credentials = Credentials(accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret")
}

/// A clock on which every wait is over at once, and is remembered.
final class InstantClock: Clock, Sendable {
    struct Instant: InstantProtocol {
        var offset: Duration
        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private let state = Mutex<(now: Duration, waits: [Duration])>((.zero, []))

    var now: Instant { Instant(offset: state.withLock { $0.now }) }
    var minimumResolution: Duration { .nanoseconds(1) }
    var waits: [Duration] { state.withLock { $0.waits } }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        state.withLock { state in
            state.waits.append(deadline.offset - state.now)
            state.now = max(state.now, deadline.offset)
        }
    }
}

/// The error that `body` throws.
func failure(_ body: () async throws -> some Any) async -> AWSError? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? AWSError
    }
}
