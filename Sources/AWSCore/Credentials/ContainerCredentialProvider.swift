public import AWSSigning
import HTTPTypes

/// Credentials of a container: an ECS task's role, or a pod's by EKS Pod Identity.
///
/// `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` is a path at ECS's own address and goes before
/// `AWS_CONTAINER_CREDENTIALS_FULL_URI`. A full URI may be https to any host; plain http only to this machine, to ECS or to
/// the Pod Identity agent, so that no variable can send the authorization token across a network in the clear. The token
/// comes from the file that `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE` names, which is read for every fetch since it is
/// rotated, or else from `AWS_CONTAINER_AUTHORIZATION_TOKEN`.
public struct ContainerCredentialProvider: CredentialProvider {
    private static let name = "the container's credentials endpoint"
    private static let agents: Set<String> = [
        "localhost", "[::1]", "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]",
    ]

    private let provider: RenewedCredentials

    /// The credentials that the container's variables point to.
    ///
    /// - Parameters:
    ///   - environment: Has the variables, and the token's file.
    ///   - client: Whose transport, clock and log are used; its authentication is not.
    /// - Throws: ``AWSError`` of code ``AWSError/Code/credentials`` where neither URI is set, and of code
    ///   ``AWSError/Code/invalidConfiguration`` for a URI that may not be asked.
    public init(_ environment: AWSEnvironment = .process, using client: AWSClient) throws(AWSError) {
        let (endpoint, path) = try Self.location(in: environment)
        let local = LocalEndpoint(
            name: Self.name, endpoint: endpoint, timeLimit: .seconds(2), attempts: 3, pause: .seconds(1),
            client: client)
        provider = RenewedCredentials(client) { () async throws(AWSError) in
            var fields = HTTPFields()
            fields[.accept] = "application/json"
            if let token = try Self.token(in: environment) { fields[.authorization] = token }
            let reply = try await local.answer(.get, path, fields)
            guard reply.status == 200 else { throw local.refusal(reply) }
            return try CredentialDocument.credentials(in: reply.body, from: Self.name)
        }
    }

    /// The container's credentials, fetched anew before they expire.
    public func credentials() async throws(AWSError) -> Credentials { try await provider.credentials() }

    /// Whether the variables of a container are set.
    static func isConfigured(in environment: AWSEnvironment) -> Bool {
        environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] != nil
            || environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] != nil
    }

    private static func location(in environment: AWSEnvironment) throws(AWSError) -> (Endpoint, path: String) {
        if let path = environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] {
            guard path.hasPrefix("/"), path.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
                throw .invalidConfiguration("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI must be a path")
            }
            return (Endpoint(scheme: "http", authority: "169.254.170.2", signingRegion: .usEast1), path)
        }
        let variable = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
        guard let uri = environment[variable] else {
            throw AWSError(
                .credentials, "neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor \(variable) is set")
        }
        guard let scheme = ["https://", "http://"].first(where: uri.hasPrefix),
            uri.utf8.allSatisfy({ $0 > 32 && $0 < 127 }),
            !uri.contains("#")
        else { throw .invalidConfiguration("\(variable) must be an http or https URL") }
        let end = uri.dropFirst(scheme.count).firstIndex { $0 == "/" || $0 == "?" } ?? uri.endIndex
        let endpoint: Endpoint
        do throws(AWSError) {
            endpoint = try Endpoint(url: String(uri[..<end]), signingRegion: .usEast1)
        } catch {
            throw .invalidConfiguration("\(variable): \(error.message)")
        }
        guard endpoint.scheme == "https" || isNear(endpoint.authority) else {
            throw .invalidConfiguration(
                "\(variable): plain http is for this machine and for the agents of ECS and EKS only, not for"
                    + " \(endpoint.authority)")
        }
        let path = String(uri[end...])
        return (endpoint, path.hasPrefix("/") ? path : "/" + path)
    }

    /// Whether a host can be reached without leaving the machine, or is one of the agents.
    private static func isNear(_ authority: String) -> Bool {
        var host = authority.lowercased()
        if let colon = host.lastIndex(of: ":"), !host.hasSuffix("]") { host = String(host[..<colon]) }
        if agents.contains(host) { return true }
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        return octets.count == 4 && octets[0] == "127" && octets.allSatisfy { UInt8($0) != nil }
    }

    private static func token(in environment: AWSEnvironment) throws(AWSError) -> String? {
        var variable = "AWS_CONTAINER_AUTHORIZATION_TOKEN"
        var token = environment[variable]
        if let path = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] {
            variable += "_FILE"
            guard let text = environment.contents(ofFile: path) else {
                throw AWSError(.credentials, "\(variable): \(path) cannot be read")
            }
            token = text
        }
        guard let token else { return nil }
        guard !token.isEmpty, token.utf8.allSatisfy({ $0 >= 32 && $0 < 127 }) else {
            throw AWSError(.credentials, "\(variable) holds no token, or one with a line break")
        }
        return token
    }
}
