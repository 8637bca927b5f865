/// Where a client's requests to a service go, who decided that, and what they carry.
public struct RequestDestination: Sendable, Hashable {
    /// Who decided on an endpoint.
    public enum Origin: Sendable, Hashable {
        /// The service's own rule.
        case service
        /// ``AWSClientConfiguration/endpointURL``, set in the program.
        case client
        /// A variable or the shared configuration file.
        case environment
    }

    /// The endpoint.
    public let endpoint: Endpoint
    /// Who decided on it.
    public let origin: Origin
    /// Whether requests carry a Bedrock API key, which whoever receives it can use again, instead of a signature.
    public let takesBearerToken: Bool

    init(_ endpoint: Endpoint, origin: Origin, takesBearerToken: Bool) {
        self.endpoint = endpoint
        self.origin = origin
        self.takesBearerToken = takesBearerToken
    }
}
