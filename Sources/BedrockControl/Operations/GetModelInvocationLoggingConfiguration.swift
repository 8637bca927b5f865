public import AWSCore
import HTTPTypes

/// GetModelInvocationLoggingConfiguration: how Bedrock logs model invocations in the client's Region.
public struct GetModelInvocationLoggingConfiguration: RESTJSONOperation, Hashable, Codable {
    /// The control plane.
    public typealias Service = BedrockControlService
    /// `GetModelInvocationLoggingConfiguration`.
    public static let name = "GetModelInvocationLoggingConfiguration"
    /// It only reads.
    public static let isIdempotent = true

    /// Asks for the configuration.
    public init() {}

    /// What GetModelInvocationLoggingConfiguration returns.
    public struct Output: Sendable, Hashable, Codable {
        /// What is logged, and where; `nil` where nothing is.
        public var loggingConfig: InvocationLoggingConfiguration?

        /// A reply.
        public init(loggingConfig: InvocationLoggingConfiguration? = nil) { self.loggingConfig = loggingConfig }
    }

    /// `GET /logging/modelinvocations`.
    public func encode() -> EncodedRequest { EncodedRequest(.get, "/logging/modelinvocations") }
}
