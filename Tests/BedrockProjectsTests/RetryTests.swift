import AWSCore
import BedrockCostTesting
import BedrockProjects
import HTTPTransport
import Testing

@Suite struct ProjectRetryTests {
    private static let listing = #"{"object":"list","data":[],"has_more":false}"#
    private enum Call: String, CaseIterable { case paid, stream, reading }

    /// Makes a call that is first answered by `refusal`, and tells what became of it.
    private func call(
        _ call: Call, refusedWith refusal: @escaping @Sendable () throws(TransportError) -> MantleDouble.Reply
    ) async throws -> (attempts: Int, waits: [Duration], error: AWSError?) {
        let clock = InstantClock()
        let double = MantleDouble { _, number throws(TransportError) in
            if number == 0 { return try refusal() }
            return switch call {
            case .paid: .init(ResponseTests.answer)
            case .stream: .init(stream: "data: [DONE]\n\n")
            case .reading: .init(Self.listing)
            }
        }
        let client = try double.client(clock: clock)
        let error = await failure {
            switch call {
            case .paid: _ = try await client.createResponse(model: "m", "hi", project: .defaultProject)
            case .stream:
                try await client.streamChatCompletion(model: "m", [.user("hi")], project: .defaultProject) {
                    for try await _ in $0 {}
                }
            case .reading: _ = try await client.projects().collect()
            }
        }
        return (double.exchanges.count, clock.waits, error)
    }

    @Test(arguments: Call.allCases)
    private func `a call that the service refused for now is made again`(call: Call) async throws {
        for status in [429, 503] {
            let outcome = try await self.call(call) { .error(status, type: "rate_limit_error") }
            #expect(outcome.attempts == 2, "\(status)")
            #expect(outcome.error == nil)
        }
    }

    @Test(arguments: [408, 500, 502, 504])
    func `a generation that may have run is not paid for twice, and a reading call is repeated`(status: Int)
        async throws
    {
        for paid in [Call.paid, .stream] {
            let outcome = try await call(paid) { .error(status, type: "server_error") }
            #expect(outcome.attempts == 1)
            #expect(outcome.error?.httpStatus == status)
        }
        let outcome = try await call(.reading) { .error(status, type: "server_error") }
        #expect(outcome.attempts == 2)
    }

    @Test func `a lost reply is not asked for again where it costs`() async throws {
        let lost: @Sendable () throws(TransportError) -> MantleDouble.Reply = { () throws(TransportError) in
            throw TransportError(.connectionLost, "reset by peer")
        }
        let paid = try await call(.paid, refusedWith: lost)
        #expect(paid.attempts == 1)
        #expect(paid.error?.code == .transport)
        let reading = try await call(.reading, refusedWith: lost)
        #expect(reading.attempts == 2)
    }

    @Test func `what the service says about another attempt goes before its status`() async throws {
        let told = try await call(.paid) { .error(500, headers: [("x-should-retry", "true")]) }
        #expect(told.attempts == 2)
        let forbidden = try await call(.reading) { .error(429, headers: [("x-should-retry", "false")]) }
        #expect(forbidden.attempts == 1)
        #expect(forbidden.error?.code == .throttled)
    }

    @Test func `the service's waiting time is kept, also where it is longer than our own`() async throws {
        let seconds = try await call(.paid) { .error(429, headers: [("retry-after", "45")]) }
        #expect(seconds.waits == [.seconds(45)])
        let milliseconds = try await call(.paid) {
            .error(429, headers: [("retry-after-ms", "250"), ("retry-after", "1")])
        }
        #expect(milliseconds.waits == [.milliseconds(250)])
    }

    @Test func `a waiting time that nobody would sit through is told, not waited for`() async throws {
        let outcome = try await call(.paid) {
            .error(429, headers: [("retry-after", "3600"), ("x-ratelimit-remaining-tokens", "0")])
        }
        #expect(outcome.attempts == 1)
        #expect(outcome.error?.code == .throttled)
        #expect(outcome.error?.rateLimits?.retryAfter == .seconds(3600))
        #expect(outcome.error?.rateLimits?.remainingTokens == 0)
    }

