extension AWSClient {
    /// A client that acts as a role, in this or another account; its sessions renew themselves.
    ///
    /// The copy shares the transport and the settings. Its retries are counted apart, since it calls another account.
    public func assuming(_ request: AssumeRole) -> AWSClient {
        let provider = AssumeRoleCredentialProvider(request, using: self)
        return withOwnQuota().authenticated(by: .credentials(provider))
    }

    /// A client that acts as a role, in this or another account; its sessions renew themselves.
    ///
    /// ```swift
    /// let claims = try aws.assuming(
    ///     role: "arn:aws:iam::210987654321:role/BedrockManagementRole", sessionName: "CrossAccountProfileCreation")
    /// ```
    ///
    /// No call is made yet: STS is asked when the client sends its first request.
    ///
    /// - Parameters:
    ///   - role: The role's ARN.
    ///   - sessionName: Names the session in ARNs, in CloudTrail and in the bill's principals; `swift-bedrock-cost-` and the
    ///     time where `nil`.
    ///   - externalID: What the role's trust policy asks a third party for.
    ///   - tags: Tags of the session. The caller and the trust policy must allow `sts:TagSession`.
    ///   - transitiveTagKeys: The keys among `tags` that sessions assumed from this one inherit and cannot change.
    ///   - sourceIdentity: Who is really behind the session; it cannot be changed along a chain of roles.
    ///   - duration: How long each session lasts, from 15 minutes to 12 hours; an hour where `nil`. A role assumed through
    ///     a role lasts an hour at most.
    /// - Throws: ``AWSError`` of code ``AWSError/Code/invalidInput`` where one of these breaks a rule of STS.
    public func assuming(
        role: String, sessionName: String? = nil, externalID: String? = nil, tags: [String: String] = [:],
        transitiveTagKeys: [String] = [], sourceIdentity: String? = nil, duration: Duration? = nil
    ) throws(AWSError) -> AWSClient {
        var request = AssumeRole(
            roleARN: role, sessionName: sessionName ?? SessionRules.defaultSessionName(at: configuration.now()))
        request.externalID = externalID
        request.tags = tags.sorted { $0.key < $1.key }.map { AssumeRole.SessionTag($0.key, $0.value) }
        request.transitiveTagKeys = transitiveTagKeys
        request.sourceIdentity = sourceIdentity
        request.durationSeconds = duration.map { Int($0.components.seconds) }
        try request.validate()
        if let seconds = request.durationSeconds, seconds > 3_600, authentication.isOfAssumedRole {
            throw .invalidInput(
                "DurationSeconds", "a role assumed through a role lasts 3600 seconds at most, not \(seconds)")
        }
        return assuming(request)
    }
}
