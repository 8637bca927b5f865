public import AWSSigning

/// STS AssumeRoleWithWebIdentity: temporary credentials of a role for whoever holds a token of an identity provider.
///
/// The call is not signed. Session tags come out of the token's claim `https://aws.amazon.com/tags`.
public struct AssumeRoleWithWebIdentity: QueryOperation {
    /// STS.
    public typealias Service = STSService
    /// `AssumeRoleWithWebIdentity`.
    public static let name = "AssumeRoleWithWebIdentity"
    /// A second session harms nobody.
    public static let isIdempotent = true
    /// The token is the proof.
    public static let isAnonymous = true

    /// The role's ARN, 20 to 2,048 characters.
    public var roleARN: String
    /// Names the session: 2 to 64 characters of `A-Z a-z 0-9 _ + = , . @ -`.
    public var sessionName: String
    /// The token, 4 to 20,000 characters. Never logged or described.
    public var token: String
    /// The host of an OAuth 2.0 provider; `nil` for OpenID Connect.
    public var providerID: String?
    /// A policy that narrows the session down, as JSON.
    public var policy: String?
    /// Managed policies that narrow the session down, at most 10.
    public var policyARNs: [String] = []
    /// From 900 to 43,200 seconds; the service's 3,600 where `nil`.
    public var durationSeconds: Int?

    /// The session of a role.
    public init(roleARN: String, sessionName: String, token: String) {
        self.roleARN = roleARN
        self.sessionName = sessionName
        self.token = token
    }

    /// What AssumeRoleWithWebIdentity returns.
    public struct Output: Sendable, Equatable {
        /// The session's credentials, with their expiry.
        public var credentials: Credentials
        /// The token's subject, such as `system:serviceaccount:claims:biller`.
        public var subject: String?
        /// The session's ARN.
        public var assumedRoleARN: String?
        /// The role's id and the session's name.
        public var assumedRoleID: String?
        /// How full the space for policies and tags is, in per cent.
        public var packedPolicySize: Int?
        /// Who issued the token.
        public var provider: String?
        /// For whom the token was issued.
        public var audience: String?
        /// The source identity in force.
        public var sourceIdentity: String?
    }

    /// The members as form fields.
    public var fields: RequestQuery {
        var fields = RequestQuery()
        fields.append("RoleArn", roleARN)
        fields.append("RoleSessionName", sessionName)
        fields.append("WebIdentityToken", token)
        fields.append("ProviderId", providerID)
        if !policyARNs.isEmpty {
            fields.append(list: "PolicyArns", policyARNs) { $0.append("\($1).arn", $2) }
        }
        fields.append("Policy", policy)
        fields.append("DurationSeconds", durationSeconds)
        return fields
    }

    /// Checks lengths, the duration and the session name's alphabet.
    public func validate() throws(AWSError) {
        try SessionRules.check(roleARN: roleARN)
        try SessionRules.check(sessionName: sessionName)
        guard (4...20_000).contains(token.count) else {
            throw .invalidInput("WebIdentityToken", "must have 4 to 20000 characters, not \(token.count)")
        }
        try SessionRules.check(policyARNs: policyARNs)
        try SessionRules.check(durationSeconds: durationSeconds)
    }

    /// Reads `<AssumeRoleWithWebIdentityResult>`.
    public static func decode(result: XMLElement) throws -> Output {
        let user = result["AssumedRoleUser"]
        let arn = user?["Arn"]?.text
        return Output(
            credentials: try Credentials(sessionIn: result, assumedRoleARN: arn),
            subject: result["SubjectFromWebIdentityToken"]?.text, assumedRoleARN: arn,
            assumedRoleID: user?["AssumedRoleId"]?.text,
            packedPolicySize: result["PackedPolicySize"].flatMap { Int($0.text) }, provider: result["Provider"]?.text,
            audience: result["Audience"]?.text, sourceIdentity: result["SourceIdentity"]?.text)
    }
}

extension AssumeRoleWithWebIdentity: CustomStringConvertible, CustomReflectable {
    /// Role and session, without the token.
    public var description: String { "AssumeRoleWithWebIdentity(\(roleARN), \(sessionName))" }

    /// A mirror without the token, for `dump`.
    public var customMirror: Mirror {
        Mirror(self, children: ["roleARN": roleARN, "sessionName": sessionName], displayStyle: .struct)
    }
}
