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

extension AWSClient {
    /// Runs an operation that streams in both directions at once, and lends both streams to `body`.
    ///
    /// ```swift
    /// try await aws.bidirectionalStream(operation) { input, events in
    ///     try await input.send(first)
    ///     for try await event in events { try await input.send(answer(to: event)) }
    /// }
    /// ```
    ///
    /// The service may answer an event before the next is sent, and may hold its response back until it has seen some: a
    /// refusal is thrown by the events. An attempt is repeated only where no connection could be had; once `body` has begun,
    /// nothing is sent again. Leaving `body` without ``EventStreamInput/finish()`` resets the exchange.
    ///
    /// The client's transport must be a `DuplexTransport`, as `CurlTransport` is, and its authentication credentials: Bedrock
    /// API keys open no such stream.
    ///
    /// - Throws: ``AWSError`` where no exchange could be had; what `body` throws is thrown on as it is, unless the service's
    ///   refusal explains it.
    public func bidirectionalStream<Operation: BidirectionalStreamOperation, Value>(
        _ operation: Operation,
        _ body: (EventStreamInput<Operation>, EventStreamEvents<Operation>) async throws -> Value
    ) async throws -> Value {
        let outcome: Result<Value, any Error>
        do {
            guard let transport = transport as? any DuplexTransport else {
                throw AWSError.invalidConfiguration(
                    "\(Operation.name) needs a transport that sends and receives at once, such as CurlTransport")
            }
            outcome = try await attempt(operation, over: transport, body)
        } catch {
            throw AWSError(wrapping: error).naming(operation)
        }
        return try outcome.get()
    }

    /// Runs an operation that streams in both directions at once, with one closure for each.
    ///
    /// `sending` runs in a child task; the input is finished when it ends. `receiving` reads the events meanwhile, and the
    /// exchange ends when it does: then `sending` is cancelled.
    ///
    /// - Returns: What `receiving` returns.
    /// - Throws: What `sending` throws, which ends the exchange; otherwise what `receiving` throws; ``AWSError`` where no
    ///   exchange could be had.
    public func bidirectionalStream<Operation: BidirectionalStreamOperation, Value>(
        _ operation: Operation,
        sending: @escaping @Sendable (EventStreamInput<Operation>) async throws -> Void,
        receiving: (EventStreamEvents<Operation>) async throws -> Value
    ) async throws -> Value {
        try await bidirectionalStream(operation) { input, events in
            let sender = Sender()
            let received: Result<Value, any Error> = await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    do {
                        try await sending(input)
                        try await input.finish()
                    } catch {
                        // That the service takes no more is for the reader to hear, who may learn why.
                        guard !error.isOfTransport else { return }
                        if sender.fail(error) { input.abandon() }
                    }
                }
                let result: Result<Value, any Error>
                do { result = .success(try await receiving(events)) } catch { result = .failure(error) }
                sender.end()
                group.cancelAll()
                return result
            }
            if let error = sender.failure { throw error }
            return try received.get()
        }
    }

    /// What became of the task that sends.
    private final class Sender: Sendable {
        private struct State {
            var failure: (any Error)?
            var isOver = false
        }
        private let state = Mutex(State())

        /// Notes a failure that is not just the cancellation at the end; answers whether it is.
        func fail(_ error: any Error) -> Bool {
            state.withLock { state in
                guard !state.isOver else { return false }
                state.failure = error
                return true
            }
        }

        func end() { state.withLock { $0.isOver = true } }

        var failure: (any Error)? { state.withLock { $0.failure } }
    }

    /// Attempts until a connection is there, and then runs `body` once. Its outcome is a value, so that no error of the
    /// caller's is taken for one of the exchange.
    private func attempt<Operation: BidirectionalStreamOperation, Value>(
        _ operation: Operation, over transport: any DuplexTransport,
        _ body: (EventStreamInput<Operation>, EventStreamEvents<Operation>) async throws -> Value
    ) async throws -> Result<Value, any Error> {
        var prepared = try prepare(operation)
        prepared.encoded.headers[.contentType] = "application/vnd.amazon.eventstream"
        var lastCost: Int?
        var number = 1
        while true {
            guard !Task.isCancelled else {
                throw AWSError(.cancelled, "the task was cancelled before it sent a request")
            }
            var signed = unsigned(prepared)
            signed.authentication = "SigV4"
            let service = prepared.service
            let signer = try await authentication.openEventStream(
                &signed.request, for: service, signingName: configuration.signingNames[service.serviceID],
                region: prepared.endpoint.signingRegion,
                at: configuration.now().addingTimeInterval(signed.clockOffset))
            addAttempt(number, of: prepared, to: &signed.request)
            logger.trace("opening", metadata: ["aws.operation": "\(Operation.name)", "aws.attempt": "\(number)"])
            var failure: FailedAttempt
            var hasBegun = false
            do {
                let outcome = try await transport.withDuplexExchange(
                    for: signed.request, options: configuration.transportOptions
                ) { requestBody, response in
                    hasBegun = true
                    shared.retryQuota.withLock { $0.refund(lastCost) }
                    return await run(
                        operation, requestBody, response, signer, opened: signed, at: prepared.endpoint,
                        attempt: number, body)
                }
                return outcome
            } catch let error as TransportError where !hasBegun {
                failure = FailedAttempt(
                    error: AWSError(error),
                    advice: RetryAdvice(RetryClass(error, isIdempotent: Operation.isIdempotent)))
            }
            failure.error.attempts = number
            lastCost = try await waitToRepeat(Operation.self, after: failure, attempt: number)
            number += 1
        }
    }

    private func run<Operation: BidirectionalStreamOperation, Value>(
        _ operation: Operation, _ requestBody: HTTPRequestBody, _ response: DuplexResponse,
        _ signer: EventStreamSigner, opened signed: SignedRequest, at endpoint: Endpoint, attempt: Int,
        _ body: (EventStreamInput<Operation>, EventStreamEvents<Operation>) async throws -> Value
    ) async -> Result<Value, any Error> {
        let opening = DuplexOpening(response) { head, document in
            var error = refusal(Operation.self, head, document, of: signed, at: endpoint).error
            error.attempts = attempt
            return error.naming(operation)
        }
        let now = configuration.now
        let input = EventStreamInput<Operation>(
            requestBody, signer, now: { now().addingTimeInterval(signed.clockOffset) })
        let events = EventStreamEvents<Operation>(
            response.body, requestID: nil, attempts: attempt, opening: opening)
        do {
            return .success(try await body(input, events))
        } catch {
            guard error.isOfTransport else { return .failure(error) }
            // Why the service hung up says more than that it did.
            do throws(AWSError) {
                _ = try await opening.requestID()
                return .failure(error)
            } catch let refusal {
                return .failure(refusal.httpStatus == nil ? error : refusal)
            }
        }
    }
}

extension Error {
    /// Whether it only tells that the exchange has failed.
    fileprivate var isOfTransport: Bool { (self as? AWSError)?.code == .transport }
}
