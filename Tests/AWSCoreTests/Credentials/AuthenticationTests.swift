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
        let looked =
            "no credentials: AWS_ACCESS_KEY_ID is not set, the shared files have none for the profile in use, and there is"
            + " no web identity and no container"
        let disabled = try await failure(.with(["AWS_EC2_METADATA_DISABLED": "true"]))
        #expect(
            disabled?.description
                == "credentials in Widget Runtime.GetWidget: \(looked), and AWS_EC2_METADATA_DISABLED is set")
        let peer = Peer(.refused)
        let client = try makeClient(peer, authentication: nil, environment: .with())
        let error = await #expect(throws: AWSError.self) { try await client.send(GetWidget()) }
        #expect(
            error?.description
                == "credentials in Widget Runtime.GetWidget: \(looked), and the instance metadata service does not answer"
        )
        #expect(peer.exchanges.map(\.request.authority) == ["169.254.169.254"])
    }

    /// Each source of botocore's order, in that order: what configures it, and what its first request goes to.
    private static let sources: [(variables: [String: String], config: String, credentials: String, asked: String)] = [
        (keys, "", "", ""),
        ([:], "role_arn = arn:aws:iam::123456789012:role/B\nsource_profile = b\n", "", "sts.us-east-1.amazonaws.com"),
        (
            ["AWS_WEB_IDENTITY_TOKEN_FILE": "/var/token", "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/B"], "", "",
            "sts.us-east-1.amazonaws.com"
        ),
        (
            [:],
            "sso_account_id = 1\nsso_role_name = r\nsso_region = eu-west-1\nsso_start_url = u\nsso_session = admin\n"
                + "[sso-session admin]\nsso_region = eu-west-1\nsso_start_url = u\n", "",
            "portal.sso.eu-west-1.amazonaws.com"
        ),
        ([:], "", "[default]\naws_access_key_id = AKFILE\naws_secret_access_key = S\n", ""),
        ([:], "credential_process = /bin/echo {}\n", "", ""),
        (["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2"], "", "", "169.254.170.2"),
        ([:], "", "", "169.254.169.254"),
    ]

    @Test(arguments: sources.indices)
    func `each source goes before those after it`(first: Int) async throws {
        let fake = CredentialFake()
        var (variables, config, credentials) = ([String: String](), "[default]\nregion = us-east-1\n", "")
        for source in Self.sources[first...] {
            variables.merge(source.variables) { earlier, _ in earlier }
            config += source.config
            credentials += source.credentials
        }
        credentials += "[b]\naws_access_key_id = AKBASE\naws_secret_access_key = S\n"
        let provider = DefaultCredentialProvider(
            environment: .with(variables, config: config, credentials: credentials, files: fake.files),
            using: try fake.client())
        let expected = Self.sources[first]
        if expected.config.hasPrefix("credential_process") {
            let error = await #expect(throws: AWSError.self) { try await provider.credentials() }
            #expect(error?.message == "credential_process /bin/echo did not print the expected JSON")
            return
        }
        let found = try await provider.credentials()
        #expect(fake.exchanges.first?.request.authority ?? "" == expected.asked)
        if expected.asked.isEmpty { #expect(found.accessKeyID == (first == 0 ? "AKENV" : "AKFILE")) }
        if expected.asked.hasPrefix("sts") {
            #expect(fake.exchanges.first?.text.contains("WebIdentity") == (first == 2))
        }
    }

    @Test func `a profile without credentials is passed over, one that does not exist is not`() async throws {
        let fake = CredentialFake()
        let container = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2"]
        let chain = DefaultCredentialProvider(
            environment: .with(container, config: "[default]\nregion = eu-west-1"), using: try fake.client())
        #expect(try await chain.credentials().accessKeyID == "A1")
        let missing = DefaultCredentialProvider(
            environment: .with(container.merging(["AWS_PROFILE": "gone"]) { $1 }), using: try fake.client())
        let error = await #expect(throws: AWSError.self) { try await missing.credentials() }
        #expect(error?.message == "the profile \"gone\" is in neither shared file")
    }

    @Test func `a source that fails is the error, whatever comes after it`() async throws {
        let fake = CredentialFake()
        let variables = [
            "AWS_WEB_IDENTITY_TOKEN_FILE": "/var/gone", "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/B",
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2",
        ]
        let chain = DefaultCredentialProvider(
            environment: .with(variables, credentials: Self.profile, files: fake.files), using: try fake.client())
        let error = await #expect(throws: AWSError.self) { try await chain.credentials() }
        #expect(error?.message == "the web identity token in /var/gone cannot be read")
        #expect(fake.exchanges.isEmpty)
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
                == [
                    "info AWS_BEARER_TOKEN_BEDROCK is set and goes before all other credentials for Bedrock"
                        + " [\"aws.shadowed\": keys of the environment]"
                ])
    }

    @Test func `the log names what a key in the environment shadows, if anything`() throws {
        func shadowed(
            _ variables: [String: String] = [:], config: String? = nil, credentials: String? = nil
        ) throws -> String? {
            let capture = LogCapture()
            _ = try makeClient(
                Peer(.refused), authentication: nil,
                environment: .with(
                    variables.merging(Self.bearer) { $1 }, config: config, credentials: credentials),
                logger: capture.logger)
            #expect(capture.lines.count == 1)
            return capture.lines.first?.split(separator: "aws.shadowed\": ").dropFirst().first.map {
                String($0.dropLast())
            }
        }
        let role = "[default]\nrole_arn = r\nsource_profile = b"
        #expect(try shadowed() == nil)
        #expect(try shadowed(config: role) == "profile default")
        #expect(try shadowed(["AWS_WEB_IDENTITY_TOKEN_FILE": "/t"], config: "[default]\nregion = x") == "web identity")
        #expect(
            try shadowed(["AWS_PROFILE": "p"], credentials: "[p]\naws_access_key_id = k") == "profile p")
        #expect(try shadowed(["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost"]) == "container")
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
