public import AWSCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A parameter of Parameter Store. No description shows its value.
public struct StoredParameter: Sendable, Hashable, Codable, CustomStringConvertible, CustomReflectable {
    /// How a parameter is kept.
    public struct Kind: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A kind by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// As it is. ARNs are no secrets: it suffices for them.
        public static let string = Self(rawValue: "String")
        /// Texts with commas between them.
        public static let stringList = Self(rawValue: "StringList")
        /// Encrypted by KMS.
        public static let secureString = Self(rawValue: "SecureString")
    }

    /// The name, such as `/bedrock/profiles/prod/claims`.
    public var name: String?
    /// How it is kept.
    public var kind: Kind?
    /// The value; encrypted unless decryption was asked for.
    public var value: String?
    /// Counts up with every change, from 1.
    public var version: Int?
    /// The version or label that was asked for, such as `:3`.
    public var selector: String?
    /// The result of the other service that a name such as `/aws/reference/secretsmanager/…` stands for, as JSON.
    public var sourceResult: String?
    /// When it was last changed.
    public var lastModified: Date?
    /// Its ARN.
    public var arn: ARN?
    /// `text`, or what the value must name, such as `aws:ec2:image`.
    public var dataType: String?

    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case kind = "Type"
        case value = "Value"
        case version = "Version"
        case selector = "Selector"
        case sourceResult = "SourceResult"
        case lastModified = "LastModifiedDate"
        case arn = "ARN"
        case dataType = "DataType"
    }

    /// The name and version, without the value.
    public var description: String { "parameter \(name ?? "?") version \(version.map(String.init) ?? "?")" }
    /// The name and version, without the value.
    public var customMirror: Mirror { Mirror(self, children: ["name": name as Any, "version": version as Any]) }
}
