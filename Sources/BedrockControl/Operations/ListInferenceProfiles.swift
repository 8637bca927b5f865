public import AWSCore
import HTTPTypes

/// ListInferenceProfiles: the profiles of the account in the client's Region, in pages.
public struct ListInferenceProfiles: RESTJSONOperation, PaginatedOperation, Codable {
    /// The control plane.
    public typealias Service = BedrockControlService
    /// `ListInferenceProfiles`.
    public static let name = "ListInferenceProfiles"
    /// It only reads.
    public static let isIdempotent = true

    /// Which profiles. What the service lists without it is not documented for sure, so it is better given.
    public var type: InferenceProfileType?
    /// The most profiles of a page, 1 to 1,000.
    public var maxResults: Int?
    /// The token of a later page, 1 to 2,048 characters.
    public var nextToken: String?

    /// Lists profiles.
    public init(type: InferenceProfileType?, maxResults: Int? = nil, nextToken: String? = nil) {
        self.type = type
        self.maxResults = maxResults
        self.nextToken = nextToken
    }

    /// One page.
    public struct Output: Sendable, Hashable, Codable {
        /// The page's profiles; may be empty although more pages follow.
        public var profiles: [InferenceProfile]
        /// The token of the next page.
        public var nextToken: String?

        /// A page.
        public init(profiles: [InferenceProfile], nextToken: String? = nil) {
            self.profiles = profiles
            self.nextToken = nextToken
        }

        private enum CodingKeys: String, CodingKey {
            case profiles = "inferenceProfileSummaries"
            case nextToken
        }

        /// Decodes the service's own members; without a list there are no profiles.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            profiles = try container.decodeIfPresent([InferenceProfile].self, forKey: .profiles) ?? []
            nextToken = try container.decodeIfPresent(String.self, forKey: .nextToken)
        }
    }

    /// Checks the page's size and token.
    public func validate() throws(AWSError) {
        if let maxResults, !(1...1000).contains(maxResults) {
            throw .invalidInput("maxResults", "must be from 1 to 1000, not \(maxResults)")
        }
        try InputRules.check(pageToken: nextToken)
    }

    /// `GET /inference-profiles`.
    public func encode() -> EncodedRequest {
        var query = RequestQuery()
        query.append("type", type)
        query.append("maxResults", maxResults)
        query.append("nextToken", nextToken)
        return EncodedRequest(.get, "/inference-profiles", query: query)
    }

    /// Sets ``nextToken``.
    public mutating func setPageToken(_ token: String) { nextToken = token }
    /// The reply's ``Output/nextToken``.
    public static func nextPageToken(after output: Output) -> String? { output.nextToken }

    private enum CodingKeys: String, CodingKey {
        case type = "typeEquals"
        case maxResults
        case nextToken
    }
}
