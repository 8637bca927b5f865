import AWSSigning
package import HTTPTransport
public import HTTPTypes
import Logging
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What an operation returned, and what the exchange says about itself.
public struct AWSResponse<Output: Sendable>: Sendable {
    /// The operation's output.
    public var output: Output
    /// The id that AWS gave the request.
    public var requestID: String?
    /// How often the request was sent until it succeeded.
    public var attempts: Int
    /// The header fields of the reply, such as rate limits.
    public var headerFields: HTTPFields
}

extension AWSClient {
    /// Runs an operation.
    ///
    /// - Throws: ``AWSError`` with the operation's name, and with the service's code and request id where it answered.
    public func send<Operation: AWSOperation>(_ operation: Operation) async throws(AWSError) -> Operation.Output {
        try await response(to: operation).output
    }

    /// Runs an operation and returns its output with the request's id and the number of attempts.
    ///
    /// - Throws: ``AWSError`` with the operation's name, and with the service's code and request id where it answered.
    public func response<Operation: AWSOperation>(
        to operation: Operation
    ) async throws(AWSError) -> AWSResponse<Operation.Output> {
        let limit = configuration.maximumResponseBytes
        do {
            let (reply, attempts) = try await attempt(operation, mayRepeatReading: true) { response, body, _ in
                (head: response, body: try await body.collect(upTo: limit))
            }
            let requestID = Operation.requestID(reply.head, body: reply.body)
            do {
                return AWSResponse(
                    output: try Operation.decode(reply.head, body: reply.body), requestID: requestID,
                    attempts: attempts, headerFields: reply.head.headerFields)
            } catch {
                throw AWSError(
                    malformed: reply.head, requestID, "the reply does not fit the operation's model", error, attempts)
            }
        } catch {
            throw AWSError(wrapping: error).naming(operation)
        }
    }

    /// Runs an event-stream operation and lends its events to `body`.
    ///
    /// Leaving `body`, by its end, a throw or cancellation, ends the transfer. Attempts are repeated only until the head of
    /// a good response is there: once `body` has begun, nothing is sent again.
    ///
    /// - Throws: ``AWSError`` where no stream could be had; what `body` throws is thrown on as it is.
    public func stream<Operation: EventStreamOperation, Value>(
        _ operation: Operation,
        _ body: (Operation.Head, EventStreamEvents<Operation>) async throws -> Value
    ) async throws -> Value {
        try await withReply(to: operation) { response, bytes, attempts in
            let head: Operation.Head
            do {
                head = try Operation.decodeHead(response)
            } catch {
                throw AWSError(
                    malformed: response, response.requestID, "the reply's head does not fit the operation", error,
                    attempts
                ).naming(operation)
            }
            let events = EventStreamEvents<Operation>(bytes, requestID: response.requestID, attempts: attempts)
            return try await body(head, events)
        }
    }

    /// Sends a request and lends the head and the body of the good response to `body`, with the number of attempts.
    ///
    /// Leaving `body` ends the transfer; once it has begun, nothing is sent again.
    ///
    /// - Throws: ``AWSError`` where no good response could be had; what `body` throws is thrown on as it is.
    package func withReply<Request: AWSRequest, Value>(
        to operation: Request, _ body: (HTTPResponse, HTTPResponseBody, _ attempts: Int) async throws -> Value
    ) async throws -> Value {
        let outcome: Result<Value, any Error>
        do {
            outcome = try await attempt(operation, mayRepeatReading: false) { response, bytes, attempts in
                // Carried out as a value, so that no error of the caller's is taken for one of the exchange.
                do { return .success(try await body(response, bytes, attempts)) } catch { return .failure(error) }
            }.value
        } catch {
            throw AWSError(wrapping: error).naming(operation)
        }
        return try outcome.get()
    }

    private enum Reply<Value> {
        case accepted(Value)
        case refused(HTTPResponse, body: [UInt8])
    }

    struct FailedAttempt {
        var error: AWSError
        var advice: RetryAdvice
    }

