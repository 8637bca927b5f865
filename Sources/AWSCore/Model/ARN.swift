/// An Amazon Resource Name: `arn:partition:service:region:account:resource`.
///
/// The resource part keeps its colons and slashes. Region and account may be empty, as in a foundation model's ARN.
public struct ARN: RawRepresentable, Hashable, Sendable, LosslessStringConvertible {
    /// The whole name.
    public let rawValue: String
    /// `aws`, `aws-cn`, …
    public let partition: String
    /// The owning service, such as `bedrock`.
    public let service: String
    /// The Region's code; empty for resources without one.
    public let region: String
    /// The twelve-digit account; empty for resources that AWS owns.
    public let accountID: String
    /// Everything after the account, such as `application-inference-profile/a1b2c3d4e5f6`.
    public let resource: String

    /// An ARN, or `nil` where `rawValue` lacks one of the six parts or has an empty partition, service or resource.
    public init?(rawValue: String) {
        let parts = rawValue.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", !parts[1].isEmpty, !parts[2].isEmpty, !parts[5].isEmpty else {
            return nil
        }
        self.rawValue = rawValue
        self.partition = String(parts[1])
        self.service = String(parts[2])
        self.region = String(parts[3])
        self.accountID = String(parts[4])
        self.resource = String(parts[5])
    }

    /// An ARN, or `nil` where `description` is not one.
    public init?(_ description: String) { self.init(rawValue: description) }

    /// The whole name.
    public var description: String { rawValue }
    /// What stands before the first slash of the resource, such as `application-inference-profile`; empty without one.
    public var resourceType: Substring { resource.firstIndex(of: "/").map { resource[..<$0] } ?? "" }
    /// What stands after the first slash of the resource; the whole resource without one.
    public var resourceID: Substring {
        resource.firstIndex(of: "/").map { resource[resource.index(after: $0)...] } ?? resource[...]
    }
}

extension ARN: Codable {
    /// Decodes the ARN from its string.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let arn = ARN(rawValue: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an ARN: \(text)")
        }
        self = arn
    }

    /// Encodes the ARN as its string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
