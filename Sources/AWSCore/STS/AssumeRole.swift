public import AWSSigning

#if canImport(FoundationEssentials)
import struct FoundationEssentials.Date
#else
import struct Foundation.Date
#endif

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

    /// Checks lengths, the duration and the session name's alphabet.
    public func validate() throws(AWSError) {
        guard (20...2048).contains(roleARN.count), ARN(roleARN) != nil else {
            throw .invalidInput("RoleArn", "\"\(roleARN)\" is not the ARN of a role")
        }
        guard (2...64).contains(sessionName.count), sessionName.utf8.allSatisfy(Self.isSessionCharacter) else {
            throw .invalidInput("RoleSessionName", "must be 2 to 64 characters of A-Z a-z 0-9 _ + = , . @ -")
        }
        if let seconds = durationSeconds, !(900...43_200).contains(seconds) {
            throw .invalidInput("DurationSeconds", "must be from 900 to 43200, not \(seconds)")
        }
        if let externalID, !(2...1224).contains(externalID.count) {
            throw .invalidInput("ExternalId", "must have 2 to 1224 characters, not \(externalID.count)")
        }
        if let sourceIdentity, !(2...64).contains(sourceIdentity.count) {
            throw .invalidInput("SourceIdentity", "must have 2 to 64 characters, not \(sourceIdentity.count)")
        }
        guard tags.count <= 50 else { throw .invalidInput("Tags", "at most 50 session tags, got \(tags.count)") }
        guard policyARNs.count <= 10 else {
            throw .invalidInput("PolicyArns", "at most 10 managed policies, got \(policyARNs.count)")
        }
        guard providedContexts.count <= 5 else {
            throw .invalidInput("ProvidedContexts", "at most 5 contexts, got \(providedContexts.count)")
        }
        for tag in tags where !(1...128).contains(tag.key.count) || tag.value.count > 256 {
            throw .invalidInput("Tags", "\"\(tag.key)\": a key has 1 to 128 characters and a value at most 256")
        }
    }

    /// Reads `<AssumeRoleResult>`.
    public static func decode(result: XMLElement) throws -> Output {
        guard let element = result["Credentials"], let id = element["AccessKeyId"]?.text,
            let secret = element["SecretAccessKey"]?.text, let token = element["SessionToken"]?.text,
            let expiration = element["Expiration"].flatMap({ TimestampFormat.iso8601.date(from: $0.text) })
        else { throw XMLError(description: "the reply holds no complete <Credentials>") }
        let user = result["AssumedRoleUser"]
        let arn = user?["Arn"]?.text
        return Output(
            credentials: Credentials(
                accessKeyID: id, secretAccessKey: secret, sessionToken: token, expiration: expiration,
                accountID: arn.flatMap { ARN(rawValue: $0) }?.accountID),
            assumedRoleARN: arn, assumedRoleID: user?["AssumedRoleId"]?.text,
            packedPolicySize: result["PackedPolicySize"].flatMap { Int($0.text) },
            sourceIdentity: result["SourceIdentity"]?.text)
    }

    /// The session name of callers who give none: unique enough to be found in CloudTrail.
    static func defaultSessionName(at now: Date) -> String { "swift-bedrock-cost-\(Int(now.timeIntervalSince1970))" }

    private static func isSessionCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "_+=,.@-".utf8.contains(byte)
        }
    }
}
