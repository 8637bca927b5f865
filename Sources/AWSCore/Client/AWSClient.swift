public import HTTPTransport
public import Logging
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Sends AWS operations: one Region, one way to authenticate, one transport, shared by the clients of all services.
///
/// ```swift
/// let aws = try AWSClient(region: .usEast1, transport: CurlTransport())
/// let control = BedrockControlClient(aws)
/// ```
///
/// Copies share everything, the retry quota included. What differs per call site is set on a copy by ``with(_:)``.
public struct AWSClient: Sendable {
    /// The settings in force.
    public let configuration: AWSClientConfiguration
    /// Where the client logs; `debug` for retries, `trace` for every attempt.
    public private(set) var logger: Logger
    private(set) var authentication: Authentication
    let transport: any HTTPTransport
    let shared: SharedState
    /// Who is told of each attempt.
    private(set) var observer: (any AttemptObserver)?

    /// What all copies of a client share.
    final class SharedState: Sendable {
        let retryQuota: Mutex<RetryQuota>
        let clockSkew = Mutex(ClockSkew())

        init(retryQuotaCapacity: Int) { retryQuota = Mutex(RetryQuota(capacity: retryQuotaCapacity)) }
    }

    /// A client.
    ///
    /// - Parameters:
    ///   - region: The Region; without one, `AWS_REGION`, `AWS_DEFAULT_REGION` or the profile's `region` decides.
    ///   - transport: What carries the requests.
    ///   - credentials: Signs every request. Without them the default chain is searched at the first call, as
    ///     ``DefaultCredentialProvider`` says; and a Bedrock API key in `AWS_BEARER_TOKEN_BEDROCK` is used for the services
    ///     that take one.
    ///   - environment: Where variables and shared files are read.
    ///   - logger: Where to log.
    ///   - configure: Changes the defaults.
    /// - Throws: ``AWSError`` of code ``AWSError/Code/invalidConfiguration`` for settings that cannot work.
    public init(
        region: Region? = nil,
        transport: any HTTPTransport,
        credentials: (any CredentialProvider)? = nil,
        environment: AWSEnvironment = .process,
        logger: Logger = Logger(label: "bedrock-cost"),
        configure: (inout AWSClientConfiguration) -> Void = { _ in }
    ) throws(AWSError) {
        var authentication: Authentication?
        if let credentials { authentication = .credentials(credentials) }
        try self.init(
            region: region, transport: transport, authentication: authentication, environment: environment,
            logger: logger, configure: configure)
    }

    /// A client with an explicit way to authenticate; `nil` for the default chain.
    ///
    /// - Throws: ``AWSError`` of code ``AWSError/Code/invalidConfiguration`` for settings that cannot work.
    public init(
        region: Region? = nil,
        transport: any HTTPTransport,
        authentication: Authentication?,
        environment: AWSEnvironment = .process,
        logger: Logger = Logger(label: "bedrock-cost"),
        configure: (inout AWSClientConfiguration) -> Void = { _ in }
    ) throws(AWSError) {
        var configuration = try AWSClientConfiguration(region: region, environment: environment)
        configure(&configuration)
        try configuration.validate()
        self.configuration = configuration
        self.logger = logger
        self.transport = transport
        self.shared = SharedState(retryQuotaCapacity: configuration.retry.quotaCapacity)
        self.authentication = .anonymous
        if let authentication {
            self.authentication = authentication
        } else {
            self.authentication = .defaultChain(environment: environment, using: withOwnQuota { $0.endpointURL = nil })
        }
    }

    private init(
        configuration: AWSClientConfiguration, logger: Logger, authentication: Authentication,
        transport: any HTTPTransport, shared: SharedState
    ) {
        self.configuration = configuration
        self.logger = logger
        self.authentication = authentication
        self.transport = transport
        self.shared = shared
    }

    /// A copy with other settings, such as another Region. The copy shares transport, authentication and retry quota.
    ///
    /// - Throws: ``AWSError`` of code ``AWSError/Code/invalidConfiguration`` for settings that cannot work.
    public func with(_ configure: (inout AWSClientConfiguration) -> Void) throws(AWSError) -> AWSClient {
        var configuration = configuration
        configure(&configuration)
        try configuration.validate()
        var copy = AWSClient(
            configuration: configuration, logger: logger, authentication: authentication, transport: transport,
            shared: shared)
        copy.observer = observer
        return copy
    }

    /// A copy that shares the transport and nothing else, so that what becomes of its calls does not use up the retries of
    /// others. The settings must be ones that can work.
    func withOwnQuota(_ configure: (inout AWSClientConfiguration) -> Void = { _ in }) -> AWSClient {
        var configuration = configuration
        configure(&configuration)
        return AWSClient(
            configuration: configuration, logger: logger, authentication: authentication, transport: transport,
            shared: SharedState(retryQuotaCapacity: configuration.retry.quotaCapacity))
    }

    /// A copy that authenticates in another way, such as with an assumed role's credentials.
    public func authenticated(by authentication: Authentication) -> AWSClient {
        var copy = self
        copy.authentication = authentication
        return copy
    }

    /// A copy whose attempts `observer` follows, and may keep from being repeated.
    package func observed(by observer: any AttemptObserver) -> AWSClient {
        var copy = self
        copy.observer = observer
        return copy
    }

    /// A copy that logs to `logger`, such as one that carries a request's id.
    public func logging(to logger: Logger) -> AWSClient {
        var copy = self
        copy.logger = logger
        return copy
    }
}
