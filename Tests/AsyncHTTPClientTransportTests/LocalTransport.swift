#if AsyncHTTPClient
import AsyncHTTPClient
import AsyncHTTPClientTransport
import NIOSSL
import TransportFixtures

extension TLSServer {
    /// Settings that trust this server alone.
    var trustingClient: AsyncHTTPClientTransport.Configuration {
        .defaults {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .file(certificate)
            $0.client.tlsConfiguration = tls
        }
    }
}

/// Runs `body` with a client whose maker is the test.
func withClient<Result>(
    _ configuration: HTTPClient.Configuration = AsyncHTTPClientTransport.Configuration().settledClient,
    _ body: (HTTPClient) async throws -> Result
) async throws -> Result {
    let client = HTTPClient(configuration: configuration)
    do {
        let result = try await body(client)
        try await client.shutdown()
        return result
    } catch {
        // The test may have shut it down itself.
        try? await client.shutdown()
        throw error
    }
}
#endif
