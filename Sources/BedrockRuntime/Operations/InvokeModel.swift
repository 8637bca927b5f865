public import AWSCore
public import HTTPTypes
import Metering
public import UsageDialects

/// InvokeModel: a request in the model provider's own form, answered as a whole.
///
/// `POST /model/{modelId}/invoke`. Paid, so that an attempt whose reply was lost is not repeated.
public struct InvokeModel: AWSOperation, Hashable {
    /// The service.
    public typealias Service = BedrockRuntimeService
    /// `InvokeModel`.
    public static let name = "InvokeModel"

    /// What is called.
    public var modelID: ModelID
    /// The request in the provider's form; at most 25,000,000 bytes.
    public var body: [UInt8]
    /// The body's media type; the service takes `nil` for `application/json`.
    public var contentType: String?
    /// The media type wanted of the answer; the service takes `nil` for `application/json`.
    public var accept: String?
    /// How model, guardrail, log and tier treat the request.
    public var options: InvokeOptions

    /// A request of the given parts.
    public init(
        modelID: ModelID, body: [UInt8], contentType: String? = nil, accept: String? = nil,
        options: InvokeOptions = InvokeOptions()
    ) {
        self.modelID = modelID
        self.body = body
        self.contentType = contentType
        self.accept = accept
        self.options = options
    }

    /// Checks the service's limits and patterns.
    public func validate() throws(AWSError) {
        try InvokeRules.check(modelID: modelID, body: body, contentType: contentType, accept: accept, options)
    }

    /// The request on the wire.
    public func encode() throws -> EncodedRequest {
        var headers = try options.headers()
        headers[.contentType] = contentType
        headers[.accept] = accept
        return EncodedRequest(.post, "/model/\(modelID)/invoke", headers: headers, body: body)
    }

    /// The answer: the body as it is, the rest from header fields.
    public static func decode(_ response: HTTPResponse, body: [UInt8]) -> InvokeModelResponse {
        let fields = response.headerFields
        return InvokeModelResponse(
            body: body, contentType: fields[.contentType],
            performanceConfigLatency: fields[.bedrockLatency].map(PerformanceLatency.init),
            serviceTier: fields[.bedrockServiceTier].map(ServiceTierType.init), tokenCounts: .init(fields))
    }
}

/// What ``InvokeModel`` returns.
public struct InvokeModelResponse: Sendable, Hashable {
    /// The answer in the provider's form.
    public var body: [UInt8]
    /// The body's media type.
    public var contentType: String?
    /// The latency that was used.
    public var performanceConfigLatency: PerformanceLatency?
    /// The tier that was used.
    public var serviceTier: ServiceTierType?
    /// The counts of the `X-Amzn-Bedrock-…-Token-Count` header fields, which some providers' models lack.
    public var tokenCounts: TokenCountHeaders

    /// Creates one from its members.
    public init(
        body: [UInt8], contentType: String? = nil, performanceConfigLatency: PerformanceLatency? = nil,
        serviceTier: ServiceTierType? = nil, tokenCounts: TokenCountHeaders = TokenCountHeaders()
    ) {
        self.body = body
        self.contentType = contentType
        self.performanceConfigLatency = performanceConfigLatency
        self.serviceTier = serviceTier
        self.tokenCounts = tokenCounts
    }

    /// The tokens that are billed, from the header fields or else from the body; `nil` where neither tells: the usage is
    /// then unknown, not zero. The body is parsed at each use.
    public var usage: InvocationUsage? {
        InvocationUsage(tokenCounts, body: body)
    }

    /// What was used, images included, from the header fields and the body; with the tier that served it and with counts that
    /// are not known. `nil` where neither tells. The body is parsed at each use.
    ///
    /// - Parameter request: The request's body, which alone tells the length of a film and whether an image was read.
    public func usageReading(request: JSONValue? = nil) -> UsageReading? {
        guard var reading = UsageReading(headers: tokenCounts.fields, body: body, request: request) else { return nil }
        reading.servedTier = PriceTier(serviceTier, performanceConfigLatency) ?? reading.servedTier
        return reading
    }
}
