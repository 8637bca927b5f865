public import AWSCore
import HTTPTypes

/// GetInferenceProfile: one profile by its id or ARN. Its tags are asked for with ``ListTagsForResource``.
public struct GetInferenceProfile: RESTJSONOperation, Codable {
    /// The control plane.
    public typealias Service = BedrockControlService
    /// The profile.
    public typealias Output = InferenceProfile
    /// `GetInferenceProfile`.
    public static let name = "GetInferenceProfile"
    /// It only reads.
    public static let isIdempotent = true

    /// The profile's id or ARN, 1 to 2,048 characters.
    public var identifier: ModelID

    /// Asks for a profile.
    public init(_ identifier: ModelID) { self.identifier = identifier }

    /// Checks the identifier by the service's pattern. An empty one would name the list of profiles.
    public func validate() throws(AWSError) { try InputRules.check(profileIdentifier: identifier) }

    /// `GET /inference-profiles/{id}`.
    public func encode() -> EncodedRequest { EncodedRequest(.get, "/inference-profiles/\(identifier)") }

    private enum CodingKeys: String, CodingKey {
        case identifier = "inferenceProfileIdentifier"
    }
}
