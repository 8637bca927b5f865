public import AWSSigning

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

    /// Temporary credentials of a role for the holder of a token (AssumeRoleWithWebIdentity). The call is not signed.
    ///
    /// - Throws: ``AWSError``.
    public func assumeRole(
        _ request: AssumeRoleWithWebIdentity
    ) async throws(AWSError) -> AssumeRoleWithWebIdentity.Output {
        try await aws.send(request)
    }

    /// Temporary credentials of the calling IAM user (GetSessionToken).
    ///
    /// - Throws: ``AWSError``.
    public func sessionToken(_ request: GetSessionToken = GetSessionToken()) async throws(AWSError) -> Credentials {
        try await aws.send(request).credentials
    }
}
