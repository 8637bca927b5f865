public import AWSSigning

/// Credentials of an assumed role, renewed before they expire.
public struct AssumeRoleCredentialProvider: CredentialProvider {
    private let refresh: SharedRefresh<Credentials>

    /// Credentials that `request` yields.
    ///
    /// - Parameters:
    ///   - request: The role, the session's name, tags and duration.
    ///   - client: Calls STS with the credentials that may assume the role.
    public init(_ request: AssumeRole, using client: AWSClient) {
        refresh = SharedRefresh(logger: client.logger, now: client.configuration.now) { () async throws(AWSError) in
            let credentials = try await client.send(request).credentials
            return (credentials, credentials.expiration)
        }
    }

    /// The session's credentials.
    public func credentials() async throws(AWSError) -> Credentials { try await refresh.value() }
}
