import AWSCore
import BedrockCostTesting
import Foundation
import HTTPTransport
import HTTPTypes
import Synchronization

/// Retries: `RetryClass`, and sequences of replies to an ``AWSClient`` in both variants of the `standard` mode.
enum RetryCases {
    static func runClassification(_ testCase: JSON) throws {
        _ = try BuiltServices.service(testCase["service"].string ?? "")
        let retryClass: RetryClass
        if let exception = testCase["exception"].string {
            retryClass = RetryClass(transportError(exception), isIdempotent: true)
        } else {
            retryClass = RetryClass(
                status: try require(testCase["status"].int, "no status"), code: testCase["code"].string,
                message: testCase["message"].string ?? "")
        }
        let expected = testCase["expect"]
        try expect(retryClass != .none, expected["retryable"].bool ?? false, "retryable")
        try expect(retryClass == .throttling, expected["throttling"].bool ?? false, "throttling")
    }

    static func runSequence(_ testCase: JSON) async throws {
        let expected = testCase["expect"]
        let operation = try BuiltOperations.sample(testCase["service"].string ?? "", testCase["operation"].string ?? "")
        let replies = testCase["responses"].array.compactMap(\.string)
        let exchange = Exchange(replies: try replies.map { try Reply($0, results: expected["results"].array) })
        let clock = RecordingClock()
        let client = try Fixture.client(answering: exchange.answer) { configuration in
            configuration.clock = clock
            configuration.jitter = { 1 }
            configuration.retry = testCase["mode"].string == "standard" ? .standardBefore2026 : .standard
            if let attempts = testCase["max_attempts"].int { configuration.retry.maximumAttempts = attempts }
        }

        var results: [String] = []
        var bodies: [Set<[UInt8]>] = []
        for _ in 0..<(testCase["calls"].int ?? 1) {
            let first = exchange.requests.count
            do {
                try await operation.probe(client)
                results.append("ok")
            } catch let error as AWSError {
                results.append(error.serviceCode ?? "\(error.code)")
            }
            bodies.append(Set(exchange.requests[first...].map(\.body)))
        }

        try expect(exchange.requests.count, expected["requests"].int ?? 0, "the count of requests")
        try compare(clock.delays, expected["delay_caps_s"].array.compactMap(\.double), exchange.retryAfter)
        func sent(_ name: String) throws -> [String] {
            let name = try require(HTTPField.Name(name), name)
            return exchange.requests.map { $0.head.headerFields[name] ?? "-" }
        }
        try expect(
            try sent("amz-sdk-request"), expected["amz_sdk_request"].array.compactMap(\.string), "amz-sdk-request")
        try expect(
            Set(try sent("amz-sdk-invocation-id")).count, expected["distinct_invocation_ids"].int ?? 0,
            "the count of invocation ids")
        try expect(results, expected["results"].array.compactMap(\.string), "the results")
        guard bodies.allSatisfy({ $0.count == 1 }) else {
            throw Mismatch("the attempts of one call differ in their bodies")
        }
    }

    /// With jitter at its cap a wait is the cap, or what a `Retry-After` asked for, which botocore does not read.
    private static func compare(_ delays: [Double], _ caps: [Double], _ retryAfter: [Double?]) throws {
        try expect(delays.count, caps.count, "the count of waits")
        for (index, (delay, cap)) in zip(delays, caps).enumerated() {
            var accepted = [cap]
            if index < retryAfter.count, let seconds = retryAfter[index] { accepted.append(max(cap, seconds)) }
            guard accepted.contains(where: { abs($0 - delay) < 1e-6 }) else {
                throw Mismatch("wait \(index + 1) is \(delay) s, not \(cap) s")
            }
        }
    }

