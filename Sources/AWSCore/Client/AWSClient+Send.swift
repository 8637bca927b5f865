import AWSSigning
import HTTPTransport
import HTTPTypes
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
            let (exchange, attempts) = try await attempt(operation, mayRepeatReading: true) { response, body in
                (response, try await body.collect(upTo: limit))
            }
            let (response, body) = exchange
            let requestID = Operation.requestID(response, body: body)
            do {
                let output = try Operation.decode(response, body: body)
                return AWSResponse(output: output, requestID: requestID, attempts: attempts)
            } catch {
                var malformed = AWSError(
                    .malformedResponse, "the reply does not fit the operation's model", underlying: error)
                malformed.httpStatus = response.status.code
                malformed.requestID = requestID
                malformed.attempts = attempts
                throw malformed
            }
        } catch {
            throw AWSError(wrapping: error).naming(Operation.self)
        }
    }

    /// Runs an event-stream operation and lends its events to `body`.
    ///
    /// Leaving `body`, by its end, a throw or cancellation, ends the transfer. Attempts are repeated only until the first
    /// byte of a good response. What `body` throws is thrown on as it is.
    ///
    /// - Throws: ``AWSError`` where no stream could be had, and what `body` throws.
    public func stream<Operation: EventStreamOperation, Result>(
        _ operation: Operation,
        _ body: (Operation.Head, EventStreamEvents<Operation>) async throws -> Result
    ) async throws -> Result {
        do {
            return try await attempt(operation, mayRepeatReading: false) { response, bytes in
                let head: Operation.Head
                do {
                    head = try Operation.decodeHead(response)
                } catch {
                    throw AWSError(.malformedResponse, "the reply's head does not fit the operation", underlying: error)
                }
                return try await body(head, EventStreamEvents(bytes, requestID: response.requestID))
            }.0
        } catch let error as AWSError {
            throw error.naming(Operation.self)
        } catch let error as TransportError {
            throw AWSError(error).naming(Operation.self)
        }
    }

    private enum Reply<Value> {
        case accepted(Value)
        case refused(HTTPResponse, body: [UInt8])
    }

    /// The one place where a request is sent: encode, then for each attempt credentials, endpoint, signature, transport,
    /// classification and wait.
    ///
    /// - Parameter mayRepeatReading: Whether a failure inside `read` may be answered by another attempt.
    private func attempt<Request: AWSRequest, Value>(
        _ operation: Request, mayRepeatReading: Bool,
        _ read: (HTTPResponse, HTTPResponseBody) async throws -> Value
    ) async throws -> (Value, attempts: Int) {
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
        let endpoint = try configuration.endpoint(of: Request.Service.self)
        let retry = configuration.retry
        let invocationID = UUID().uuidString.lowercased()
        var lastCost: Int?
        var number = 1
        while true {
            let request = try await authenticated(
                encoded, Request.Service.self, at: endpoint, invocationID: invocationID, attempt: number)
            logger.trace("sending", metadata: ["aws.operation": "\(Request.name)", "aws.attempt": "\(number)"])
            var failure: AWSError
            let retryClass: RetryClass
            var retryAfter: Duration?
            var hasReply = false
            do {
                let reply: Reply<Value> = try await transport.withResponse(
                    to: request.http, body: encoded.body, options: configuration.transportOptions
                ) { response, body in
                    guard (200..<300).contains(response.status.code) else {
                        return .refused(response, body: await body.errorDocument())
                    }
                    hasReply = true
                    return .accepted(try await read(response, body))
                }
                switch reply {
                case .accepted(let value):
                    shared.retryQuota.withLock { $0.refund(lastCost) }
                    return (value, number)
                case .refused(let response, let body):
                    let error = Request.serviceError(response, body: body)
                    failure = AWSError(error, httpStatus: response.status.code)
                    failure.authentication = request.authentication
                    retryAfter = response.retryAfter
                    let isSkewed = learnClockSkew(from: endpoint.authority, error.code, response)
                    retryClass =
                        isSkewed
                        ? .transient
                        : RetryClass(status: response.status.code, code: error.code, message: error.message)
                }
            } catch let error as TransportError where !hasReply || mayRepeatReading {
                failure = AWSError(error)
                retryClass = RetryClass(error, isIdempotent: Request.isIdempotent)
            }
            failure.attempts = number
            guard retryClass != .none, number < retry.maximumAttempts else { throw failure }
            let cost = retry.cost(of: retryClass)
            guard shared.retryQuota.withLock({ $0.take(cost) }) else {
                logger.debug("retry quota used up", metadata: ["aws.operation": "\(Request.name)"])
                throw failure
            }
            lastCost = cost
            let delay = retry.delay(
                after: number, retryClass, jitter: configuration.jitter(), retryAfter: retryAfter)
            logger.debug(
                "trying again",
                metadata: [
                    "aws.operation": "\(Request.name)", "aws.attempt": "\(number)", "error.code": "\(failure.code)",
                    "aws.service_code": "\(failure.serviceCode ?? "-")", "aws.delay": "\(delay)",
                ])
            do {
                try await configuration.clock.sleep(for: delay)
            } catch {
                throw AWSError(.cancelled, "the task was cancelled while it waited to try again", underlying: failure)
            }
            number += 1
        }
    }

    private func authenticated<Service: AWSService>(
        _ encoded: EncodedRequest, _ service: Service.Type, at endpoint: Endpoint, invocationID: String, attempt: Int
    ) async throws(AWSError) -> (http: HTTPRequest, authentication: String) {
        let query = encoded.query.items.isEmpty ? "" : "?\(encoded.query.percentEncoded)"
        var request = HTTPRequest(
            method: encoded.method, scheme: endpoint.scheme, authority: encoded.hostPrefix + endpoint.authority,
            path: endpoint.basePath + encoded.path.percentEncoded + query, headerFields: encoded.headers)
        request.headerFields[.userAgent] = configuration.userAgent
        let now = configuration.now().addingTimeInterval(
            shared.clockSkew.withLock { $0.offset(for: endpoint.authority) })
        let scheme = try await authentication.authenticate(
            &request, body: encoded.body, for: service, region: endpoint.signingRegion, at: now)
        // Proxies may change these, so they stand outside the signature.
        request.headerFields[.amzSDKInvocationID] = invocationID
        request.headerFields[.amzSDKRequest] =
            attempt == 1 ? "attempt=1" : "attempt=\(attempt); max=\(configuration.retry.maximumAttempts)"
        return (request, scheme)
    }

    private func learnClockSkew(from host: String, _ code: String, _ response: HTTPResponse) -> Bool {
        guard let text = response.headerFields[.date], let date = TimestampFormat.httpDate.date(from: text) else {
            return false
        }
        let now = configuration.now()
        return shared.clockSkew.withLock { $0.learn(from: host, code: code, serverDate: date, now: now) }
    }
}

extension HTTPResponseBody {
    /// An error's document; what a failing transfer leaves of it is as good as an empty one.
    fileprivate func errorDocument() async -> [UInt8] {
        var document: [UInt8] = []
        while document.count < 1 << 20, let chunk = try? await next() { document += chunk }
        return document
    }
}

extension HTTPResponse {
    /// What `x-amz-retry-after` (milliseconds) or `Retry-After` (seconds) asks for.
    fileprivate var retryAfter: Duration? {
        if let text = headerFields[.amzRetryAfter], let milliseconds = Int(text), milliseconds >= 0 {
            return .milliseconds(milliseconds)
        }
        if let text = headerFields[.retryAfter], let seconds = Int(text), seconds >= 0 { return .seconds(seconds) }
        return nil
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

    func naming<Request: AWSRequest>(_ operation: Request.Type) -> AWSError {
        var error = self
        if error.operation == nil { error.operation = "\(Request.Service.serviceID).\(Request.name)" }
        return error
    }
}
