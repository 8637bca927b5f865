public import AWSCore
import HTTPTypes

/// Reads a project: `GET /v1/organization/projects/{id}`.
public struct RetrieveProject: OpenAIOperation, AWSOperation {
    /// `bedrock-mantle`.
    public typealias Service = BedrockMantleService
    /// The project.
    public typealias Output = Project
    /// `RetrieveProject`.
    public static let name = "RetrieveProject"
    /// It only reads.
    public static let isIdempotent = true

    /// Which one.
    public var project: ProjectID

    /// Reads a project.
    public init(_ project: ProjectID) { self.project = project }

    /// `bedrock-mantle` below `/v1`.
    public var route: InferenceRoute { .mantle(root: .v1) }

    /// Checks the id.
    public func validate() throws(AWSError) { try project.validate() }

    /// `GET` by id.
    public func encode() -> EncodedRequest {
        EncodedRequest(.get, "/v1/organization/projects/\(project)")
    }
}
