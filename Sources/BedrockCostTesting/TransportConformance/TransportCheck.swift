import HTTPTransport
import HTTPTypes

/// One check of ``TransportConformance``.
struct TransportCheck: Sendable {
    let name: String
    let body: @Sendable (ConformanceContext) async throws -> Void

    init(_ name: String, _ body: @escaping @Sendable (ConformanceContext) async throws -> Void) {
        self.name = name
        self.body = body
    }

    static var all: [Self] { requests + responses + endings + failures + limits }
}

/// What a check works with.
struct ConformanceContext: Sendable {
    let peer: ConformancePeer
    let transport: any HTTPTransport
    let authority: String

    /// Expects one request, to be answered by `script`.
    func expect(_ script: PeerScript = PeerScript()) -> PeerVisit { peer.expect(script) }

    /// A request to `visit`; `suffix` is appended to its path.
    func request(
        _ visit: PeerVisit, _ method: HTTPRequest.Method = .get, suffix: String = "", fields: HTTPFields = [:]
    ) -> HTTPRequest {
        HTTPRequest(
            method: method, scheme: "http", authority: authority, path: visit.path + suffix, headerFields: fields)
    }

    /// Sends and reads the whole body.
    @discardableResult
    func exchange(
        _ request: HTTPRequest, body: [UInt8] = [], options: TransportOptions = .init()
    ) async throws -> (head: HTTPResponse, body: [UInt8]) {
        try await transport.withResponse(to: request, body: body, options: options) { head, body in
            (head, try await body.collect(upTo: .max))
        }
    }

    /// The error that `work` throws, which must be a `TransportError`.
    func failure(of work: () async throws -> Void) async throws -> TransportError {
        do { try await work() } catch {
            guard let error = error as? TransportError else {
                throw CheckFailure(message: "it threw \(error), which is no TransportError")
            }
            return error
        }
        throw CheckFailure(message: "it threw nothing")
    }

    /// Fails unless `work` throws a `TransportError` of kind `code`.
    func demand(_ code: TransportError.Code, of work: () async throws -> Void) async throws {
        let error = try await failure(of: work)
        try BedrockCostTesting.demand(error.code == code, "it threw \(error) instead of \(code)")
    }
}
