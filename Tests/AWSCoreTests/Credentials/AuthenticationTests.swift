import AWSCore
import AWSSigning
import BedrockCostTesting
import Foundation
import HTTPTypes
import Testing

@Suite struct `The default chain` {
    private static let keys = ["AWS_ACCESS_KEY_ID": "AKENV", "AWS_SECRET_ACCESS_KEY": "S"]
    private static let profile = "[default]\naws_access_key_id = AKPROFILE\naws_secret_access_key = S\n"

    /// Which access key signs a request, in an environment.
    private func signer(_ environment: AWSEnvironment) async throws -> String? {
        let peer = Peer(.ok("{}"))
        let client = try makeClient(peer, authentication: nil, environment: environment)
        _ = try await client.send(GetWidget())
        return peer.exchanges.first?["authorization"]?.split(separator: "/").first.map(String.init)
    }

    private func failure(_ environment: AWSEnvironment) async throws -> AWSError? {
        let peer = Peer(.ok("{}"))
        let client = try makeClient(peer, authentication: nil, environment: environment)
        let error = await #expect(throws: AWSError.self) { try await client.send(GetWidget()) }
        #expect(peer.exchanges.isEmpty)
        return error
    }

    @Test func `the environment's keys go before the profile's`() async throws {
        #expect(
            try await signer(.with(Self.keys, credentials: Self.profile)) == "AWS4-HMAC-SHA256 Credential=AKENV")
        #expect(try await signer(.with(credentials: Self.profile)) == "AWS4-HMAC-SHA256 Credential=AKPROFILE")
    }

    @Test func `nothing configured is an error that says what was looked for`() async throws {
        let error = try await failure(.with())
        #expect(
            error?.description
                == "credentials in Widget Runtime.GetWidget: no credentials: AWS_ACCESS_KEY_ID is not set"
                + " and there is no default profile in the shared files")
    }

    @Test func `half a pair in the environment does not fall back to the profile`() async throws {
        let error = try await failure(.with(["AWS_ACCESS_KEY_ID": "AKENV"], credentials: Self.profile))
        #expect(error?.message == "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not")
    }

    @Test func `a profile that fails does not fall back to another`() async throws {
        let missing = try await failure(.with(["AWS_PROFILE": "gone"], credentials: Self.profile))
        #expect(missing?.message == "the profile \"gone\" is in neither shared file")
        let failing = try await failure(
            .with(
                ["AWS_PROFILE": "p"], config: "[profile p]\ncredential_process = /bin/false", credentials: Self.profile)
        )
        #expect(failing?.message == "credential_process /bin/false ended with status 1")
    }

    @Test func `the chain is kept once it has been found`() async throws {
        let peer = Peer(STSReply.session("ASIA1"), .ok("{}"))
        let client = try makeClient(
            peer, authentication: nil,
            environment: .with(
                config: "[default]\nrole_arn = arn:aws:iam::123456789012:role/B\nsource_profile = b",
                credentials: "[b]\naws_access_key_id = K\naws_secret_access_key = S"))
        for _ in 0..<3 { _ = try await client.send(GetWidget()) }
        #expect(peer.exchanges.map(\.request.path) == ["/"] + Array(repeating: "/widgets/w1", count: 3))
    }
}

@Suite struct `Bedrock API keys` {
    private static let keys = ["AWS_ACCESS_KEY_ID": "AKENV", "AWS_SECRET_ACCESS_KEY": "S"]
    private static let bearer = ["AWS_BEARER_TOKEN_BEDROCK": "ABSKkey"]

