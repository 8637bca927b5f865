import AWSSigning
import Logging

/// Makes sources of credentials out of what an environment configures, in botocore's order.
struct CredentialSources: Sendable {
    let environment: AWSEnvironment
    /// Calls STS and SSO and asks the endpoints of containers and instances; signs with what a source needs.
    let client: AWSClient

    // MARK: The chain

    /// The first source that is configured.
    func first() throws(AWSError) -> any CredentialProvider {
        if environment["AWS_ACCESS_KEY_ID"] != nil {
            client.logger.debug("credentials of the environment")
            return try EnvironmentCredentialProvider(environment)
        }
        let name = environment.profileName
        guard environment.profile != nil || environment["AWS_PROFILE"] == nil else { throw Self.missing(name) }
        // A role that the profile names goes before the token of a service account, and that before the rest of the profile.
        if let profile = environment.profile, Self.hasRole(profile), profile["web_identity_token_file"] == nil {
            return try named(name)
        }
        if environment["AWS_WEB_IDENTITY_TOKEN_FILE"] != nil {
            client.logger.debug("credentials of a web identity")
            return try WebIdentityCredentialProvider(environment, using: client)
        }
        if environment.profile != nil, let provider = try profile(name, visited: []) {
            client.logger.debug("credentials of a profile", metadata: ["aws.profile": "\(name)"])
            return provider
        }
        if ContainerCredentialProvider.isConfigured(in: environment) {
            client.logger.debug("credentials of the container")
            return try ContainerCredentialProvider(environment, using: client)
        }
        guard !InstanceMetadata.isDisabled(in: environment) else {
            throw AWSError(.credentials, "\(Self.nothing), and AWS_EC2_METADATA_DISABLED is set")
        }
        client.logger.debug("credentials of the instance")
        return LastResort(metadata: try InstanceMetadata(environment, using: client))
    }

    /// What ``first()`` would take, in words; `nil` where only the instance is left to be asked.
    static func nameOfFirst(in environment: AWSEnvironment) -> String? {
        if environment["AWS_ACCESS_KEY_ID"] != nil { return "keys of the environment" }
        let profile = environment.profile
        if let profile, hasRole(profile) { return "profile \(environment.profileName)" }
        if environment["AWS_WEB_IDENTITY_TOKEN_FILE"] != nil { return "web identity" }
        let keys = ["aws_access_key_id", "credential_process", "sso_account_id", "sso_role_name"]
        if let profile, keys.contains(where: { profile[$0] != nil }) { return "profile \(environment.profileName)" }
        return ContainerCredentialProvider.isConfigured(in: environment) ? "container" : nil
    }

    private static let nothing =
        "no credentials: AWS_ACCESS_KEY_ID is not set, the shared files have none for the profile in use, and there is no"
        + " web identity and no container"

    /// The instance, asked because nothing else is configured: its silence mostly means that there is none.
    private struct LastResort: CredentialProvider {
        let metadata: InstanceMetadata

        func credentials() async throws(AWSError) -> Credentials {
            do throws(AWSError) {
                return try await metadata.credentials()
            } catch {
                guard [.transport, .timeout].contains(error.code) else { throw error }
                throw AWSError(
                    .credentials, "\(nothing), and the instance metadata service does not answer", underlying: error)
            }
        }
    }

    // MARK: Profiles

    /// The source that a profile names.
    ///
    /// - Throws: ``AWSError`` where there is no such profile, it names no source, or one that cannot work.
    func named(_ name: String) throws(AWSError) -> any CredentialProvider {
        client.logger.debug("credentials of a profile", metadata: ["aws.profile": "\(name)"])
        return try source(name, visited: [])
    }

    private func source(_ name: String, visited: [String]) throws(AWSError) -> any CredentialProvider {
        guard let provider = try profile(name, visited: visited) else {
            throw AWSError(
                .credentials,
                "the profile \"\(name)\" has no keys, no role_arn, no SSO settings and no credential_process")
        }
        return provider
    }

    /// The source that a profile names; `nil` where it names none.
    private func profile(_ name: String, visited: [String]) throws(AWSError) -> (any CredentialProvider)? {
        guard let configuration = environment.sharedConfiguration, let profile = configuration.profile(named: name)
        else { throw Self.missing(name) }
        // A profile may name itself as its source, and then means its own static keys.
        if profile["role_arn"] != nil, visited.last != name {
            return try role(profile, name, visited: visited)
        }
        if let provider = try sso(profile, name, configuration) { return provider }
        if configuration.hasKeysInCredentialsFile(name), let keys = try Self.keys(in: profile, name) { return keys }
        guard profile["login_session"] == nil || profile["credential_process"] != nil else {
            throw .invalidConfiguration(
                "the profile \"\(name)\" is of \"aws login\", whose tokens only the AWS CLI can renew: set its"
                    + " credential_process to \"aws configure export-credentials --profile \(name) --format process\"")
        }
        if let command = profile["credential_process"] {
            let process = ProcessCredentials(command: command)
            return RenewedCredentials(client) { () async throws(AWSError) in try await process.fetch() }
        }
        return try Self.keys(in: profile, name)
    }