    @Test func `a quota that is used up is not asked again`() async throws {
        let quota = try await call(.paid) { .error(429, type: "insufficient_quota", code: "insufficient_quota") }
        #expect(quota.attempts == 1)
        #expect(quota.error?.code == .quotaExceeded)
        let day = try await call(.paid) { .error(429, type: "rate_limit_error", "too many tokens per day") }
        #expect(day.attempts == 1)
        #expect(day.error?.code == .throttled)
    }

    @Test(
        arguments: [
            (
                400, #"{"error":{"message":"bad","type":"invalid_request_error","param":"model","code":null}}"#,
                .validation
            ),
            (
                401, #"{"error":{"message":"bad","type":"authentication_error","code":"invalid_api_key"}}"#,
                .unauthenticated
            ),
            (401, #"{"message":"bad"}"#, .unauthenticated),
            (403, #"{"Message":"bad"}"#, .accessDenied),
            (404, #"{"error":"bad"}"#, .notFound),
            (404, "bad", .notFound),
            (400, #"{"__type":"com.amazon#AccessDeniedException","message":"bad"}"#, .accessDenied),
            (400, #"{"__type":"ValidationException","message":"bad"}"#, .validation),
            (422, #"{"error":{"message":"bad","code":422}}"#, .validation),
            (418, #"{"error":{"message":"bad","type":"teapot"}}"#, .service),
        ] as [(Int, String, AWSError.Code)])
    func `every envelope is read`(status: Int, body: String, code: AWSError.Code) async throws {
        let outcome = try await call(.paid) { .init(status, body) }
        #expect(outcome.error?.code == code)
        #expect(outcome.error?.message == "bad")
        #expect(outcome.error?.requestID == "req-1")
        #expect(outcome.error?.operation == "Bedrock Mantle.CreateResponse")
    }

    @Test func `a gateway's page says no more than its status`() async throws {
        let outcome = try await call(.paid) {
            .init(502, "<html>nginx</html>", headers: [("content-type", "text/html")])
        }
        #expect(outcome.error?.code == .serviceFault)
        #expect(outcome.error?.message == "Bad Gateway")
    }

    @Test func `rate limits come with a good reply, too`() async throws {
        let double = MantleDouble(
            .init(
                200, ResponseTests.answer,
                headers: [
                    ("X-RateLimit-Limit-Requests", "60"), ("x-ratelimit-remaining-requests", "59"),
                    ("x-ratelimit-reset-requests", "120ms"), ("x-ratelimit-limit-tokens", "many"),
                ]))
        let reply = try await double.aws().response(
            to: CreateResponse(.init(model: "m", input: "hi"), project: .defaultProject))
        let limits = RateLimits(reply.headerFields)
        #expect(limits.limitRequests == 60)
        #expect(limits.remainingRequests == 59)
        #expect(limits.resetRequests == .milliseconds(120))
        #expect(limits.limitTokens == nil)
        #expect(limits.resetTokens == nil)
        #expect(reply.requestID == "req-1")
    }

    @Test func `no description tells a key, a prompt or an answer`() async throws {
        let canary = "canary-4711"
        let double = MantleDouble(.error(400, "bad request"))
        let error = await failure {
            try await double.client().createResponse(model: "m", "\(canary)", project: .defaultProject)
        }
        #expect(error != nil)
        #expect("\(error.map(String.init(describing:)) ?? "")".contains(canary) == false)
        let cut = MantleDouble(.init(stream: "data: {\(canary)\n\n"))
        let malformed = await failure {
            try await cut.client().streamResponse(model: "m", "hi", project: .defaultProject) {
                for try await _ in $0 {}
            }
        }
        #expect(malformed?.code == .malformedResponse)
        #expect(malformed?.description.contains(canary) == false)
    }
}
