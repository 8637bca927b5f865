public import HTTPTransport

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The settings of an ``AWSClient``.
public struct AWSClientConfiguration: Sendable {
    /// The Region of the endpoints and signatures.
    public var region: Region
    /// A URL that takes the place of every service's endpoint, such as a mock server's. `nil` by default: then
    /// `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL` and the profile's `services` section and `endpoint_url` count.
    public var endpointURL: String?
    /// FIPS and dual-stack endpoints; by default as `AWS_USE_FIPS_ENDPOINT` and `AWS_USE_DUALSTACK_ENDPOINT`, or
    /// `use_fips_endpoint` and `use_dualstack_endpoint` of the profile, say.
    public var endpointOptions = EndpointOptions()
    /// Names that take the place of services' own in signatures, by service id: `["Bedrock Mantle": "bedrock"]`. Empty by
    /// default.
    public var signingNames: [String: String] = [:]
    /// How failed attempts are repeated; `AWS_MAX_ATTEMPTS` or the profile's `max_attempts` changes the default's attempts.
    ///
    /// The retry quota is made with the client; its capacity cannot be changed on a copy.
    public var retry = RetryPolicy.standard
    /// The limits of each attempt.
    public var transportOptions = TransportOptions()
    /// The most bytes of a reply that is read whole. 64 MiB by default. Streams have no such limit.
    public var maximumResponseBytes = 64 << 20
    /// What `User-Agent` says.
    public var userAgent = "swift-bedrock-cost/0.1"
    /// What measures the waits between attempts.
    public var clock: any Clock<Duration> = ContinuousClock()
    /// What signatures and expiry dates take for the present.
    public var now: @Sendable () -> Date = { Date() }
    /// A number from 0 to 1 for each wait; random by default.
    public var jitter: @Sendable () -> Double = { .random(in: 0...1) }

    private let configuredEndpoints: ConfiguredEndpoints

    init(region: Region?, environment: AWSEnvironment) throws(AWSError) {
        configuredEndpoints = try ConfiguredEndpoints(environment)
        guard let region = region ?? environment.region else {
            throw .invalidConfiguration("no Region: give one, or set AWS_REGION or the profile's region")
        }
        self.region = region
        endpointOptions.useFIPS = try environment.flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint")
        endpointOptions.useDualStack = try environment.flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")
        if let (attempts, name) = environment.setting("AWS_MAX_ATTEMPTS", "max_attempts") {
            guard let number = Int(attempts) else {
                throw .invalidConfiguration("\(name) must be a whole number, not \"\(attempts)\"")
            }
            retry.maximumAttempts = number
        }
    }

    func validate() throws(AWSError) {
        guard region.isWellFormed else {
            throw .invalidConfiguration("\"\(region)\" is not a Region: lower-case letters, digits and hyphens only")
        }
        if let endpointURL {
            _ = try Endpoint.resolve(STSService.self, region: region, options: endpointOptions, override: endpointURL)
        }
        guard (1...100).contains(retry.maximumAttempts) else {
            throw .invalidConfiguration("retry.maximumAttempts must be from 1 to 100, not \(retry.maximumAttempts)")
        }
        let costs = [retry.quotaCapacity, retry.transientCost, retry.timeoutCost, retry.throttlingCost]
        guard min(retry.transientDelay, retry.throttlingDelay, retry.maximumDelay) >= .zero,
            costs.allSatisfy({ $0 >= 0 })
        else {
            throw .invalidConfiguration("retry: no delay, cost or quota may be negative")
        }
        guard maximumResponseBytes > 0 else {
            throw .invalidConfiguration("maximumResponseBytes must be positive, not \(maximumResponseBytes)")
        }
        let options = transportOptions
        guard options.connectTimeout > .zero, options.idleTimeout ?? .seconds(1) > .zero,
            options.totalTimeout ?? .seconds(1) > .zero
        else {
            throw .invalidConfiguration("transportOptions: every time limit must be longer than zero")
        }
        guard options.responseBodyLimit ?? 0 >= 0 else {
            throw .invalidConfiguration("transportOptions.responseBodyLimit must not be negative")
        }
        guard !userAgent.utf8.contains(where: { $0 < 32 || $0 > 126 }) else {
            throw .invalidConfiguration("userAgent must be printable ASCII")
        }
    }

    func endpoint<Service: AWSService>(of service: Service.Type) throws(AWSError) -> Endpoint {
        try destination(of: service, takesBearerToken: false).endpoint
    }

    /// Where requests of a service go, checked by the service's own rule.
    func destination<Service: AWSService>(
        of service: Service.Type, takesBearerToken: Bool
    ) throws(AWSError) -> RequestDestination {
        guard endpointURL == nil, let setting = configuredEndpoints.setting(forServiceID: service.serviceID) else {
            let endpoint = try Endpoint.resolve(
                service, region: region, options: endpointOptions, override: endpointURL)
            let destination = RequestDestination(
                endpoint, origin: endpointURL == nil ? .service : .client, takesBearerToken: takesBearerToken)
            try service.validate(destination)
            return destination
        }
        do throws(AWSError) {
            let endpoint = try Endpoint.resolve(
                service, region: region, options: endpointOptions, override: setting.url)
            let destination = RequestDestination(
                endpoint, origin: .environment, takesBearerToken: takesBearerToken)
            try service.validate(destination)
            return destination
        } catch {
            throw .invalidConfiguration("\(setting.source): \(error.message)")
        }
    }
}
