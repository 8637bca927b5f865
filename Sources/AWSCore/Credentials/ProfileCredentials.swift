public import AWSSigning
public import HTTPTransport
public import Logging

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Credentials of a profile in the shared files: static keys, a role to assume, or a program to run.
///
/// The first of these that the profile has counts, in this order: `role_arn` with `source_profile` or
/// `credential_source = Environment`, keys in the credentials file, `credential_process`, keys in the config file. What the
/// profile asks for and cannot be had is an error; no other source takes its place.
public struct ProfileCredentialProvider: CredentialProvider {
    private let source: @Sendable () async throws(AWSError) -> Credentials

    /// The credentials of a profile.
    ///
    /// - Parameters:
    ///   - name: The profile; the one in use where `nil`.
    ///   - environment: Where the shared files are read.
    ///   - region: The Region of STS where a role is assumed and the profile names none.
    ///   - transport: Carries the calls to STS.
    ///   - now: What expiry dates are held against.
    ///   - logger: Where to log.
    /// - Throws: ``AWSError`` of code ``AWSError/Code/credentials`` or ``AWSError/Code/invalidConfiguration`` where the
    ///   profile does not exist, names no source, or names itself in a loop.
    public init(
        named name: String? = nil, environment: AWSEnvironment = .process, region: Region = .usEast1,
        transport: any HTTPTransport, now: @escaping @Sendable () -> Date = { Date() },
        logger: Logger = Logger(label: "bedrock-cost")
    ) throws(AWSError) {
        let resolver = Resolver(
            environment: environment, region: region, transport: transport, now: now, logger: logger)
        source = try resolver.provider(for: name ?? environment.profileName, visited: [])
    }

    /// The profile's credentials, fetched anew before they expire.
    public func credentials() async throws(AWSError) -> Credentials { try await source() }

    private struct Resolver {
        typealias Source = @Sendable () async throws(AWSError) -> Credentials

        let environment: AWSEnvironment
        let region: Region
        let transport: any HTTPTransport
        let now: @Sendable () -> Date
        let logger: Logger

        func provider(for name: String, visited: [String]) throws(AWSError) -> Source {
            guard let configuration = environment.sharedConfiguration, let profile = configuration.profile(named: name)
            else {
                throw AWSError(.credentials, "the profile \"\(name)\" is in neither shared file")
            }
            // A profile may name itself as its source, and then means its own static keys.
            if let roleARN = profile["role_arn"], visited.last != name {
                return try assumedRole(roleARN, profile, name, visited: visited)
            }
            if let keys = try Self.keys(in: profile, name), configuration.hasKeysInCredentialsFile(name) {
                return { () async throws(AWSError) in keys }
            }
            if let command = profile["credential_process"] {
                let process = ProcessCredentials(command: command)
                return refreshing { () async throws(AWSError) in try await process.fetch() }
            }
            if let keys = try Self.keys(in: profile, name) { return { () async throws(AWSError) in keys } }
            throw AWSError(.credentials, "the profile \"\(name)\" has no keys, no role_arn and no credential_process")
        }

        private func assumedRole(
            _ roleARN: String, _ profile: [String: String], _ name: String, visited: [String]
        ) throws(AWSError) -> Source {
            guard !visited.contains(name) else {
                throw .invalidConfiguration(
                    "source_profile goes in a circle: \((visited + [name]).joined(separator: " → "))")
            }
            let base: Source
            switch (profile["source_profile"], profile["credential_source"]) {
            case (let source?, nil): base = try provider(for: source, visited: visited + [name])
            case (nil, "Environment"?):
                let keys = try EnvironmentCredentialProvider(environment)
                base = { () async throws(AWSError) in try await keys.credentials() }
            case (nil, let source?):
                throw .invalidConfiguration("credential_source = \(source) of the profile \"\(name)\" is not known")
            case (nil, nil):
                throw .invalidConfiguration("the profile \"\(name)\" has a role_arn, but no source_profile")
            case (_?, _?):
                throw .invalidConfiguration("the profile \"\(name)\" has both source_profile and credential_source")
            }
            guard profile["mfa_serial"] == nil else {
                throw .invalidConfiguration("the profile \"\(name)\" wants an MFA code, which a service cannot type")
            }
            var role = AssumeRole(
                roleARN: roleARN, sessionName: profile["role_session_name"] ?? AssumeRole.defaultSessionName(at: now()))
            role.externalID = profile["external_id"]
            if let text = profile["duration_seconds"] {
                guard let seconds = Int(text) else {
                    throw .invalidConfiguration(
                        "duration_seconds of \"\(name)\" must be a whole number, not \"\(text)\"")
                }
                role.durationSeconds = seconds
            }
            try role.validate()
            let now = now
            let client = try AWSClient(
                region: profile["region"].map(Region.init(rawValue:)) ?? region, transport: transport,
                credentials: Provided(source: base), environment: environment, logger: logger
            ) { $0.now = now }
            let request = role
            return refreshing { () async throws(AWSError) in try await client.send(request).credentials }
        }

        private func refreshing(_ fetch: @escaping Source) -> Source {
            let refresh = SharedRefresh<Credentials>(logger: logger, now: now) { () async throws(AWSError) in
                let credentials = try await fetch()
                return (credentials, credentials.expiration)
            }
            return { () async throws(AWSError) in try await refresh.value() }
        }

        private static func keys(in profile: [String: String], _ name: String) throws(AWSError) -> Credentials? {
            switch (profile["aws_access_key_id"], profile["aws_secret_access_key"]) {
            case (nil, nil): return nil
            case (let id?, let secret?) where !id.isEmpty && !secret.isEmpty:
                return Credentials(
                    accessKeyID: id, secretAccessKey: secret, sessionToken: profile["aws_session_token"],
                    accountID: profile["aws_account_id"])
            default: throw AWSError(.credentials, "the profile \"\(name)\" has half a key pair")
            }
        }
    }

    private struct Provided: CredentialProvider {
        let source: Resolver.Source
        func credentials() async throws(AWSError) -> Credentials { try await source() }
    }
}