    private static func missing(_ name: String) -> AWSError {
        AWSError(.credentials, "the profile \"\(name)\" is in neither shared file")
    }

    private static func hasRole(_ profile: [String: String]) -> Bool { profile["role_arn"] != nil }

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

    // MARK: Roles

    private func role(
        _ profile: [String: String], _ name: String, visited: [String]
    ) throws(AWSError) -> any CredentialProvider {
        guard !visited.contains(name) else {
            throw .invalidConfiguration(
                "source_profile goes in a circle: \((visited + [name]).joined(separator: " → "))")
        }
        let calls = try caller(of: profile)
        let roleARN = profile["role_arn"] ?? ""
        if let file = profile["web_identity_token_file"] {
            return try WebIdentityCredentialProvider(
                roleARN: roleARN, tokenFile: file, sessionName: profile["role_session_name"],
                environment: environment, using: calls)
        }
        let base = try base(of: profile, name, visited: visited)
        guard profile["mfa_serial"] == nil else {
            throw .invalidConfiguration("the profile \"\(name)\" wants an MFA code, which a service cannot type")
        }
        var request = AssumeRole(
            roleARN: roleARN,
            sessionName: profile["role_session_name"]
                ?? SessionRules.defaultSessionName(at: client.configuration.now()))
        request.externalID = profile["external_id"]
        if let text = profile["duration_seconds"] {
            guard let seconds = Int(text) else {
                throw .invalidConfiguration(
                    "duration_seconds of \"\(name)\" must be a whole number, not \"\(text)\"")
            }
            request.durationSeconds = seconds
        }
        try request.validate()
        return AssumeRoleCredentialProvider(request, using: calls.authenticated(by: .credentials(base)))
    }

    /// What may assume a profile's role.
    private func base(
        of profile: [String: String], _ name: String, visited: [String]
    ) throws(AWSError) -> any CredentialProvider {
        switch (profile["source_profile"], profile["credential_source"]) {
        case (let source?, nil): return try self.source(source, visited: visited + [name])
        case (nil, "Environment"?): return try EnvironmentCredentialProvider(environment)
        case (nil, "EcsContainer"?): return try ContainerCredentialProvider(environment, using: client)
        case (nil, "Ec2InstanceMetadata"?): return try InstanceMetadata(environment, using: client)
        case (nil, let source?):
            throw .invalidConfiguration(
                "credential_source = \(source) of the profile \"\(name)\" is not known: it is Environment, EcsContainer or"
                    + " Ec2InstanceMetadata")
        case (nil, nil):
            throw .invalidConfiguration(
                "the profile \"\(name)\" has a role_arn, but no source_profile, credential_source or"
                    + " web_identity_token_file")
        case (_?, _?):
            throw .invalidConfiguration("the profile \"\(name)\" has both source_profile and credential_source")
        }
    }

    /// The client with the Region that the profile names, if any.
    private func caller(of profile: [String: String]) throws(AWSError) -> AWSClient {
        guard let region = profile["region"] else { return client }
        return try client.with { $0.region = Region(rawValue: region) }
    }

    // MARK: SSO

    private func sso(
        _ profile: [String: String], _ name: String, _ configuration: SharedConfiguration
    ) throws(AWSError) -> (any CredentialProvider)? {
        // A profile may name an sso-session only for its tokens; account or role ask for credentials.
        guard profile["sso_account_id"] != nil || profile["sso_role_name"] != nil else { return nil }
        var settings = profile
        if let session = profile["sso_session"] {
            guard let shared = configuration.ssoSessions[session] else {
                throw .invalidConfiguration("sso_session of \"\(name)\" names \"\(session)\", which does not exist")
            }
            for (key, value) in shared {
                guard settings[key] == nil || settings[key] == value else {
                    throw .invalidConfiguration(
                        "\(key) of the profile \"\(name)\" differs from that of its sso-session \"\(session)\"")
                }
                settings[key] = value
            }
        }
        func setting(_ key: String) throws(AWSError) -> String {
            guard let value = settings[key], !value.isEmpty else {
                throw .invalidConfiguration("the profile \"\(name)\" uses SSO, but has no \(key)")
            }
            return value
        }
        return try SSOCredentialProvider(
            accountID: setting("sso_account_id"), roleName: setting("sso_role_name"),
            startURL: setting("sso_start_url"), region: Region(rawValue: setting("sso_region")),
            sessionName: profile["sso_session"], environment: environment, using: client)
    }
}
