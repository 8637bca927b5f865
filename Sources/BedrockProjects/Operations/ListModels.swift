public import AWSCore
import HTTPTypes

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Lists the models that `bedrock-mantle` serves in the client's Region: `GET {root}/models`.
public struct ListModels: OpenAIOperation, AWSOperation {
    /// `bedrock-mantle`.
    public typealias Service = BedrockMantleService
    /// All models.
    public typealias Output = ObjectPage<MantleModel>
    /// `ListModels`.
    public static let name = "ListModels"
    /// It only reads.
    public static let isIdempotent = true

    /// Where it goes.
    public var route: InferenceRoute

    /// Lists models.
    public init(route: InferenceRoute = .mantle) { self.route = route }

    /// Checks the route: `bedrock-runtime` has no such list.
    public func validate() throws(AWSError) {
        if route.isRuntime {
            throw .invalidInput(
                "route", "bedrock-runtime lists no models here: use the route .mantle, or ListFoundationModels")
        }
        try route.root(for: nil).validate()
    }

    /// `GET`.
    public func encode() -> EncodedRequest {
        EncodedRequest(.get, "\(greedy: route.root(for: nil))/models")
    }
}

/// A model that `bedrock-mantle` serves.
public struct MantleModel: Sendable, Hashable, Codable {
    /// What requests name it by, such as `openai.gpt-oss-120b`: without the version suffix of `bedrock-runtime`.
    public var id: ModelID
    /// When it was published.
    public var created: Date?
    /// Who made it.
    public var ownedBy: String?

    private enum CodingKeys: String, CodingKey {
        case id, created
        case ownedBy = "owned_by"
    }
}
