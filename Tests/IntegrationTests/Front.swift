import BedrockCost
import BedrockCostTesting
import Testing

/// The two ways to reach the simulator. Each journey runs on both.
enum Front: CaseIterable, CustomTestStringConvertible, Sendable {
    case inProcess, loopback

    var testDescription: String {
        switch self {
        case .inProcess: "in-process"
        case .loopback: "CurlTransport over a loopback port"
        }
    }

    /// Runs `body` with a client of `mock` that comes in by this front.
    func run<Result>(
        _ mock: MockAWS, region: Region = .usEast1, authentication: Authentication? = nil,
        _ body: (AWSClient) async throws -> Result
    ) async throws -> Result {
        let authentication = authentication ?? .credentials(mock.credentials)
        switch self {
        case .inProcess:
            let aws = try AWSClient(
                region: region, transport: mock.transport, authentication: authentication, environment: .empty
            ) {
                $0.now = { mock.now }
                $0.jitter = { 0 }
            }
            return try await body(aws)
        case .loopback:
            let transport = try CurlTransport()
            defer { transport.shutdown() }
            return try await mock.serve { server in
                let aws = try AWSClient(
                    region: region, transport: transport, authentication: authentication, environment: .empty
                ) {
                    $0.endpointURL = server.url
                    $0.now = { mock.now }
                    $0.jitter = { 0 }
                }
                return try await body(aws)
            }
        }
    }
}

extension MockAWS {
    /// Turns the clock on by whole days.
    func pass(days: Int) { clock.advance(by: .seconds(days * 86_400)) }
}
