/// An Amazon Resource Name: `arn:partition:service:region:account:resource`.
///
/// The resource part keeps its colons and slashes. Region and account may be empty, as in a foundation model's ARN.
public struct ARN: RawRepresentable, Sendable, LosslessStringConvertible {
    /// The whole name.
    public let rawValue: String
    // Where the parts end, in UTF-8: an ARN is copied far more often than it is taken apart.
    private let partitionEnd: Int32
    private let serviceEnd: Int32
    private let regionEnd: Int32
    private let accountEnd: Int32

    /// An ARN, or `nil` where `rawValue` lacks one of the six parts or has an empty partition, service or resource.
    public init?(rawValue: String) {
        let bytes = rawValue.utf8
        var colons: [Int32] = []
        for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: ":") {
            guard let offset = Int32(exactly: offset) else { return nil }
            colons.append(offset)
            if colons.count == 5 { break }
        }
        guard colons.count == 5, rawValue.hasPrefix("arn:"), colons[1] > 4, colons[2] > colons[1] + 1,
            bytes.count > Int(colons[4]) + 1
        else { return nil }
        self.rawValue = rawValue
        self.partitionEnd = colons[1]
        self.serviceEnd = colons[2]
        self.regionEnd = colons[3]
        self.accountEnd = colons[4]
    }

    /// What stands between two colons, or after the last where `end` is `nil`.
    private func part(from start: Int32, to end: Int32?) -> String {
        let bytes = rawValue.utf8
        let first = bytes.index(bytes.startIndex, offsetBy: Int(start))
        let last = end.map { bytes.index(bytes.startIndex, offsetBy: Int($0)) } ?? bytes.endIndex
        return String(rawValue[first..<last])
    }

    /// `aws`, `aws-cn`, …
    public var partition: String { part(from: 4, to: partitionEnd) }
    /// The owning service, such as `bedrock`.
    public var service: String { part(from: partitionEnd + 1, to: serviceEnd) }
    /// The Region's code; empty for resources without one.
    public var region: String { part(from: serviceEnd + 1, to: regionEnd) }
    /// The twelve-digit account; empty for resources that AWS owns.
    public var accountID: String { part(from: regionEnd + 1, to: accountEnd) }
    /// Everything after the account, such as `application-inference-profile/a1b2c3d4e5f6`.
    public var resource: String { part(from: accountEnd + 1, to: nil) }

    /// An ARN, or `nil` where `description` is not one.
    public init?(_ description: String) { self.init(rawValue: description) }

    /// The whole name.
    public var description: String { rawValue }
    /// What stands before the first slash of the resource, such as `application-inference-profile`; empty without one.
    public var resourceType: Substring {
        let resource = resource
        return resource.firstIndex(of: "/").map { resource[..<$0] } ?? ""
    }
    /// What stands after the first slash of the resource; the whole resource without one.
    public var resourceID: Substring {
        let resource = resource
        return resource.firstIndex(of: "/").map { resource[resource.index(after: $0)...] } ?? resource[...]
    }
}

extension ARN: Hashable {
    /// Whether both are the same name.
    public static func == (left: ARN, right: ARN) -> Bool { left.rawValue == right.rawValue }
    /// Feeds the whole name.
    public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
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
