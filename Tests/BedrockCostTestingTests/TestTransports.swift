import BedrockCostTesting
import HTTPTransport
import HTTPTypes
import Synchronization

/// Tells the size of every chunk that its base delivers.
final class CountingTransport: HTTPTransport {
    private let base: any HTTPTransport
    private let sizes = Mutex<[Int]>([])

    init(base: any HTTPTransport) { self.base = base }

    var chunkSizes: [Int] { sizes.withLock { $0 } }

    func withResponse<Result>(
        to request: HTTPRequest, body: [UInt8], options: TransportOptions,
        _ handle: (HTTPResponse, HTTPResponseBody) async throws -> Result
    ) async throws -> Result {
        try await base.withResponse(to: request, body: body, options: options) { head, body in
            try await handle(
                head,
                HTTPResponseBody { () async throws(TransportError) in
                    let chunk = try await body.next()
                    if let chunk { self.sizes.withLock { $0.append(chunk.count) } }
                    return chunk
                })
        }
    }
}

/// Holds every response back between its head and its body until a signal fires.
struct GatedTransport: HTTPTransport {
    let base: any HTTPTransport
    let gate: Signal

    func withResponse<Result>(
        to request: HTTPRequest, body: [UInt8], options: TransportOptions,
        _ handle: (HTTPResponse, HTTPResponseBody) async throws -> Result
    ) async throws -> Result {
        try await base.withResponse(to: request, body: body, options: options) { head, body in
            try await gate.wait()
            return try await handle(head, body)
        }
    }
}
