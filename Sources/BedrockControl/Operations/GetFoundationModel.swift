public import AWSCore
import HTTPTypes

/// GetFoundationModel: one model by its id or ARN.
public struct GetFoundationModel: RESTJSONOperation, Codable {
    /// The control plane.
    public typealias Service = BedrockControlService
    /// `GetFoundationModel`.
    public static let name = "GetFoundationModel"
    /// It only reads.
    public static let isIdempotent = true

    /// The model's id or ARN, 1 to 2,048 characters.
    public var identifier: ModelID

    /// Asks for a model.
    public init(_ identifier: ModelID) { self.identifier = identifier }

    /// What GetFoundationModel returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The model.
        public var model: FoundationModel?

        /// A reply.
        public init(model: FoundationModel?) { self.model = model }

        private enum CodingKeys: String, CodingKey {
            case model = "modelDetails"
        }
    }

    /// Checks the identifier by the service's pattern.
    public func validate() throws(AWSError) { try InputRules.check(modelIdentifier: identifier) }

    /// `GET /foundation-models/{id}`.
    public func encode() -> EncodedRequest { EncodedRequest(.get, "/foundation-models/\(identifier)") }

    private enum CodingKeys: String, CodingKey {
        case identifier = "modelIdentifier"
    }
}
