public import AWSSigning

/// Credentials of a role that is assumed with a token of an identity provider, such as a Kubernetes service account's (IRSA).
///
/// The token's file is read for every session, since its writer rotates it. The call itself is not signed.
public struct WebIdentityCredentialProvider: CredentialProvider {
    private let provider: RenewedCredentials

    /// The session of a role.
    ///
    /// - Parameters:
    ///   - roleARN: The role.
    ///   - tokenFile: The path of the token.
    ///   - sessionName: Names the session; `swift-bedrock-cost-` and the time where `nil`.
    ///   - environment: Reads the file.
    ///   - client: Calls STS; its authentication is not used.
    /// - Throws: ``AWSError`` of code ``AWSError/Code/invalidInput`` for a role or a session name that cannot be one.
    public init(
        roleARN: String, tokenFile: String, sessionName: String? = nil, environment: AWSEnvironment = .process,
        using client: AWSClient
    ) throws(AWSError) {
        let now = client.configuration.now
        try SessionRules.check(roleARN: roleARN)
        if let sessionName { try SessionRules.check(sessionName: sessionName) }
        provider = RenewedCredentials(client) { () async throws(AWSError) in
            guard let text = environment.contents(ofFile: tokenFile) else {
                throw AWSError(.credentials, "the web identity token in \(tokenFile) cannot be read")
            }
            let token = text.filter { !$0.isWhitespace }
            let request = AssumeRoleWithWebIdentity(
                roleARN: roleARN, sessionName: sessionName ?? SessionRules.defaultSessionName(at: now()),
                token: token)
            return try await client.send(request).credentials
        }
    }

    /// The session that `AWS_WEB_IDENTITY_TOKEN_FILE`, `AWS_ROLE_ARN` and, where it is set, `AWS_ROLE_SESSION_NAME` ask for.
    ///
    /// - Throws: ``AWSError`` of code ``AWSError/Code/credentials`` where one of the first two is missing.
    public init(_ environment: AWSEnvironment = .process, using client: AWSClient) throws(AWSError) {
        guard let file = environment["AWS_WEB_IDENTITY_TOKEN_FILE"] else {
            throw AWSError(.credentials, "AWS_WEB_IDENTITY_TOKEN_FILE is not set")
        }
        guard let role = environment["AWS_ROLE_ARN"] else {
            throw AWSError(.credentials, "AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not")
        }
        try self.init(
            roleARN: role, tokenFile: file, sessionName: environment["AWS_ROLE_SESSION_NAME"],
            environment: environment, using: client)
    }

    /// The session's credentials, fetched anew before they expire.
    public func credentials() async throws(AWSError) -> Credentials { try await provider.credentials() }
}
