import BedrockCostTesting
import CurlTransport
import HTTPTransport
import HTTPTypes

extension CurlTransport.Configuration {
    /// Straight to loopback, whatever proxy the machine has.
    static var local: Self { .defaults { $0.proxy = .none } }
}

extension HTTPRequest {
    static func get(_ server: LoopbackServer, _ path: String) -> Self {
        Self(method: .get, scheme: "http", authority: server.authority, path: path)
    }

    static func post(_ server: LoopbackServer, _ path: String) -> Self {
        Self(method: .post, scheme: "http", authority: server.authority, path: path)
    }
}

extension HTTPTransport {
    /// One exchange with its whole body.
    func exchange(
        _ request: HTTPRequest, body: [UInt8] = [], options: TransportOptions = .init()
    ) async throws -> (HTTPResponse, [UInt8]) {
        try await withResponse(to: request, body: body, options: options) { head, body in
            (head, try await body.collect(upTo: 1 << 30))
        }
    }
}