    @Test func `the environment's key goes before credentials where a service takes one, and says so`() async throws {
        let (peer, capture) = (Peer(.ok("{}")), LogCapture())
        let client = try makeClient(
            peer, authentication: nil, environment: .with(Self.keys.merging(Self.bearer) { $1 }), logger: capture.logger
        )
        _ = try await client.send(GetWidget())
        _ = try await client.send(ListEntries())
        #expect(peer.exchanges[0]["authorization"] == "Bearer ABSKkey")
        #expect(peer.exchanges[0]["x-amz-date"] == nil)
        #expect(peer.exchanges[1]["authorization"]?.contains("Credential=AKENV/") == true)
        #expect(
            capture.lines.filter { $0.hasPrefix("info") }
                == ["info AWS_BEARER_TOKEN_BEDROCK is set and goes before all other credentials for Bedrock [:]"])
    }

    @Test func `explicit credentials are used whatever the environment has`() async throws {
        let (peer, capture) = (Peer(.ok("{}")), LogCapture())
        let client = try AWSClient(
            region: .usEast1, transport: peer.transport, credentials: Credentials.example,
            environment: .with(Self.bearer), logger: capture.logger)
        _ = try await client.send(GetWidget())
        #expect(peer.exchanges[0]["authorization"]?.contains("Credential=AKIDEXAMPLE/") == true)
        #expect(!capture.lines.contains { $0.hasPrefix("info") })
    }

    @Test func `a service that takes no key needs credentials`() async throws {
        let peer = Peer(.ok("{}"))
        let client = try makeClient(peer, authentication: .bearerToken(BedrockAPIKey("ABSKkey")))
        _ = try await client.send(GetWidget())
        let error = await #expect(throws: AWSError.self) { try await client.send(ListEntries()) }
        #expect(
            error?.description == "credentials in Ledger.ListEntries: Ledger does not take Bedrock API keys,"
                + " and the client has no credentials")
        #expect(peer.exchanges.count == 1)
    }

    @Test func `a refused key is named as what was refused`() async throws {
        let peer = Peer(.error(403, "AccessDeniedException", "Bearer Token has expired"))
        let client = try makeClient(peer, authentication: nil, environment: .with(Self.bearer))
        let error = await #expect(throws: AWSError.self) { try await client.send(GetWidget()) }
        #expect(
            error?.description
                == "accessDenied in Widget Runtime.GetWidget: AccessDeniedException: Bearer Token has expired"
                + " (HTTP 403, request request-403, sent with bearer token)")
    }

    @Test func `an environment key that cannot be one is an error that names the variable`() async throws {
        let peer = Peer(.ok("{}"))
        let client = try makeClient(
            peer, authentication: nil, environment: .with(["AWS_BEARER_TOKEN_BEDROCK": "two words"]))
        let error = await #expect(throws: AWSError.self) { try await client.send(GetWidget()) }
        #expect(error?.code == .credentials)
        #expect(error?.message.hasPrefix("AWS_BEARER_TOKEN_BEDROCK: ") == true)
        #expect(error?.message.contains("two words") == false)
        #expect(peer.exchanges.isEmpty)
    }

    @Test func `a short-term key is refused in another Region than its own`() async throws {
        let key = try BedrockAPIKey(signedWith: .example, region: "us-west-2", at: Now.start)
        #expect(try await key.bearerToken(for: .usWest2) == key)
        let peer = Peer(.ok("{}"))
        let client = try makeClient(peer, authentication: .bearerToken(key))
        let error = await #expect(throws: AWSError.self) { try await client.send(GetWidget()) }
        #expect(error?.message == "the Bedrock API key was made for us-west-2 and cannot be used in us-east-1")
        #expect(peer.exchanges.isEmpty)
    }

    @Test func `generated keys are made per Region and renewed before they end`() async throws {
        let now = Now()
        let provider = ShortTermKeyProvider(Credentials.example, lifetime: .seconds(3600), now: { now.date })
        let first = try await provider.bearerToken(for: .usEast1)
        #expect(first.region == "us-east-1")
        #expect(first.expiration == Now.start.addingTimeInterval(3600))
        #expect(try await provider.bearerToken(for: .usEast1) == first)
        #expect(try await provider.bearerToken(for: .usWest2).region == "us-west-2")
        now.advance(by: 3500)
        let second = try await provider.bearerToken(for: .usEast1)
        #expect(second.expiration == Now.start.addingTimeInterval(7100))
    }

    @Test func `a lifetime that no key can have is an error`() async throws {
        let provider = ShortTermKeyProvider(Credentials.example, lifetime: .seconds(50_000), now: { Now.start })
        let error = await #expect(throws: AWSError.self) { try await provider.bearerToken(for: .usEast1) }
        #expect(
            error?.description
                == "credentials: no Bedrock API key could be made: invalidExpiry: a Bedrock API key is good for 1 to 43200 seconds"
        )
    }

    @Test func `credentials that cannot sign are a credentials error`() async throws {
        let client = try makeClient(
            Peer(.ok("{}")), authentication: .credentials(Credentials(accessKeyID: "", secretAccessKey: "s")))
        let error = await #expect(throws: AWSError.self) { try await client.send(GetWidget()) }
        #expect(error?.code == .credentials)
        #expect(
            error?.message == "the request cannot be signed: invalidCredentials: the access key ID is empty")
    }
}
