public import AWSCore
import HTTPTypes

/// DeleteModelInvocationLoggingConfiguration: has Bedrock log no more model invocations in the client's Region.
public struct DeleteModelInvocationLoggingConfiguration: RESTJSONOperation, Hashable, Codable {
    /// The control plane.
    public typealias Service = BedrockControlService
    /// `DeleteModelInvocationLoggingConfiguration`.
    public static let name = "DeleteModelInvocationLoggingConfiguration"
    /// Deleted twice is deleted once.
    public static let isIdempotent = true

    /// Deletes the configuration.
    public init() {}

    /// An empty reply.
    public struct Output: Sendable, Hashable, Codable {}

    /// `DELETE /logging/modelinvocations`.
    public func encode() -> EncodedRequest { EncodedRequest(.delete, "/logging/modelinvocations") }
}
