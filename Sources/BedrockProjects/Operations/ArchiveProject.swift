public import AWSCore
import HTTPTypes

/// Archives a project: `POST /v1/organization/projects/{id}/archive`. Nothing undoes it.
public struct ArchiveProject: OpenAIOperation, AWSOperation {
    /// `bedrock-mantle`.
    public typealias Service = BedrockMantleService
    /// The project, archived.
    public typealias Output = Project
    /// `ArchiveProject`.
    public static let name = "ArchiveProject"
    /// Archiving twice is archiving once.
    public static let isIdempotent = true

    /// Which one; not the default project.
    public var project: ProjectID

    /// Archives a project.
    public init(_ project: ProjectID) { self.project = project }

    /// `bedrock-mantle` below `/v1`.
    public var route: InferenceRoute { .mantle(root: .v1) }

    /// Checks the id.
    public func validate() throws(AWSError) { try project.validateCreated(toBe: "archived") }

    /// `POST` without a body.
    public func encode() -> EncodedRequest {
        EncodedRequest(.post, "/v1/organization/projects/\(project)/archive")
    }
}