    /// A failure of the transport by botocore's name for it.
    static func transportError(_ name: String) -> TransportError {
        let name = name.lowercased()
        let code: TransportError.Code
        if name.contains("timeout") {
            code = name.contains("connect") ? .connectTimeout : .idleTimeout
        } else if name.contains("ssl") {
            code = .tlsFailed
        } else if name.contains("endpoint") || name.contains("proxy") {
            code = .connectFailed
        } else {
            code = .connectionLost
        }
        return TransportError(
            code, name, requestMayHaveBeenProcessed: ![.connectTimeout, .tlsFailed, .connectFailed].contains(code))
    }

    /// A reply as the cases name it: a status, then `a` for `x-amz-retry-after` or `r` for `Retry-After`; or a failure of
    /// the transport by its name.
    private struct Reply {
        static let milliseconds = 1500
        static let seconds = 2
        private static let codes = [
            400: "ValidationException", 403: "AccessDeniedException", 404: "ResourceNotFoundException",
            408: "ModelTimeoutException", 409: "ConflictException", 424: "ModelErrorException",
            429: "ThrottlingException",
        ]

        var outcome: Result<InProcessResponse, TransportError>
        var retryAfter: Double?

        init(_ token: String, results: [JSON]) throws {
            guard let status = Int(token.prefix { $0.isNumber }) else {
                outcome = .failure(RetryCases.transportError(token))
                return
            }
            var head = HTTPResponse(status: .init(code: status))
            let suffix = token.drop { $0.isNumber }
            switch suffix {
            case "": break
            case "a": head.headerFields[try require(HTTPField.Name("x-amz-retry-after"), "")] = "\(Self.milliseconds)"
            case "r":
                head.headerFields[.retryAfter] = "\(Self.seconds)"
                retryAfter = Double(Self.seconds)
            default: throw Mismatch("the case has the unknown reply \(token)")
            }
            var body = "{}"
            if status == 502 {
                body = "<html><body><h1>502 Bad Gateway</h1></body></html>"
            } else if (400..<500).contains(status), var code = Self.codes[status] {
                // What a call is expected to end with is what its reply has to say.
                let named = results.compactMap(\.string).filter { $0 != "ok" && Int($0) == nil }
                if let other = named.first(where: { !Self.codes.values.contains($0) }), !named.contains(code) {
                    code = other
                }
                body = #"{"__type": "\#(code)", "message": "no"}"#
            }
            outcome = .success(InProcessResponse(head, body: Array(body.utf8)))
        }
    }

    /// The replies still to come, and the requests that came.
    private final class Exchange: Sendable {
        private struct State {
            var replies: ArraySlice<Reply>
            var requests: [(head: HTTPRequest, body: [UInt8])] = []
            var retryAfter: [Double?] = []
        }
        private let state: Mutex<State>

        init(replies: [Reply]) { state = Mutex(State(replies: replies[...])) }

        var requests: [(head: HTTPRequest, body: [UInt8])] { state.withLock { $0.requests } }
        /// What each reply that made the client wait asked for.
        var retryAfter: [Double?] { state.withLock { $0.retryAfter } }

        func answer(_ head: HTTPRequest, _ body: [UInt8]) throws(TransportError) -> InProcessResponse {
            let reply = state.withLock { state in
                state.requests.append((head, body))
                let reply = state.replies.popFirst()
                if case .success(let response)? = reply?.outcome, response.head.status.kind == .successful {
                    return reply
                }
                state.retryAfter.append(reply?.retryAfter)
                return reply
            }
            guard let reply else { throw TransportError(.connectionLost, "the case has no more replies") }
            return try reply.outcome.get()
        }
    }
}

/// A clock that never waits and keeps what it was asked to wait.
final class RecordingClock: Clock {
    struct Instant: InstantProtocol {
        var offset = Duration.zero
        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private let state = Mutex<(now: Instant, delays: [Duration])>((Instant(), []))

    var now: Instant { state.withLock { $0.now } }
    var minimumResolution: Duration { .nanoseconds(1) }
    /// The waits so far, in seconds.
    var delays: [Double] { state.withLock { $0.delays.map { $0 / .seconds(1) } } }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        state.withLock { state in
            state.delays.append(state.now.duration(to: deadline))
            state.now = max(state.now, deadline)
        }
    }
}
