import BedrockCostTesting
import HTTPTransport
import HTTPTypes
import Synchronization

/// A transport on which one request, told by its number, meets with something.
final class FaultyTransport: HTTPTransport {
    /// What one request meets with.
    enum Mishap: CaseIterable {
        /// The connection ends before the request has arrived.
        case lostRequest
        /// The service does what it was asked for, and its reply is lost.
        case lostReply
        /// The task is cancelled before the request is sent.
        case cancelledBefore
        /// The task is cancelled when the service has done what it was asked for.
        case cancelledAfter
        /// The service asks for less.
        case throttled
        /// The service fails.
        case failed
    }

    private let mock: MockAWS
    private let base: any HTTPTransport
    private let mishap: Mishap
    private let number: Int
    private let state = Mutex(0)

    /// - Parameters:
    ///   - mock: Who answers.
    ///   - mishap: What happens.
    ///   - number: To which request, from 0.
    init(_ mock: MockAWS, _ mishap: Mishap, at number: Int) {
        self.mock = mock
        base = mock.transport
        self.mishap = mishap
        self.number = number
    }

    /// How many requests there were.
    var count: Int { state.withLock { $0 } }

    func withResponse<Result>(
        to request: HTTPRequest, body: [UInt8], options: TransportOptions,
        _ handle: (HTTPResponse, HTTPResponseBody) async throws -> Result
    ) async throws -> Result {
        let isHit = state.withLock { count in
            defer { count += 1 }
            return count == number
        }
        guard isHit else { return try await base.withResponse(to: request, body: body, options: options, handle) }
        switch mishap {
        case .lostRequest:
            throw TransportError(.connectionLost, "the connection ended", requestMayHaveBeenProcessed: false)
        case .cancelledBefore:
            withUnsafeCurrentTask { $0?.cancel() }
            throw TransportError(.cancelled, "the task was cancelled", requestMayHaveBeenProcessed: false)
        case .lostReply, .cancelledAfter:
            try await base.withResponse(to: request, body: body, options: options) { _, _ in }
            guard mishap == .cancelledAfter else {
                throw TransportError(.connectionLost, "the connection ended", requestMayHaveBeenProcessed: true)
            }
            withUnsafeCurrentTask { $0?.cancel() }
            throw TransportError(.cancelled, "the task was cancelled", requestMayHaveBeenProcessed: true)
        case .throttled, .failed:
            mock.faults.add(mishap == .throttled ? .throttle : .serverError())
            return try await base.withResponse(to: request, body: body, options: options, handle)
        }
    }
}
