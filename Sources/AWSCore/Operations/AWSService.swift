/// An AWS service: what its operations have in common.
public protocol AWSService: Sendable {
    /// The service's id in the SDKs, such as `Bedrock Runtime`. It names `AWS_ENDPOINT_URL_BEDROCK_RUNTIME`.
    static var serviceID: String { get }
    /// The service's name in signatures, such as `bedrock`.
    static var signingName: String { get }
    /// Where the service is reached.
    static var endpoint: EndpointRule { get }
    /// Whether Bedrock API keys (bearer tokens) are accepted. `false` by default.
    static var acceptsBearerToken: Bool { get }
    /// Whether the service's error codes get the `x-amzn-query-error` header's override. `false` by default.
    static var isQueryCompatible: Bool { get }
    /// Refuses an endpoint that the service's requests must not go to. Accepts each by default.
    ///
    /// - Throws: ``AWSError`` of code ``AWSError/Code/invalidConfiguration``.
    static func validate(_ destination: RequestDestination) throws(AWSError)
}

extension AWSService {
    /// No bearer tokens.
    public static var acceptsBearerToken: Bool { false }
    /// No `x-amzn-query-error`.
    public static var isQueryCompatible: Bool { false }
    /// Accepts every endpoint.
    public static func validate(_ destination: RequestDestination) throws(AWSError) {}
}

/// A service that speaks awsJson 1.0 or 1.1: each operation is a POST to `/` named by `X-Amz-Target`.
public protocol JSONRPCService: AWSService {
    /// What stands before the dot in `X-Amz-Target`, such as `AWSInsightsIndexService`.
    static var targetPrefix: String { get }
    /// `1.0` or `1.1` (the default), as in `application/x-amz-json-1.1`.
    static var jsonVersion: String { get }
}

extension JSONRPCService {
    /// awsJson 1.1.
    public static var jsonVersion: String { "1.1" }
}

/// A service that speaks awsQuery: form fields in, XML out.
public protocol QueryService: AWSService {
    /// The API's version date, sent as `Version`.
    static var apiVersion: String { get }
}
