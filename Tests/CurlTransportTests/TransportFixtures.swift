import BedrockCostTesting
import CurlTransport
import Foundation
import HTTPTransport
import HTTPTypes
import Testing

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
    @discardableResult
    func exchange(
        _ request: HTTPRequest, body: [UInt8] = [], options: TransportOptions = .init()
    ) async throws -> (HTTPResponse, [UInt8]) {
        try await withResponse(to: request, body: body, options: options) { head, body in
            (head, try await body.collect(upTo: 1 << 30))
        }
    }
}

/// Waits until `condition` holds; a generous deadline makes what never comes a failure.
func eventually(_ what: String, _ condition: () -> Bool) async throws {
    for _ in 0..<3_000 {
        if condition() { return }
        try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("never happened: \(what)")
}

/// Lets this process hold the sockets of a thousand streams, both ends of each.
func raiseFileLimit() {
    var limit = rlimit()
    #if canImport(Darwin)
    let resource = RLIMIT_NOFILE
    #else
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #endif
    guard getrlimit(resource, &limit) == 0, limit.rlim_cur < 8_192 else { return }
    limit.rlim_cur = min(limit.rlim_max, 8_192)
    setrlimit(resource, &limit)
}
