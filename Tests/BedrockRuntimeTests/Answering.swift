import AWSCore
import AWSSigning
import BedrockCostTesting
import BedrockRuntime
import HTTPTransport
import HTTPTypes
import Synchronization

/// What a closure received before it was left, by whatever way.
final class Received<Value: Sendable>: Sendable {
    private let storage = Mutex<[Value]>([])

    var values: [Value] { storage.withLock { $0 } }

    func append(_ value: Value) { storage.withLock { $0.append(value) } }
}

extension BedrockRuntimeClient {
    /// A client whose every request is answered by `handler`, without retries.
    init(_ handler: @escaping InProcessTransport.Handler) throws {
        let aws = try AWSClient(
            region: .usEast1, transport: InProcessTransport(handler),
            credentials: Credentials(accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret"),
            environment: .empty
        ) { $0.retry.maximumAttempts = 1 }
        self.init(aws)
    }

    /// A client that always gets the same answer.
    init(answering head: HTTPResponse = .init(status: .ok), _ body: [UInt8]) throws {
        try self.init(answering: head, steps: [.bytes(body)])
    }

    /// A client whose answers follow a script.
    init(answering head: HTTPResponse = .init(status: .ok), steps: [InProcessResponse.Step]) throws {
        try self.init { _, _ in InProcessResponse(head, steps: steps) }
    }
}