    /// The one place where a request is sent: encode, then for each attempt credentials, signature, transport,
    /// classification and wait.
    ///
    /// - Parameter mayRepeatReading: Whether a failure inside `read` may be answered by another attempt.
    private func attempt<Request: AWSRequest, Value>(
        _ operation: Request, mayRepeatReading: Bool,
        _ read: (HTTPResponse, HTTPResponseBody, _ attempt: Int) async throws -> Value
    ) async throws -> (value: Value, attempts: Int) {
        let prepared = try prepare(operation)
        let endpoint = prepared.endpoint
        var lastCost: Int?
        var number = 1
        while true {
            guard !Task.isCancelled else {
                throw AWSError(.cancelled, "the task was cancelled before it sent a request")
            }
            let signed = try await authenticated(prepared, isAnonymous: Request.isAnonymous, attempt: number)
            logger.trace("sending", metadata: ["aws.operation": "\(Request.name)", "aws.attempt": "\(number)"])
            var failure: FailedAttempt
            var hasHead = false
            observer?.attemptBegins(number)
            do {
                let reply: Reply<Value> = try await transport.withResponse(
                    to: signed.request, body: prepared.encoded.body, options: configuration.transportOptions
                ) { response, body in
                    guard (200..<300).contains(response.status.code) else {
                        return .refused(response, body: await body.errorDocument())
                    }
                    hasHead = true
                    return .accepted(try await read(response, body, number))
                }
                switch reply {
                case .accepted(let value):
                    shared.retryQuota.withLock { $0.refund(lastCost) }
                    return (value, number)
                case .refused(let response, let body):
                    failure = refusal(Request.self, response, body, of: signed, at: endpoint)
                }
            } catch let error as TransportError where !hasHead || mayRepeatReading {
                var error = error
                if hasHead { error.requestMayHaveBeenProcessed = true }
                failure = FailedAttempt(
                    error: AWSError(error), advice: RetryAdvice(RetryClass(error, isIdempotent: Request.isIdempotent)))
            }
            failure.error.attempts = number
            await observer?.attemptFailed(number, failure.error)
            lastCost = try await waitToRepeat(Request.self, after: failure, attempt: number)
            number += 1
            if let observer, await !observer.mayBegin(attempt: number) { throw failure.error }
        }
    }

    /// What is the same for all attempts.
    func prepare<Request: AWSRequest>(_ operation: Request) throws(AWSError) -> PreparedRequest {
        try operation.validate()
        let encoded: EncodedRequest
        do {
            encoded = try operation.encode()
        } catch let error as AWSError {
            throw error
        } catch {
            throw AWSError(.invalidInput, "the input has no form on the wire", underlying: error)
        }
        guard !encoded.path.hasEmptyLabel else {
            throw AWSError(.invalidInput, "a part of the path is empty: the request would mean another resource")
        }
        let service = operation.destination
        return PreparedRequest(
            encoded: encoded, service: service, endpoint: try destination(of: service),
            invocationID: UUID().uuidString.lowercased())
    }

    func refusal<Request: AWSRequest>(
        _ operation: Request.Type, _ response: HTTPResponse, _ body: [UInt8], of signed: SignedRequest,
        at endpoint: Endpoint
    ) -> FailedAttempt {
        let now = configuration.now()
        let error = Request.serviceError(response, body: body)
        var failure = FailedAttempt(
            error: AWSError(error, httpStatus: response.status.code),
            advice: Request.retryAdvice(for: error, in: response, at: now))
        failure.error.authentication = signed.authentication
        if let serverDate = response.headerFields[.date].flatMap(TimestampFormat.httpDate.date(from:)),
            shared.clockSkew.withLock({
                $0.learn(
                    from: endpoint.authority, code: error.code, serverDate: serverDate, now: now,
                    signedWith: signed.clockOffset)
            })
        {
            failure.advice.retryClass = .transient
        }
        return failure
    }

    /// Pays for another attempt and waits for its time, or throws the failure where there is to be none.
    ///
    /// - Returns: What was taken from the retry quota.
    func waitToRepeat<Request: AWSRequest>(
        _ operation: Request.Type, after failure: FailedAttempt, attempt: Int
    ) async throws(AWSError) -> Int {
        let (retry, error, retryClass) = (configuration.retry, failure.error, failure.advice.retryClass)
        guard retryClass != .none, attempt < retry.maximumAttempts else { throw error }
        let cost = retry.cost(of: retryClass)
        guard shared.retryQuota.withLock({ $0.take(cost) }) else {
            logger.debug("retry quota used up", metadata: ["aws.operation": "\(Request.name)"])
            throw error
        }
        let delay = retry.delay(after: attempt, failure.advice, jitter: configuration.jitter())
        logger.debug(
            "trying again",
            metadata: [
                "aws.operation": "\(Request.name)", "aws.attempt": "\(attempt)", "error.code": "\(error.code)",
                "aws.service_code": "\(error.serviceCode ?? "-")", "aws.delay": "\(delay)",
            ])
        do {
            try await configuration.clock.sleep(for: delay)
        } catch {
            var cancelled = AWSError(
                .cancelled, "the task was cancelled while it waited to try again", underlying: failure.error)
            cancelled.attempts = attempt
            throw cancelled
        }
        return cost
    }

