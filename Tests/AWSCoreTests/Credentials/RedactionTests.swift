import AWSSigning
import BedrockCostTesting
import Foundation
import HTTPTransport
import Testing

@testable import AWSCore

@Suite struct `No secret is shown` {
    private static let canary = "CANARY0CANARY0CANARY"

    private static let environment = AWSEnvironment.with(
        [
            "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": canary, "AWS_SESSION_TOKEN": canary,
            "AWS_BEARER_TOKEN_BEDROCK": "ABSK\(canary)", "AWS_ENDPOINT_URL": "http://user:\(canary)@localhost",
        ],
        config: "[profile p]\naws_access_key_id = K\naws_secret_access_key = \(canary)\n",
        credentials: "[default]\naws_access_key_id = K\naws_secret_access_key = \(canary)\n")

    private static let credentials = Credentials(
        accessKeyID: "AKIDEXAMPLE", secretAccessKey: canary, sessionToken: canary)

    private func expectClean(_ values: Any..., sourceLocation: SourceLocation = #_sourceLocation) {
        for value in values {
            var dumped = ""
            dump(value, to: &dumped)
            for text in ["\(value)", String(reflecting: value), dumped, "\([value])"] {
                #expect(!text.contains(Self.canary), sourceLocation: sourceLocation)
            }
        }
    }

    @Test func `not by clients, providers and settings`() async throws {
        let environment = Self.environment
        let transport = Peer(.ok("{}")).transport
        let chain = try AWSClient(region: .usEast1, transport: transport, environment: environment)
        let explicit = try AWSClient(
            region: .usEast1, transport: transport, credentials: Self.credentials, environment: environment)
        let key = try BedrockAPIKey("ABSK\(Self.canary)")
        let role = AssumeRoleCredentialProvider(
            AssumeRole(roleARN: "arn:aws:iam::123456789012:role/B", sessionName: "run"), using: explicit)
        let generated = ShortTermKeyProvider(Self.credentials, now: { Now.start })
        _ = try await generated.bearerToken(for: .usEast1)
        let profile = try ProfileCredentialProvider(named: "p", environment: environment, transport: transport)
        _ = try await profile.credentials()
        expectClean(
            chain, explicit, chain.configuration, environment, environment.sharedConfiguration as Any, key, role,
            generated, profile, try EnvironmentCredentialProvider(environment),
            DefaultCredentialProvider(environment: environment, transport: transport),
            Authentication.credentials(Self.credentials), Authentication.bearerToken(key),
            Authentication.bearerToken(key, otherwise: Self.credentials),
            AssumeRole.Output(credentials: Self.credentials), ProcessCredentials(command: "/bin/true"))
    }

    @Test func `not by an endpoint with a password in it`() async throws {
        let client = try AWSClient(
            region: .usEast1, transport: Peer(.ok("{}")).transport, environment: Self.environment)
        let error = await #expect(throws: AWSError.self) { try await client.send(GetWidget()) }
        #expect(error?.message.hasPrefix("AWS_ENDPOINT_URL: an endpoint must be ") == true)
        expectClean(try #require(error))
    }

    @Test func `settings still say what they are`() throws {
        #expect("\(Self.environment)" == "AWSEnvironment(6 variables, profile default)")
        let files = try #require(Self.environment.sharedConfiguration)
        #expect("\(files)" == "SharedConfiguration(profiles: default, p)")
        let key = try BedrockAPIKey("k")
        #expect("\(Authentication.anonymous)" == "no authentication")
        #expect(
            "\(Authentication.bearerToken(key, otherwise: Self.credentials))"
                == "bearer token, otherwise SigV4")
    }

    @Test func `not by errors or log lines, whatever the peer answers`() async throws {
        let capture = LogCapture()
        let answers: [Peer.Answer] = [
            .error(403, "AccessDeniedException"), .error(429, "ThrottlingException"), .status(500, "<html/>"),
            .ok("{"), .lostReply, .refused, .status(403, "", ["date": "Sat, 31 Jan 2026 15:05:26 GMT"]),
            .failure(TransportError(.idleTimeout, "late")),
        ]
        let authentications: [Authentication] = [
            .credentials(Self.credentials), .bearerToken(try BedrockAPIKey("ABSK\(Self.canary)")),
        ]
        for authentication in authentications {
            for answer in answers {
                let client = try makeClient(Peer(answer), authentication: authentication, logger: capture.logger)
                let error = await #expect(throws: AWSError.self) {
                    try await client.send(MakeWidget(name: Self.canary))
                }
                expectClean(try #require(error))
                let streamed = await #expect(throws: AWSError.self) {
                    try await client.stream(StreamWidget()) { _, events in for try await _ in events {} }
                }
                expectClean(try #require(streamed))
            }
        }
        #expect(capture.lines.count > 20)
        for line in capture.lines { #expect(!line.contains(Self.canary)) }
    }

    @Test func `not by errors of credentials`() async throws {
        let canary = Self.canary
        let transport = Peer(.ok("<AssumeRoleResponse><SecretAccessKey>\(canary)</SecretAccessKey>")).transport
        func error(_ environment: AWSEnvironment) async -> AWSError? {
            await #expect(throws: AWSError.self) {
                try await DefaultCredentialProvider(
                    environment: environment, transport: transport, now: { Now.start }
                ).credentials()
            }
        }
        let halves = [
            await error(.with(["AWS_ACCESS_KEY_ID": canary])),
            await error(
                .with([
                    "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": canary, "AWS_CREDENTIAL_EXPIRATION": canary,
                ])),
            await error(.with(credentials: "[default]\naws_secret_access_key = \(canary)")),
            await error(.with(config: "[default]\ncredential_process = /bin/echo \(canary)")),
            await error(.with(config: "[default]\ncredential_process = /bin/sh -c 'exit 1' \(canary)")),
            await error(.with(config: "[default]\ncredential_process = '\(canary)")),
            await error(
                .with(
                    config: "[default]\nrole_arn = arn:aws:iam::123456789012:role/B\nsource_profile = default\n"
                        + "aws_access_key_id = a\naws_secret_access_key = \(canary)")),
        ]
        for half in halves { expectClean(try #require(half)) }
    }

    @Test func `every code is a word fit for a label`() {
        let codes: [AWSError.Code] = [
            .invalidInput, .invalidConfiguration, .credentials, .throttled, .accessDenied, .unauthenticated, .notFound,
            .conflict, .quotaExceeded, .validation, .service, .serviceFault, .transport, .timeout, .responseTooLarge,
            .malformedResponse, .streamTruncated, .cancelled,
        ]
        #expect(Set(codes.map(\.description)).count == codes.count)
        for code in codes { #expect(code.description.allSatisfy { $0.isLetter }) }
    }
}
