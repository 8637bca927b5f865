public import AWSSigning
public import HTTPTransport
public import Logging
import Synchronization

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The default chain, in botocore's order.
///
/// 1. The keys in the environment (``EnvironmentCredentialProvider``).
/// 2. A role of the profile in use, with `source_profile` or `credential_source`.
/// 3. A web identity: `AWS_WEB_IDENTITY_TOKEN_FILE` and `AWS_ROLE_ARN` (``WebIdentityCredentialProvider``).
/// 4. What else the profile in use has (``ProfileCredentialProvider``).
/// 5. The container (``ContainerCredentialProvider``).
/// 6. The instance (``InstanceMetadata``).
///
/// The first source that is configured decides. If it then fails, that is the error; no later source is tried, so that no
/// program acts under an identity that nobody meant.
public final class DefaultCredentialProvider: CredentialProvider {
    private let chosen = Mutex<(any CredentialProvider)?>(nil)
    private let choose: @Sendable () throws(AWSError) -> any CredentialProvider

    /// The chain over `environment`, by a client's transport, clock and log; nothing is read before the first call.
    ///
    /// - Parameters:
    ///   - environment: The variables and shared files.
    ///   - client: Sends what calls it takes; its authentication is not used.
    public init(environment: AWSEnvironment = .process, using client: AWSClient) {
        choose = { () throws(AWSError) in
            try CredentialSources(environment: environment, client: client).first()
        }
    }

    /// The chain over `environment`; nothing is read before the first call.
    ///
    /// - Parameters:
    ///   - environment: The variables and shared files.
    ///   - region: The Region of STS where a role is assumed and the profile names none.
    ///   - transport: Carries the calls that it takes.
    ///   - now: What expiry dates are held against.
    ///   - logger: Where to log.
    ///   - configure: Changes the defaults of those calls, such as time limits and the clock that measures waits.
    public init(
        environment: AWSEnvironment = .process, region: Region = .usEast1, transport: any HTTPTransport,
        now: @escaping @Sendable () -> Date = { Date() }, logger: Logger = Logger(label: "bedrock-cost"),
        configure: @escaping @Sendable (inout AWSClientConfiguration) -> Void = { _ in }
    ) {
        choose = { () throws(AWSError) in
            let client = try AWSClient(
                region: region, transport: transport, authentication: .anonymous, environment: environment,
                logger: logger
            ) {
                $0.now = now
                configure(&$0)
            }
            return try CredentialSources(environment: environment, client: client).first()
        }
    }

    /// Credentials of the first source that is configured.
    public func credentials() async throws(AWSError) -> Credentials {
        let provider = try chosen.withLock { (provider) throws(AWSError) in
            if let provider { return provider }
            let first = try choose()
            provider = first
            return first
        }
        return try await provider.credentials()
    }
}