    private func destination<Service: AWSService>(of service: Service.Type) throws(AWSError) -> Endpoint {
        let takesBearerToken = authentication.usesBearerToken(for: service)
        return try configuration.destination(of: service, takesBearerToken: takesBearerToken).endpoint
    }

    struct PreparedRequest {
        var encoded: EncodedRequest
        var service: any AWSService.Type
        var endpoint: Endpoint
        var invocationID: String
    }

    struct SignedRequest {
        var request: HTTPRequest
        var authentication: String
        /// What was added to our time for the signature.
        var clockOffset: TimeInterval
    }

    private func authenticated(
        _ prepared: PreparedRequest, isAnonymous: Bool, attempt: Int
    ) async throws(AWSError) -> SignedRequest {
        var signed = unsigned(prepared)
        let service = prepared.service
        signed.authentication = try await (isAnonymous ? .anonymous : authentication).authenticate(
            &signed.request, body: prepared.encoded.body, for: service,
            signingName: configuration.signingNames[service.serviceID], region: prepared.endpoint.signingRegion,
            at: configuration.now().addingTimeInterval(signed.clockOffset))
        addAttempt(attempt, of: prepared, to: &signed.request)
        return signed
    }

    /// The request before its signature, with the clock that the signature is to follow.
    func unsigned(_ prepared: PreparedRequest) -> SignedRequest {
        let (encoded, endpoint) = (prepared.encoded, prepared.endpoint)
        let query = encoded.query.items.isEmpty ? "" : "?\(encoded.query.percentEncoded)"
        var request = HTTPRequest(
            method: encoded.method, scheme: endpoint.scheme, authority: encoded.hostPrefix + endpoint.authority,
            path: endpoint.basePath + encoded.path.percentEncoded + query, headerFields: encoded.headers)
        request.headerFields[.userAgent] = configuration.userAgent
        return SignedRequest(
            request: request, authentication: "",
            clockOffset: shared.clockSkew.withLock { $0.offset(for: endpoint.authority) })
    }

    /// Proxies may change these fields, so they stand outside the signature.
    func addAttempt(_ attempt: Int, of prepared: PreparedRequest, to request: inout HTTPRequest) {
        request.headerFields[.amzSDKInvocationID] = prepared.invocationID
        request.headerFields[.amzSDKRequest] =
            attempt == 1 ? "attempt=1" : "attempt=\(attempt); max=\(configuration.retry.maximumAttempts)"
    }
}

extension HTTPResponseBody {
    /// An error's document; what a failing transfer leaves of it is as good as an empty one.
    func errorDocument() async -> [UInt8] {
        var document: [UInt8] = []
        while document.count < 1 << 20, let chunk = try? await next() { document += chunk }
        return document
    }
}

extension AWSError {
    init(wrapping error: any Error) {
        switch error {
        case let error as AWSError: self = error
        case let error as TransportError: self.init(error)
        case is CancellationError: self.init(.cancelled, "the task was cancelled", underlying: error)
        default: self.init(.transport, "the transport failed", underlying: error)
        }
    }

    /// A successful response that is not what the model promises. What the decoder has found out itself is kept.
    init(
        malformed response: HTTPResponse, _ requestID: String?, _ message: String, _ error: any Error, _ attempts: Int
    ) {
        self = error as? AWSError ?? AWSError(.malformedResponse, message, underlying: error)
        httpStatus = response.status.code
        self.requestID = requestID
        self.attempts = attempts
    }

    func naming<Request: AWSRequest>(_ operation: Request.Type) -> AWSError {
        naming(Request.Service.self, Request.name)
    }

    /// The error with the operation's name, under the service that the request goes to.
    package func naming<Request: AWSRequest>(_ operation: Request) -> AWSError {
        naming(operation.destination, Request.name)
    }

    private func naming(_ service: any AWSService.Type, _ name: String) -> AWSError {
        var error = self
        if error.operation == nil { error.operation = "\(service.serviceID).\(name)" }
        return error
    }
}
