public import AWSCore
import HTTPTypes

/// DeleteInferenceProfile: deletes an application profile. System-defined ones cannot be deleted.
public struct DeleteInferenceProfile: RESTJSONOperation, Codable {
    /// The control plane.
    public typealias Service = BedrockControlService
    /// `DeleteInferenceProfile`.
    public static let name = "DeleteInferenceProfile"
    /// Repeated it fails with `notFound` and changes nothing.
    public static let isIdempotent = true

    /// The profile's id or ARN, 1 to 2,048 characters.
    public var identifier: ModelID

    /// Deletes a profile.
    public init(_ identifier: ModelID) { self.identifier = identifier }

    /// An empty reply.
    public struct Output: Sendable, Hashable, Codable {}

    /// Checks the identifier by the service's pattern.
    public func validate() throws(AWSError) { try InputRules.check(profileIdentifier: identifier) }

    /// `DELETE /inference-profiles/{id}`.
    public func encode() -> EncodedRequest { EncodedRequest(.delete, "/inference-profiles/\(identifier)") }

    private enum CodingKeys: String, CodingKey {
        case identifier = "inferenceProfileIdentifier"
    }
}
