public import AWSCore
public import Attribution
import HTTPTypes

/// Renames a project, adds tags and takes tags away: `POST /v1/organization/projects/{id}`.
///
/// Tags that are not named stay as they are. ``BedrockProjectsClient/setTags(_:of:)`` replaces them all.
public struct UpdateProject: OpenAIOperation, AWSOperation {
    /// `bedrock-mantle`.
    public typealias Service = BedrockMantleService
    /// The project after the change.
    public typealias Output = Project
    /// `UpdateProject`.
    public static let name = "UpdateProject"
    /// The same change twice is one change.
    public static let isIdempotent = true

    /// Which one; not the default project.
    public var project: ProjectID
    /// The new name; `nil` to keep it.
    public var projectName: String?
    /// Tags to add, or to give another value.
    public var addTags: TagSet
    /// Keys of tags to take away.
    public var removeTagKeys: [String]

    /// Changes a project.
    public init(_ project: ProjectID, name: String? = nil, addTags: TagSet = [:], removeTagKeys: [String] = []) {
        self.project = project
        self.projectName = name
        self.addTags = addTags
        self.removeTagKeys = removeTagKeys
    }

    /// `bedrock-mantle` below `/v1`.
    public var route: InferenceRoute { .mantle(root: .v1) }

    /// Checks id, name and tags; that something changes; and that no key is both added and removed.
    public func validate() throws(AWSError) {
        try project.validateCreated(toBe: addTags.isEmpty && removeTagKeys.isEmpty ? "renamed" : "tagged")
        if let projectName { try ProjectRules.check(name: projectName) }
        try ProjectRules.check("add_tags", addTags)
        try ProjectRules.check(keys: removeTagKeys)
        guard projectName != nil || !addTags.isEmpty || !removeTagKeys.isEmpty else {
            throw .invalidInput("name, add_tags, remove_tag_keys", "nothing is to be changed")
        }
        if let key = removeTagKeys.first(where: { addTags[$0] != nil }) {
            throw .invalidInput("remove_tag_keys", "\(key.debugDescription) is in add_tags, too")
        }
    }

    /// `POST` with what changes.
    public func encode() throws -> EncodedRequest {
        var members: [String: JSONValue] = [:]
        members["name"] = projectName.map(JSONValue.string)
        if !addTags.isEmpty { members["add_tags"] = addTags.json }
        if !removeTagKeys.isEmpty { members["remove_tag_keys"] = .array(removeTagKeys.map(JSONValue.string)) }
        return try EncodedRequest(.post, "/v1/organization/projects/\(project)", json: JSONValue.object(members))
    }
}
