public import AWSCore
public import Attribution
import HTTPTypes

/// Creates a project: `POST /v1/organization/projects`.
///
/// It is not repeated after a lost reply: the name is unique, so that a second request tells whether the first one ran.
public struct CreateProject: OpenAIOperation, AWSOperation {
    /// `bedrock-mantle`.
    public typealias Service = BedrockMantleService
    /// The project.
    public typealias Output = Project
    /// `CreateProject`.
    public static let name = "CreateProject"

    /// 1 to 64 ASCII letters and digits, each followed by at most one space, hyphen or underscore.
    public var projectName: String
    /// Up to 50 tags.
    public var tags: TagSet

    /// Creates a project.
    public init(named name: String, tags: TagSet = [:]) {
        self.projectName = name
        self.tags = tags
    }

    /// `bedrock-mantle` below `/v1`.
    public var route: InferenceRoute { .mantle(root: .v1) }

    /// Checks name and tags.
    public func validate() throws(AWSError) {
        try ProjectRules.check(name: projectName)
        try ProjectRules.check("tags", tags)
    }

    /// `POST` with name and tags.
    public func encode() throws -> EncodedRequest {
        var members: [String: JSONValue] = ["name": .string(projectName)]
        if !tags.isEmpty { members["tags"] = tags.json }
        return try EncodedRequest(.post, "/v1/organization/projects", json: JSONValue.object(members))
    }
}
