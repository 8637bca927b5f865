import AWSSigning

/// Credentials that a fetch yields, kept for all callers and fetched anew ahead of their expiry.
struct RenewedCredentials: CredentialProvider {
    private let refresh: SharedRefresh<Credentials>

    /// - Parameters:
    ///   - client: Whose clock and log count.
    ///   - fetch: Gets the credentials.
    init(_ client: AWSClient, _ fetch: @escaping @Sendable () async throws(AWSError) -> Credentials) {
        refresh = SharedRefresh(logger: client.logger, now: client.configuration.now) { () async throws(AWSError) in
            let credentials = try await fetch()
            return (credentials, credentials.expiration)
        }
    }

    func credentials() async throws(AWSError) -> Credentials { try await refresh.value() }
}
