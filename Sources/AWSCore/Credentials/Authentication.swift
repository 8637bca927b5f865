import AWSSigning
import HTTPTypes
import Logging

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// How an ``AWSClient`` proves who it is.
public struct Authentication: Sendable {
    private enum Scheme: Sendable {
        case sigV4(any CredentialProvider)
        case bearer(any BearerTokenProvider, otherwise: (any CredentialProvider)?)
        case anonymous
    }
    private let scheme: Scheme

    /// Signature Version 4 on every request. A Bedrock API key in the environment is not looked at.
    public static func credentials(_ provider: any CredentialProvider) -> Authentication {
        Authentication(scheme: .sigV4(provider))
    }

    /// A Bedrock API key for the services that take one.
    ///
    /// - Parameters:
    ///   - provider: The key.
    ///   - credentials: Sign the requests to all other services. Without them those fail, with an error that says so.
    public static func bearerToken(
        _ provider: any BearerTokenProvider, otherwise credentials: (any CredentialProvider)? = nil
    ) -> Authentication {
        Authentication(scheme: .bearer(provider, otherwise: credentials))
    }

    /// No proof at all, for operations such as AssumeRoleWithWebIdentity.
    public static let anonymous = Authentication(scheme: .anonymous)

    /// `AWS_BEARER_TOKEN_BEDROCK` for the services that take a key, and the default credential chain for the rest.
    static func defaultChain(environment: AWSEnvironment, using client: AWSClient) -> Authentication {
        let chain = DefaultCredentialProvider(environment: environment, using: client)
        guard let token = environment["AWS_BEARER_TOKEN_BEDROCK"] else { return .credentials(chain) }
        var metadata: Logger.Metadata = [:]
        if let source = CredentialSources.nameOfFirst(in: environment) { metadata["aws.shadowed"] = "\(source)" }
        client.logger.info(
            "AWS_BEARER_TOKEN_BEDROCK is set and goes before all other credentials for Bedrock", metadata: metadata)
        return .bearerToken(EnvironmentKey(token: token), otherwise: chain)
    }

    /// Whether requests to `service` carry a Bedrock API key.
    func usesBearerToken<Service: AWSService>(for service: Service.Type) -> Bool {
        if case .bearer = scheme { service.acceptsBearerToken } else { false }
    }

    /// Whether requests are signed with the session of an assumed role.
    var isOfAssumedRole: Bool {
        switch scheme {
        case .sigV4(let provider), .bearer(_, let provider?): provider is AssumeRoleCredentialProvider
        default: false
        }
    }

    /// Adds the proof to `request`, and says in two words which it was.
    ///
    /// - Parameter signingName: The service's name in signatures; its own where `nil`.
    func authenticate<Service: AWSService>(
        _ request: inout HTTPRequest, body: [UInt8], for service: Service.Type, signingName: String? = nil,
        region: Region, at date: Date
    ) async throws(AWSError) -> String {
        if !isAnonymous,
            let own = [HTTPField.Name.authorization, .apiKey].first(where: { request.headerFields[$0] != nil })
        {
            throw AWSError(
                .credentials,
                "the request brings \(own) of its own, and the client would add \(name): only one can be meant")
        }
        switch scheme {
        case .anonymous:
            return "no authentication"
        case .bearer(let provider, _) where service.acceptsBearerToken:
            let key = try await provider.bearerToken(for: region)
            request.headerFields[.authorization] = "Bearer \(key.token)"
            return "bearer token"
        case .bearer(_, nil):
            throw AWSError(
                .credentials, "\(service.serviceID) does not take Bedrock API keys, and the client has no credentials")
        case .bearer(_, let provider?), .sigV4(let provider):
            let credentials = try await provider.credentials()
            do {
                try SigV4Signer(service: signingName ?? service.signingName, region: region.rawValue)
                    .sign(&request, body: body, with: credentials, at: date)
            } catch {
                throw AWSError(error)
            }
            return "SigV4"
        }
    }

    private var isAnonymous: Bool { if case .anonymous = scheme { true } else { false } }

    /// Signs the head of a request whose body is a stream of signed events, for which no API key will do.
    func openEventStream<Service: AWSService>(
        _ request: inout HTTPRequest, for service: Service.Type, signingName: String?, region: Region, at date: Date
    ) async throws(AWSError) -> EventStreamSigner {
        switch scheme {
        case .anonymous, .bearer(_, nil):
            throw AWSError(
                .credentials, "a stream of signed events takes credentials: neither API keys nor anonymous calls")
        case .bearer(_, let provider?), .sigV4(let provider):
            let credentials = try await provider.credentials()
            do {
                return try SigV4Signer(service: signingName ?? service.signingName, region: region.rawValue)
                    .openEventStream(&request, with: credentials, at: date)
            } catch {
                throw AWSError(error)
            }
        }
    }

    private var name: String {
        switch scheme {
        case .sigV4: "SigV4"
        case .bearer(_, nil): "bearer token"
        case .bearer: "bearer token, otherwise SigV4"
        case .anonymous: "no authentication"
        }
    }

    /// The key in the environment, checked when it is first used, so that an error names it.
    private struct EnvironmentKey: BearerTokenProvider {
        let token: String

        func bearerToken(for region: Region) async throws(AWSError) -> BedrockAPIKey {
            let key: BedrockAPIKey
            do {
                key = try BedrockAPIKey(token)
            } catch {
                throw AWSError(.credentials, "AWS_BEARER_TOKEN_BEDROCK: \(error)", underlying: error)
            }
            return try await key.bearerToken(for: region)
        }
    }
}

extension AWSError {
    init(_ error: SigningError) {
        let isOfCredentials = error.code == .invalidCredentials || error.code == .expiredCredentials
        self.init(
            isOfCredentials ? .credentials : .invalidInput, "the request cannot be signed: \(error)", underlying: error)
    }
}

extension Authentication: CustomStringConvertible, CustomReflectable {
    /// The scheme in two words; never a key.
    public var description: String { name }

    /// A mirror without the providers, for `dump`: a provider may hold what it hands out.
    public var customMirror: Mirror { Mirror(self, children: ["scheme": name], displayStyle: .struct) }
}
