import BedrockCostTesting
import Foundation
import HTTPTransport
import HTTPTypes
import Synchronization
import Testing

@testable import AWSCore

@Suite struct `Repeating failed attempts` {
    @Test func `every attempt has its own date and signature and one invocation id`() async throws {
        let now = Now()
        let peer = Peer(.error(503, "ServiceUnavailableException"), .lostReply, .ok("{}")) { _ in now.advance(by: 7) }
        let response = try await makeClient(peer, now: now).response(to: GetWidget())
        #expect(response.attempts == 3)
        #expect(
            peer.exchanges.map { $0["x-amz-date"] } == ["20260131T140526Z", "20260131T140533Z", "20260131T140540Z"])
        #expect(Set(peer.exchanges.map { $0["authorization"] }).count == 3)
        #expect(Set(peer.exchanges.map { $0["amz-sdk-invocation-id"] }).count == 1)
        #expect(
            peer.exchanges.map { $0["amz-sdk-request"] } == ["attempt=1", "attempt=2; max=3", "attempt=3; max=3"])
    }

    @Test(arguments: [
        "ThrottlingException", "ThrottledException", "Throttling", "LimitExceededException", "RequestLimitExceeded",
        "TooManyRequestsException", "ProvisionedThroughputExceededException", "SlowDown",
    ])
    func `a throttle with HTTP 400 is repeated after the throttling delay`(_ code: String) async throws {
        let (peer, clock) = (Peer(.error(400, code), .error(400, code), .ok("{}")), RecordingClock())
        let response = try await makeClient(peer, clock: clock).response(to: MakeWidget())
        #expect(response.attempts == 3)
        #expect(clock.sleeps == [.seconds(1), .seconds(2)])
    }

    @Test func `attempts end at the maximum, and the last error tells their number`() async throws {
        let (peer, clock) = (Peer(.error(500, "InternalServerException", "broken")), RecordingClock())
        let client = try makeClient(peer, clock: clock) { $0.retry.maximumAttempts = 4 }
        let error = await #expect(throws: AWSError.self) { try await client.send(GetWidget()) }
        #expect(peer.exchanges.count == 4)
        #expect(clock.sleeps == [.milliseconds(50), .milliseconds(100), .milliseconds(200)])
        #expect(
            error?.description
                == "serviceFault in Widget Runtime.GetWidget: InternalServerException: broken"
                + " (HTTP 500, request request-500, 4 attempts)")
    }

    @Test func `no wait is longer than the cap`() async throws {
        let (peer, clock) = (Peer(.error(429, "ThrottlingException")), RecordingClock())
        let client = try makeClient(peer, clock: clock) { $0.retry.maximumAttempts = 8 }
        await #expect(throws: AWSError(ServiceError(code: "ThrottlingException", message: ""), httpStatus: 429)) {
            try await client.send(GetWidget())
        }
        #expect(clock.sleeps == [1, 2, 4, 8, 16, 20, 20].map { .seconds($0) })
    }

    @Test func `jitter shortens each wait`() async throws {
        let (peer, clock) = (Peer(.error(429, "ThrottlingException"), .ok("{}")), RecordingClock())
        _ = try await makeClient(peer, clock: clock) { $0.jitter = { 0.25 } }.send(GetWidget())
        #expect(clock.sleeps == [.milliseconds(250)])
    }

    @Test(arguments: [
        (["x-amz-retry-after": "1500"], Duration.milliseconds(1500)),
        (["x-amz-retry-after": "10"], .milliseconds(50)),
        (["x-amz-retry-after": "900000"], .milliseconds(5050)),
        (["x-amz-retry-after": "-1"], .milliseconds(50)),
        (["x-amz-retry-after": "soon"], .milliseconds(50)),
        (["retry-after": "3"], .seconds(3)),
        (["retry-after": "Sat, 31 Jan 2026 14:05:30 GMT"], .seconds(4)),
        (["retry-after": "Sat, 31 Jan 2026 14:05:00 GMT"], .milliseconds(50)),
        (["retry-after": "-3"], .milliseconds(50)),
        (["x-amz-retry-after": "2000", "retry-after": "3"], .seconds(2)),
    ])
    func `the service's own wait counts, between the backoff and five seconds more`(
        _ fields: [String: String], _ wait: Duration
    ) async throws {
        let (peer, clock) = (Peer(.status(503, "", fields), .ok("{}")), RecordingClock())
        _ = try await makeClient(peer, clock: clock).send(GetWidget())
        #expect(clock.sleeps == [wait])
    }

    @Test func `the older standard mode waits a second first and reads no wait of the service`() async throws {
        let (peer, clock) = (Peer(.status(503, "", ["x-amz-retry-after": "1500"]), .ok("{}")), RecordingClock())
        _ = try await makeClient(peer, clock: clock) { $0.retry = .standardBefore2026 }.send(GetWidget())
        #expect(clock.sleeps == [.seconds(1)])
    }

    @Test func `a throttle by the day is not repeated`() async throws {
        let peer = Peer(
            .error(429, "ThrottlingException", "Too many tokens per day, please wait before trying again."))
        let error = await #expect(throws: AWSError.self) { try await makeClient(peer).send(GetWidget()) }
        #expect(error?.code == .throttled)
        #expect(peer.exchanges.count == 1)
    }

    @Test(arguments: [
        (408, "ModelTimeoutException"), (424, "ModelErrorException"), (429, "SomeQuotaException"),
        (400, "ValidationException"), (403, "AccessDeniedException"), (404, "ResourceNotFoundException"), (501, "X"),
    ])
    func `what another attempt would not mend or would bill again is not repeated`(
        _ status: Int, _ code: String
    ) async throws {
        let peer = Peer(.error(status, code))
        await #expect(throws: AWSError.self) { try await makeClient(peer).send(GetWidget()) }
        #expect(peer.exchanges.count == 1)
    }

    @Test func `a lost reply of a paid call is not repeated`() async throws {
        let peer = Peer(.lostReply, .ok("{}"))
        let error = await #expect(throws: AWSError.self) { try await makeClient(peer).send(MakeWidget()) }
        #expect(error?.code == .transport)
        #expect(error?.attempts == 1)
        #expect((error?.underlyingError as? TransportError)?.code == .connectionLost)
        #expect(peer.exchanges.count == 1)
    }

    @Test func `a refused connection of a paid call is repeated`() async throws {
        let peer = Peer(.refused, .refused, .ok("{}"))
        #expect(try await makeClient(peer).response(to: MakeWidget()).attempts == 3)
    }

    @Test func `a paid call that the service refused is repeated`() async throws {
        let peer = Peer(.status(502, "<html>bad gateway</html>"), .ok("{}"))
        #expect(try await makeClient(peer).response(to: MakeWidget()).attempts == 2)
    }

    @Test func `a reply that breaks off is asked for again where that is harmless`() async throws {
        let broken = Peer.Answer.steps([
            .bytes(Array(#"{"na"#.utf8)),
            .fail(TransportError(.connectionLost, "reset", requestMayHaveBeenProcessed: false)),
        ])
        let peer = Peer(broken, .ok(#"{"name":"axle"}"#))
        #expect(try await makeClient(peer).send(GetWidget()).name == "axle")
        // A paid call has run once its reply has begun, whatever the transport thinks of it.
        let paid = Peer(broken, .ok("{}"))
        await #expect(throws: AWSError.self) { try await makeClient(paid).send(MakeWidget()) }
        #expect(paid.exchanges.count == 1)
    }

    @Test func `a time limit is an error of its own and repeated only where that is harmless`() async throws {
        let late = Peer.Answer.failure(TransportError(.idleTimeout, "nothing for 300 s"))
        let (peer, paid) = (Peer(late, .ok("{}")), Peer(late))
        _ = try await makeClient(peer).send(GetWidget())
        let error = await #expect(throws: AWSError.self) { try await makeClient(paid).send(MakeWidget()) }
        #expect(error?.code == .timeout)
        #expect(peer.exchanges.count == 2)
        #expect(paid.exchanges.count == 1)
    }

    @Test func `cancelling during a wait ends the call and keeps what it waited for`() async throws {
        let waiting = Signal()
        let clock = RecordingClock {
            waiting.fire()
            try await Signal().wait()
        }
        let peer = Peer(.error(503, "ServiceUnavailableException"))
        let client = try makeClient(peer, clock: clock)
        let task = Task { try await client.send(GetWidget()) }
        try await waiting.wait()
        task.cancel()
        let error = await #expect(throws: AWSError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        #expect(error?.attempts == 1)
        #expect((error?.underlyingError as? AWSError)?.code == .serviceFault)
        #expect(peer.exchanges.count == 1)
    }

    @Test func `one attempt means one attempt`() async throws {
        let peer = Peer(.refused)
        await #expect(throws: AWSError.self) {
            try await makeClient(peer) { $0.retry = .never }.send(GetWidget())
        }
        #expect(peer.exchanges.count == 1)
    }
}

@Suite struct `The retry quota` {
    @Test func `calls of one client share it, and an empty one surfaces the error at once`() async throws {
        let (peer, clock) = (Peer(.error(500, "InternalServerException")), RecordingClock())
        let client = try makeClient(peer, clock: clock) { $0.retry.quotaCapacity = 14 * 3 }
        for _ in 0..<2 { await #expect(throws: AWSError.self) { try await client.send(GetWidget()) } }
        #expect(peer.exchanges.count == 3 + 2)
        let error = await #expect(throws: AWSError.self) { try await client.with { _ in }.send(GetWidget()) }
        #expect(error?.code == .serviceFault)
        #expect(error?.attempts == 1)
        #expect(peer.exchanges.count == 6)
        #expect(clock.sleeps.count == 3)
    }

    @Test func `success gives the last retry's cost back, or one where there was no retry`() {
        var quota = RetryQuota(capacity: 100)
        let taken = [quota.take(14), quota.take(14)]
        #expect(taken == [true, true])
        quota.refund(14)
        #expect(quota.available == 86)
        quota.refund(nil)
        #expect(quota.available == 87)
        for _ in 0..<50 { quota.refund(nil) }
        #expect(quota.available == 100)
        let tooMuch = quota.take(101)
        #expect(!tooMuch)
        #expect(quota.available == 100)
    }

    @Test func `throttles, time limits and passing failures cost what the policy says`() {
        let (policy, before) = (RetryPolicy.standard, RetryPolicy.standardBefore2026)
        #expect([RetryClass.none, .transient, .timeout, .throttling].map { policy.cost(of: $0) } == [0, 14, 14, 5])
        #expect([RetryClass.none, .transient, .timeout, .throttling].map { before.cost(of: $0) } == [0, 5, 10, 5])
    }

    @Test func `a retry that succeeds leaves the quota full`() async throws {
        let peer = Peer(.error(500, "X"), .ok("{}"), .error(500, "X"), .ok("{}"))
        let client = try makeClient(peer) { $0.retry.quotaCapacity = 14 }
        for _ in 0..<2 { _ = try await client.send(GetWidget()) }
        #expect(client.shared.retryQuota.withLock { $0.available } == 14)
    }
}

@Suite struct `Clock skew` {
    private static func skewed(_ code: String = "InvalidSignatureException", date: String) -> Peer.Answer {
        .status(403, #"{"message":"Signature expired"}"#, ["x-amzn-errortype": code, "date": date])
    }

    @Test(arguments: [
        "InvalidSignatureException", "SignatureDoesNotMatch", "RequestTimeTooSkewed", "RequestExpired",
        "RequestInTheFuture", "AccessDeniedException", "AuthFailure",
    ])
    func `a refused signature teaches the server's time, for this call and the next`(_ code: String) async throws {
        let peer = Peer(Self.skewed(code, date: "Sat, 31 Jan 2026 15:05:26 GMT"), .ok("{}"))
        let client = try makeClient(peer)
        _ = try await client.send(MakeWidget())
        _ = try await client.send(GetWidget())
        #expect(
            peer.exchanges.map { $0["x-amz-date"] } == ["20260131T140526Z", "20260131T150526Z", "20260131T150526Z"])
    }

    @Test(arguments: [
        ("InvalidSignatureException", "Sat, 31 Jan 2026 14:09:26 GMT"),
        ("InvalidSignatureException", "not a date"),
        ("ValidationException", "Sat, 31 Jan 2026 15:05:26 GMT"),
    ])
    func `a refusal that the clock does not explain is not repeated`(_ code: String, _ date: String) async throws {
        let peer = Peer(Self.skewed(code, date: date))
        await #expect(throws: AWSError.self) { try await makeClient(peer).send(GetWidget()) }
        #expect(peer.exchanges.count == 1)
    }

    @Test func `a second refusal at the corrected time is final`() async throws {
        let peer = Peer(Self.skewed(date: "Sat, 31 Jan 2026 15:05:26 GMT"))
        let error = await #expect(throws: AWSError.self) { try await makeClient(peer).send(GetWidget()) }
        #expect(error?.code == .unauthenticated)
        #expect(
            error?.description
                == "unauthenticated in Widget Runtime.GetWidget: InvalidSignatureException: Signature expired"
                + " (HTTP 403, 2 attempts, sent with SigV4)")
        #expect(peer.exchanges.count == 2)
    }

    @Test func `calls that fail at the same time are all repeated`() {
        var skew = ClockSkew()
        let server = Now.start.addingTimeInterval(3600)
        // The first two were signed before any reply came, the third with the corrected time.
        let repeated = [0, 0, 3600].map {
            skew.learn(from: "a", code: "RequestExpired", serverDate: server, now: Now.start, signedWith: $0)
        }
        #expect(repeated == [true, true, false])
        #expect(skew.offset(for: "a") == 3600)
        #expect(skew.offset(for: "b") == 0)
    }
}

@Suite struct `Classifying failures` {
    @Test func `a transport error is repeated only where the request cannot have run or may run twice`() {
        func retryClass(_ code: TransportError.Code, seen: Bool, idempotent: Bool) -> RetryClass {
            RetryClass(TransportError(code, "", requestMayHaveBeenProcessed: seen), isIdempotent: idempotent)
        }
        for code in [TransportError.Code.connectFailed, .nameNotResolved, .tlsFailed, .connectionLost] {
            #expect(retryClass(code, seen: false, idempotent: false) == .transient)
            #expect(retryClass(code, seen: true, idempotent: true) == .transient)
            #expect(retryClass(code, seen: true, idempotent: false) == .none)
        }
        for code in [TransportError.Code.connectTimeout, .idleTimeout, .totalTimeout] {
            #expect(retryClass(code, seen: false, idempotent: true) == .timeout)
        }
        for code in [TransportError.Code.cancelled, .responseTooLarge, .invalidRequest, .shutDown] {
            #expect(retryClass(code, seen: false, idempotent: true) == .none)
        }
    }

    @Test func `a code counts before the status`() {
        #expect(RetryClass(status: 400, code: "ThrottlingException") == .throttling)
        #expect(RetryClass(status: 500, code: "ThrottlingException") == .throttling)
        #expect(RetryClass(status: 400, code: "RequestTimeout") == .transient)
        #expect(RetryClass(status: 429, code: "ModelNotReadyException") == .transient)
        #expect(RetryClass(status: 503, code: nil) == .transient)
        #expect(RetryClass(status: 429, code: nil) == .none)
        #expect(RetryClass(status: 400, code: "IDPCommunicationError") == .transient)
    }
}
