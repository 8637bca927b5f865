public import AWSCore

/// Who made a logged call.
public struct LoggedIdentity: Sendable, Hashable {
    /// The principal's ARN, such as `arn:aws:sts::123456789012:assumed-role/Claims/batch-7`.
    public var arn: ARN
    /// Members that this version does not know, by their names in the record.
    public var unknownMembers: [String: JSONValue]

    /// A principal.
    public init(arn: ARN, unknownMembers: [String: JSONValue] = [:]) {
        self.arn = arn
        self.unknownMembers = unknownMembers
    }

    /// The role, where the caller had assumed one.
    public var roleName: String? {
        guard arn.resourceType == "assumed-role" else { return nil }
        return arn.resourceID.split(separator: "/").first.map(String.init)
    }

    /// The name of the role's session, where the caller had assumed one.
    public var sessionName: String? {
        guard arn.resourceType == "assumed-role" else { return nil }
        let parts = arn.resourceID.split(separator: "/", maxSplits: 1)
        return parts.count == 2 ? String(parts[1]) : nil
    }

    var members: JSONValue {
        .object(unknownMembers.merging(["arn": .string(arn.rawValue)]) { _, known in known })
    }
}
