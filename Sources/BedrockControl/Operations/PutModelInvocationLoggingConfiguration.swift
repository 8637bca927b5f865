public import AWSCore
import HTTPTypes

/// PutModelInvocationLoggingConfiguration: has Bedrock log model invocations in the client's Region, in place of how it did.
public struct PutModelInvocationLoggingConfiguration: RESTJSONOperation, Hashable, Codable {
    /// The control plane.
    public typealias Service = BedrockControlService
    /// `PutModelInvocationLoggingConfiguration`.
    public static let name = "PutModelInvocationLoggingConfiguration"
    /// Set twice is set once.
    public static let isIdempotent = true

    /// What is logged, and where.
    public var loggingConfig: InvocationLoggingConfiguration

    /// Sets the configuration.
    public init(_ loggingConfig: InvocationLoggingConfiguration) { self.loggingConfig = loggingConfig }

    /// An empty reply.
    public struct Output: Sendable, Hashable, Codable {}

    /// Checks names, lengths and the role by the service's rules.
    public func validate() throws(AWSError) {
        if let s3 = loggingConfig.s3 { try InputRules.check(s3, in: "loggingConfig.s3Config") }
        guard let cloudWatch = loggingConfig.cloudWatch else { return }
        try InputRules.check(cloudWatch, in: "loggingConfig.cloudWatchConfig")
    }

    /// `PUT /logging/modelinvocations`.
    public func encode() throws -> EncodedRequest {
        try EncodedRequest(.put, "/logging/modelinvocations", json: self)
    }
}
