public import AWSCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Secrets Manager GetSecretValue: what a secret holds.
public struct GetSecretValue: JSONRPCOperation, Hashable, Codable {
    /// Secrets Manager.
    public typealias Service = SecretsManagerService
    /// `GetSecretValue`.
    public static let name = "GetSecretValue"
    /// It only reads.
    public static let isIdempotent = true

    /// The secret's name or ARN, 1 to 2,048 characters.
    public var secret: String
    /// A version by its id, 32 to 64 characters.
    public var versionID: String?
    /// A version by its stage, 1 to 256 characters; `AWSCURRENT` where neither is given.
    public var versionStage: String?

    private enum CodingKeys: String, CodingKey {
        case secret = "SecretId"
        case versionID = "VersionId"
        case versionStage = "VersionStage"
    }

    /// Asks for a secret.
    public init(_ secret: String, versionID: String? = nil, versionStage: String? = nil) {
        self.secret = secret
        self.versionID = versionID
        self.versionStage = versionStage
    }

    /// What a secret holds. No description shows it.
    public struct Output: Sendable, Hashable, Codable, CustomStringConvertible, CustomReflectable {
        /// The secret's ARN.
        public var arn: ARN?
        /// Its name.
        public var name: String?
        /// The version.
        public var versionID: String?
        /// The bytes, of a secret that is no text.
        public var binary: Blob?
        /// The text, up to 65,536 characters.
        public var text: String?
        /// The version's stages, such as `AWSCURRENT`.
        public var versionStages: [String]?
        /// When the version was made.
        public var created: Date?

        private enum CodingKeys: String, CodingKey {
            case arn = "ARN"
            case name = "Name"
            case versionID = "VersionId"
            case binary = "SecretBinary"
            case text = "SecretString"
            case versionStages = "VersionStages"
            case created = "CreatedDate"
        }

        /// The name and version, without what the secret holds.
        public var description: String { "secret \(name ?? "?") version \(versionID ?? "?")" }
        /// The name and version, without what the secret holds.
        public var customMirror: Mirror {
            Mirror(self, children: ["name": name as Any, "versionID": versionID as Any])
        }
    }

    /// Checks the lengths of the name and the version.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try InputRules.check("SecretId", length: secret, 1...2048)
        if let versionID { try InputRules.check("VersionId", length: versionID, 32...64) }
        if let versionStage { try InputRules.check("VersionStage", length: versionStage, 1...256) }
    }
}
