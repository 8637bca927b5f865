public import AWSSigning
public import HTTPTransport
public import Logging
import Synchronization

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The default chain: the environment's keys, else the profile in use.
///
/// The first source that is configured decides. If it then fails, that is the error; no later source is tried.
public final class DefaultCredentialProvider: CredentialProvider {
    private let chosen = Mutex<(any CredentialProvider)?>(nil)
    private let choose: @Sendable () throws(AWSError) -> any CredentialProvider

    /// The chain over `environment`; nothing is read before the first call.
    public init(
        environment: AWSEnvironment = .process, region: Region = .usEast1, transport: any HTTPTransport,
        now: @escaping @Sendable () -> Date = { Date() }, logger: Logger = Logger(label: "bedrock-cost")
    ) {
        choose = { () throws(AWSError) in
            if environment["AWS_ACCESS_KEY_ID"] != nil {
                logger.debug("credentials of the environment")
                return try EnvironmentCredentialProvider(environment)
            }
            guard environment.profile != nil || environment["AWS_PROFILE"] != nil else {
                throw AWSError(
                    .credentials,
                    "no credentials: AWS_ACCESS_KEY_ID is not set and there is no default profile in the shared files")
            }
            logger.debug("credentials of a profile", metadata: ["aws.profile": "\(environment.profileName)"])
            return try ProfileCredentialProvider(
                environment: environment, region: region, transport: transport, now: now, logger: logger)
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
