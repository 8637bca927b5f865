package import BedrockCostTesting
import Foundation
package import HTTPTransport
package import HTTPTypes

extension HTTPRequest {
    package static func get(_ server: LoopbackServer, _ path: String) -> Self {
        Self(method: .get, scheme: "http", authority: server.authority, path: path)
    }

    package static func post(_ server: LoopbackServer, _ path: String) -> Self {
        Self(method: .post, scheme: "http", authority: server.authority, path: path)
    }
}

extension HTTPTransport {
    /// One exchange with its whole body.
    @discardableResult
    package func exchange(
        _ request: HTTPRequest, body: [UInt8] = [], options: TransportOptions = .init()
    ) async throws -> (HTTPResponse, [UInt8]) {
        try await withResponse(to: request, body: body, options: options) { head, body in
            (head, try await body.collect(upTo: 1 << 30))
        }
    }
}

/// Something that was waited for in vain.
package struct NeverHappened: Error, CustomStringConvertible {
    package let description: String
}

/// Waits until `condition` holds; a generous deadline makes what never comes a failure.
package func eventually(_ what: String, _ condition: () -> Bool) async throws {
    for _ in 0..<3_000 {
        if condition() { return }
        try await Task.sleep(for: .milliseconds(10))
    }
    throw NeverHappened(description: "never happened: \(what)")
}

/// Lets this process hold the sockets of a thousand streams, both ends of each.
package func raiseFileLimit() {
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
