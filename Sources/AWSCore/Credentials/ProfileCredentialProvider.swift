public import AWSSigning
public import HTTPTransport
public import Logging

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Credentials of a profile in the shared files.
///
/// The first of these that the profile has counts, in botocore's order: a role (`role_arn`, assumed with the credentials of
/// `source_profile` or `credential_source`, or with the token in `web_identity_token_file`), IAM Identity Center
/// (`sso_account_id`, `sso_role_name`), keys in the credentials file, `credential_process`, keys in the config file. What the
/// profile asks for and cannot be had is an error; no other source takes its place.
public struct ProfileCredentialProvider: CredentialProvider {
    private let source: any CredentialProvider

    /// The credentials of a profile, got through a client's transport, clock and log.
    ///
    /// - Parameters:
    ///   - name: The profile; the one in use where `nil`.
    ///   - environment: Where the shared files are read.
    ///   - client: Sends what calls it takes; its Region is that of STS where the profile names none, its authentication is
    ///     not used.
    /// - Throws: ``AWSError`` of code ``AWSError/Code/credentials`` or ``AWSError/Code/invalidConfiguration`` where the
    ///   profile does not exist, names no source, or names itself in a loop.
    public init(
        named name: String? = nil, environment: AWSEnvironment = .process, using client: AWSClient
    ) throws(AWSError) {
        source = try CredentialSources(environment: environment, client: client)
            .named(name ?? environment.profileName)
    }

    /// The credentials of a profile.
    ///
    /// - Parameters:
    ///   - name: The profile; the one in use where `nil`.
    ///   - environment: Where the shared files are read.
    ///   - region: The Region of STS where a role is assumed and the profile names none.
    ///   - transport: Carries the calls to STS and SSO.
    ///   - now: What expiry dates are held against.
    ///   - logger: Where to log.
    ///   - configure: Changes the defaults of those calls, such as time limits and the clock that measures waits.
    /// - Throws: ``AWSError`` of code ``AWSError/Code/credentials`` or ``AWSError/Code/invalidConfiguration`` where the
    ///   profile does not exist, names no source, or names itself in a loop.
    public init(
        named name: String? = nil, environment: AWSEnvironment = .process, region: Region = .usEast1,
        transport: any HTTPTransport, now: @escaping @Sendable () -> Date = { Date() },
        logger: Logger = Logger(label: "bedrock-cost"),
        configure: (inout AWSClientConfiguration) -> Void = { _ in }
    ) throws(AWSError) {
        let client = try AWSClient(
            region: region, transport: transport, authentication: .anonymous, environment: environment, logger: logger
        ) {
            $0.now = now
            configure(&$0)
        }
        try self.init(named: name, environment: environment, using: client)
    }

    /// The profile's credentials, fetched anew before they expire.
    public func credentials() async throws(AWSError) -> Credentials { try await source.credentials() }
}
