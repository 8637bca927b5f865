public import AWSCore
public import Attribution

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A project of `bedrock-mantle`: what inference is charged to. Its tags split the bill, once they are activated as
/// cost-allocation tags.
public struct Project: Sendable, Hashable, Codable {
    /// The id, which inference names.
    public var id: ProjectID
    /// The ARN, `arn:aws:bedrock-mantle:region:account:project/id`.
    public var arn: ARN?
    /// The name, unique in the account and Region.
    public var name: String
    /// Whether inference can be charged to it.
    public var status: ProjectStatus
    /// The tags; always empty for the default project.
    public var tags: TagSet
    /// When it was created.
    public var createdAt: Date?
    /// When it was archived.
    public var archivedAt: Date?

    /// A project.
    public init(
        id: ProjectID, arn: ARN? = nil, name: String, status: ProjectStatus = .active, tags: TagSet = [:],
        createdAt: Date? = nil, archivedAt: Date? = nil
    ) {
        self.id = id
        self.arn = arn
        self.name = name
        self.status = status
        self.tags = tags
        self.createdAt = createdAt
        self.archivedAt = archivedAt
    }

    private enum CodingKeys: String, CodingKey {
        case id, arn, name, status, tags
        case createdAt = "created_at"
        case archivedAt = "archived_at"
    }

    /// Decodes the service's object. Tags that break the rules for new ones are kept.
    ///
    /// - Throws: `DecodingError` where the id is missing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(ProjectID.self, forKey: .id)
        arn = try container.decodeIfPresent(String.self, forKey: .arn).flatMap { ARN($0) }
        name = try container.decodeIfPresent(String.self, forKey: .name) ?? ""
        status = try container.decodeIfPresent(ProjectStatus.self, forKey: .status) ?? .active
        let pairs = try container.decodeIfPresent([String: String].self, forKey: .tags) ?? [:]
        tags = TagSet(unvalidated: pairs.sorted { $0.key < $1.key }.map { TagSet.Tag(key: $0.key, value: $0.value) })
        createdAt = try container.decodeIfPresent(Date.self, forKey: .createdAt)
        archivedAt = try container.decodeIfPresent(Date.self, forKey: .archivedAt)
    }
}

/// Whether inference can be charged to a project.
public struct ProjectStatus: OpenStringSet {
    /// The value as the service spells it.
    public let rawValue: String

    /// A value as the service spells it, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// It can.
    public static let active: Self = "active"
    /// It cannot any more. What it stored is kept for 30 days; nothing undoes it.
    public static let archived: Self = "archived"
}
