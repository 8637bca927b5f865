public import AWSSigning

/// Credentials of an assumed role, renewed before they expire.
public struct AssumeRoleCredentialProvider: CredentialProvider {
    private let provider: RenewedCredentials

    /// Credentials that `request` yields.
    ///
    /// - Parameters:
    ///   - request: The role, the session's name, tags and duration.
    ///   - client: Calls STS with the credentials that may assume the role.
    public init(_ request: AssumeRole, using client: AWSClient) {
        provider = RenewedCredentials(client) { () async throws(AWSError) in
            try await client.send(request).credentials
        }
    }

    /// The session's credentials.
    public func credentials() async throws(AWSError) -> Credentials { try await provider.credentials() }
}
