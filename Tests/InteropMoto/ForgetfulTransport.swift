import HTTPTransport
import HTTPTypes
import Synchronization

/// A transport that loses the first reply to a transaction of DynamoDB, after the server has done it.
struct ForgetfulTransport<Base: HTTPTransport>: HTTPTransport {
    private final class Memory: Sendable {
        let hasLost = Mutex(false)
    }

    private let base: Base
    private let memory = Memory()

    init(_ base: Base) { self.base = base }

    func withResponse<Value>(
        to request: HTTPRequest, body: [UInt8], options: TransportOptions,
        _ read: (HTTPResponse, HTTPResponseBody) async throws -> Value
    ) async throws -> Value {
        let isTransaction = request.headerFields.contains { $0.value.hasSuffix(".TransactWriteItems") }
        let isLost =
            isTransaction
            && memory.hasLost.withLock { hasLost in
                defer { hasLost = true }
                return !hasLost
            }
        return try await base.withResponse(to: request, body: body, options: options) { response, body in
            if isLost {
                throw TransportError(.connectionLost, "the reply was lost", requestMayHaveBeenProcessed: true)
            }
            return try await read(response, body)
        }
    }
}
