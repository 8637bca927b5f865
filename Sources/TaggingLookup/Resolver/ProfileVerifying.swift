public import AWSCore
import HTTPTypes

/// What has to be known of a profile before a ``ProfileResolver`` hands it out.
public struct VerifiedProfile: Sendable, Hashable {
    /// Whether the profile can be called.
    public var isActive: Bool
    /// The foundation models behind it.
    public var models: [ModelID]

    /// A profile.
    public init(isActive: Bool, models: [ModelID]) {
        self.isActive = isActive
        self.models = models
    }
}

/// Looks whether a profile that the Tagging API showed is really there.
///
/// The Tagging API lags: for some time it shows profiles that were deleted.
public protocol ProfileVerifying: Sendable {
    /// The profile, or `nil` where it is gone.
    ///
    /// - Throws: `AWSError` where that could not be found out.
    func verify(_ profile: ARN) async throws(AWSError) -> VerifiedProfile?
}

/// Asks Bedrock's control plane (GetInferenceProfile).
public struct ControlPlaneVerifier: ProfileVerifying {
    private let aws: AWSClient

    /// Asks through `aws`.
    public init(_ aws: AWSClient) { self.aws = aws }

    /// The profile as GetInferenceProfile shows it, or `nil` where it is not found.
    ///
    /// - Throws: `AWSError` of any other failure.
    public func verify(_ profile: ARN) async throws(AWSError) -> VerifiedProfile? {
        do {
            let details = try await aws.send(ProfileDetails(profile: profile))
            return VerifiedProfile(
                isActive: details.status == "ACTIVE",
                models: details.models.compactMap { $0.modelArn.map { ModelID(rawValue: String($0.resourceID)) } })
        } catch {
            if error.code == .notFound { return nil }
            throw error
        }
    }
}

/// The part of GetInferenceProfile that tells whether a profile can be called. The whole operation is BedrockControl's,
/// which services may not depend on.
struct ProfileDetails: RESTJSONOperation {
    enum Service: AWSService {
        static let serviceID = "Bedrock"
        static let signingName = "bedrock"
        static let endpoint = EndpointRule.regional("bedrock")
        static let acceptsBearerToken = true
    }
    static let name = "GetInferenceProfile"
    static let isIdempotent = true

    struct Output: Decodable, Sendable {
        struct Model: Decodable, Sendable {
            var modelArn: ARN?
        }
        var status: String
        var models: [Model]
    }

    var profile: ARN

    func encode() -> EncodedRequest { EncodedRequest(.get, "/inference-profiles/\(profile)") }
}
