public import AWSSigning
import HTTPTypes
import Logging
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The metadata service of an EC2 instance, version 2: the credentials of the instance's role, and its Region.
///
/// Every question carries a session token, fetched with PUT and kept for six hours. The older version without tokens is
/// never spoken: a proxy or an open redirect inside the instance can be made to ask it on a stranger's behalf.
///
/// `AWS_EC2_METADATA_DISABLED` turns it off. `AWS_EC2_METADATA_SERVICE_ENDPOINT` (`ec2_metadata_service_endpoint` of the
/// profile) replaces its address; `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE` chooses `IPv4` or `IPv6`.
/// `AWS_METADATA_SERVICE_TIMEOUT` is the seconds, 1 by default, and `AWS_METADATA_SERVICE_NUM_ATTEMPTS` the number, also 1,
/// of the attempts.
public struct InstanceMetadata: CredentialProvider {
    private let service: Service
    private let provider: SharedRefresh<Credentials>

    /// The metadata service of the instance that the program runs on. Nothing is asked before the first call.
    ///
    /// - Parameters:
    ///   - environment: Has the variables.
    ///   - client: Whose transport, clock and log are used; its authentication is not.
    /// - Throws: ``AWSError`` of code ``AWSError/Code/credentials`` where the service is disabled, and of code
    ///   ``AWSError/Code/invalidConfiguration`` for a variable that has no such value.
    public init(_ environment: AWSEnvironment = .process, using client: AWSClient) throws(AWSError) {
        guard !Self.isDisabled(in: environment) else {
            throw AWSError(.credentials, "AWS_EC2_METADATA_DISABLED is set")
        }
        let local = LocalEndpoint(
            name: "the instance metadata service", endpoint: try Self.endpoint(in: environment),
            timeLimit: .seconds(
                try Self.number("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout", in: environment)),
            attempts: try Self.number(
                "AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts", in: environment),
            pause: .seconds(1), client: client)
        let service = Service(local)
        self.service = service
        provider = SharedRefresh(logger: client.logger, now: client.configuration.now) { () async throws(AWSError) in
            let credentials = try await service.credentials()
            return (credentials, credentials.expiration)
        }
    }

    /// The credentials of the instance's role, fetched anew before they expire.
    ///
    /// While the service can only repeat credentials that are about to end, or have ended, they are used on and it is asked
    /// again five to ten minutes later: the services honour them through such an outage.
    public func credentials() async throws(AWSError) -> Credentials { try await provider.value() }

    /// The Region that the instance runs in.
    ///
    /// - Throws: ``AWSError`` where the service does not answer.
    public func region() async throws(AWSError) -> Region {
        let text = try await service.text("/latest/meta-data/placement/region")
        let region = Region(rawValue: text)
        guard region.isWellFormed else {
            throw AWSError(.malformedResponse, "the instance metadata service named no Region")
        }
        return region
    }

    static func isDisabled(in environment: AWSEnvironment) -> Bool {
        environment["AWS_EC2_METADATA_DISABLED"]?.lowercased() == "true"
    }

    private static func endpoint(in environment: AWSEnvironment) throws(AWSError) -> Endpoint {
        let (url, mode) = ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE")
        if let (value, name) = environment.setting(url, "ec2_metadata_service_endpoint") {
            do throws(AWSError) {
                return try Endpoint(url: value, signingRegion: .usEast1)
            } catch {
                throw .invalidConfiguration("\(name): \(error.message)")
            }
        }
        var host = "169.254.169.254"
        if let (value, name) = environment.setting(mode, "ec2_metadata_service_endpoint_mode") {
            switch value.lowercased() {
            case "ipv4": break
            case "ipv6": host = "[fd00:ec2::254]"
            default: throw .invalidConfiguration("\(name) must be IPv4 or IPv6, not \"\(value)\"")
            }
        }
        return Endpoint(scheme: "http", authority: host, signingRegion: .usEast1)
    }

    private static func number(
        _ variable: String, _ key: String, in environment: AWSEnvironment
    ) throws(AWSError) -> Int {
        guard let (value, name) = environment.setting(variable, key) else { return 1 }
        guard let number = Int(value), (1...100).contains(number) else {
            throw .invalidConfiguration("\(name) must be a whole number from 1 to 100, not \"\(value)\"")
        }
        return number
    }

    /// The conversation with the service.
    private final class Service: Sendable {
        private static let tokenLifetime = 21_600
        private static let rolePath = "/latest/meta-data/iam/security-credentials/"

        private let local: LocalEndpoint
        private let token = Mutex<(text: String, end: Date)?>(nil)

        init(_ local: LocalEndpoint) { self.local = local }

        func credentials() async throws(AWSError) -> Credentials {
            let role = try await text(Self.rolePath, ifAbsent: "the instance has no role")
            guard role.utf8.allSatisfy(SessionRules.isNameCharacter) else {
                throw AWSError(.malformedResponse, "\(local.name) named no role")
            }
            let reply = try await answer(Self.rolePath + role)
            guard reply.status == 200 else { throw local.refusal(reply) }
            let found = try CredentialDocument.credentials(in: reply.body, from: local.name)
            let configuration = local.client.configuration
            let soon = configuration.now().addingTimeInterval(300 + 300 * configuration.jitter())
            guard let expiration = found.expiration, expiration < soon else { return found }
            local.client.logger.info("the instance has no newer credentials, using these on")
            return Credentials(
                accessKeyID: found.accessKeyID, secretAccessKey: found.secretAccessKey,
                sessionToken: found.sessionToken, expiration: soon, accountID: found.accountID)
        }

        /// A line of text.
        func text(_ path: String, ifAbsent absence: String? = nil) async throws(AWSError) -> String {
            let reply = try await answer(path)
            if reply.status == 404, let absence { throw AWSError(.credentials, absence) }
            guard reply.status == 200 else { throw local.refusal(reply) }
            guard let line = Self.line(reply.body) else {
                throw AWSError(.malformedResponse, "\(local.name) did not answer with a name")
            }
            return line
        }

        /// The first line, where it is one word of ASCII.
        private static func line(_ body: [UInt8]) -> String? {
            let line = body.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
            guard !line.isEmpty, line.allSatisfy({ $0 > 32 && $0 < 127 }) else { return nil }
            return String(decoding: line, as: UTF8.self)
        }

        private func answer(_ path: String) async throws(AWSError) -> LocalEndpoint.Reply {
            let reply = try await local.answer(.get, path, [.metadataToken: try await currentToken()])
            guard reply.status == 401 else { return reply }
            // The instance may have been restarted: its tokens end with it.
            token.withLock { $0 = nil }
            return try await local.answer(.get, path, [.metadataToken: try await currentToken()])
        }

        private func currentToken() async throws(AWSError) -> String {
            let now = local.client.configuration.now()
            if let known = token.withLock({ $0 }), known.end > now { return known.text }
            let reply = try await local.answer(
                .put, "/latest/api/token", [.metadataTokenLifetime: "\(Self.tokenLifetime)"])
            guard reply.status == 200 else { throw local.refusal(reply) }
            guard let text = Self.line(reply.body) else {
                throw AWSError(.malformedResponse, "\(local.name) gave no session token")
            }
            // A minute early, so that no token ends on its way.
            let end = now.addingTimeInterval(Double(Self.tokenLifetime - 60))
            token.withLock { $0 = (text, end) }
            return text
        }
    }
}

extension HTTPField.Name {
    fileprivate static let metadataToken = field("x-aws-ec2-metadata-token")
    fileprivate static let metadataTokenLifetime = field("x-aws-ec2-metadata-token-ttl-seconds")
}
