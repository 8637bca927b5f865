public import AWSSigning

/// STS AssumeRole: temporary credentials of a role.
public struct AssumeRole: QueryOperation {
    /// STS.
    public typealias Service = STSService
    /// `AssumeRole`.
    public static let name = "AssumeRole"
    /// A second session harms nobody.
    public static let isIdempotent = true

    /// A tag of the session, which policies can ask for and bills can show.
    public struct SessionTag: Sendable, Hashable, Codable {
        /// The key, 1 to 128 characters.
        public var key: String
        /// The value, up to 256 characters.
        public var value: String

        /// A tag.
        public init(_ key: String, _ value: String) {
            self.key = key
            self.value = value
        }

        private enum CodingKeys: String, CodingKey {
            case key = "Key"
            case value = "Value"
        }
    }

    /// What a trusted party says of the caller, such as IAM Identity Center of who has signed in.
    public struct ProvidedContext: Sendable, Hashable {
        /// The ARN of the party, 20 to 2,048 characters.
        public var providerARN: String?
        /// The party's signed and encrypted assertion, 4 to 2,048 characters.
        public var assertion: String?

        /// A context.
        public init(providerARN: String?, assertion: String?) {
            self.providerARN = providerARN
            self.assertion = assertion
        }
    }

    /// The role's ARN, 20 to 2,048 characters.
    public var roleARN: String
    /// Names the session in the ARN and in CloudTrail: 2 to 64 characters of `A-Z a-z 0-9 _ + = , . @ -`.
    public var sessionName: String
    /// From 900 to 43,200 seconds; the service's 3,600 where `nil`. A role assumed through a role is capped at 3,600.
    public var durationSeconds: Int?
    /// What the role's trust policy asks a third party for: 2 to 1,224 characters.
    public var externalID: String?
    /// A policy that narrows the session down, as JSON.
    public var policy: String?
    /// Managed policies that narrow the session down, at most 10.
    public var policyARNs: [String] = []
    /// Tags of the session, at most 50.
    public var tags: [SessionTag] = []
    /// The keys of those tags that sessions assumed from this one inherit.
    public var transitiveTagKeys: [String] = []
    /// Who is really behind the session: 2 to 64 characters.
    public var sourceIdentity: String?
    /// What trusted parties say of the caller, at most 5.
    public var providedContexts: [ProvidedContext] = []
    /// The MFA device, with `tokenCode`.
    public var serialNumber: String?
    /// The six digits of the MFA device.
    public var tokenCode: String?

    /// The session of a role.
    public init(roleARN: String, sessionName: String) {
        self.roleARN = roleARN
        self.sessionName = sessionName
    }

    /// What AssumeRole returns.
    public struct Output: Sendable, Equatable {
        /// The session's credentials, with their expiry.
        public var credentials: Credentials
        /// The session's ARN, such as `arn:aws:sts::123456789012:assumed-role/Role/session`.
        public var assumedRoleARN: String?
        /// The role's id and the session's name.
        public var assumedRoleID: String?
        /// How full the space for policies and tags is, in per cent.
        public var packedPolicySize: Int?
        /// The source identity in force.
        public var sourceIdentity: String?
    }

    /// The members as form fields.
    public var fields: RequestQuery {
        var fields = RequestQuery()
        fields.append("RoleArn", roleARN)
        fields.append("RoleSessionName", sessionName)
        if !policyARNs.isEmpty {
            fields.append(list: "PolicyArns", policyARNs) { $0.append("\($1).arn", $2) }
        }
        fields.append("Policy", policy)
        fields.append("DurationSeconds", durationSeconds)
        if !tags.isEmpty {
            fields.append(list: "Tags", tags) {
                $0.append("\($1).Key", $2.key)
                $0.append("\($1).Value", $2.value)
            }
        }
        if !transitiveTagKeys.isEmpty {
            fields.append(list: "TransitiveTagKeys", transitiveTagKeys) { $0.append($1, $2) }
        }
        fields.append("ExternalId", externalID)
        fields.append("SerialNumber", serialNumber)
        fields.append("TokenCode", tokenCode)
        fields.append("SourceIdentity", sourceIdentity)
        if !providedContexts.isEmpty {
            fields.append(list: "ProvidedContexts", providedContexts) {
                $0.append("\($1).ProviderArn", $2.providerARN)
                $0.append("\($1).ContextAssertion", $2.assertion)
            }
        }
        return fields
    }

    /// Checks lengths, alphabets, the duration, and that transitive keys are keys of ``tags``.
    public func validate() throws(AWSError) {
        try SessionRules.check(roleARN: roleARN)
        try SessionRules.check(sessionName: sessionName)
        try SessionRules.check(durationSeconds: durationSeconds)
        try SessionRules.check(policyARNs: policyARNs)
        if let externalID {
            guard (2...1224).contains(externalID.count) else {
                throw .invalidInput("ExternalId", "must have 2 to 1224 characters, not \(externalID.count)")
            }
            guard externalID.utf8.allSatisfy({ SessionRules.isNameCharacter($0) || ":/".utf8.contains($0) }) else {
                throw .invalidInput("ExternalId", "takes A-Z a-z 0-9 and _ + = , . @ : / - only")
            }
        }
        try SessionRules.check(sourceIdentity: sourceIdentity)
        try SessionRules.check(tags: tags, transitiveKeys: transitiveTagKeys)
        guard providedContexts.count <= 5 else {
            throw .invalidInput("ProvidedContexts", "at most 5 contexts, got \(providedContexts.count)")
        }
        try SessionRules.check(serialNumber: serialNumber, tokenCode: tokenCode)
    }

    /// Reads `<AssumeRoleResult>`.
    public static func decode(result: XMLElement) throws -> Output {
        let user = result["AssumedRoleUser"]
        let arn = user?["Arn"]?.text
        return Output(
            credentials: try Credentials(sessionIn: result, assumedRoleARN: arn),
            assumedRoleARN: arn, assumedRoleID: user?["AssumedRoleId"]?.text,
            packedPolicySize: result["PackedPolicySize"].flatMap { Int($0.text) },
            sourceIdentity: result["SourceIdentity"]?.text)
    }
}
