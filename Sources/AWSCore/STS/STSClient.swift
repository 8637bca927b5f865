/// AWS Security Token Service: who am I, and may I be somebody else.
public struct STSClient: Sendable {
    /// What sends the calls.
    public let aws: AWSClient

    /// The service, reached through `aws`.
    public init(_ aws: AWSClient) { self.aws = aws }

    /// Who signs (GetCallerIdentity).
    ///
    /// - Throws: ``AWSError``.
    public func callerIdentity() async throws(AWSError) -> GetCallerIdentity.Output {
        try await aws.send(GetCallerIdentity())
    }

    /// Temporary credentials of a role (AssumeRole).
    ///
    /// - Throws: ``AWSError``.
    public func assumeRole(_ request: AssumeRole) async throws(AWSError) -> AssumeRole.Output {
        try await aws.send(request)
    }
}

extension AWSClient {
    /// A client that acts as a role, in this or another account; its sessions renew themselves.
    public func assuming(_ request: AssumeRole) -> AWSClient {
        authenticated(by: .credentials(AssumeRoleCredentialProvider(request, using: self)))
    }
}
