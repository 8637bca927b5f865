import AWSSigning
import BedrockCostTesting
import Foundation
import HTTPTypes
import Testing

@testable import AWSCore

@Suite struct `Credentials of IAM Identity Center` {
    /// The AWS CLI names a cache file by the SHA-1 of the session's name, "admin" here.
    private static let path = "/home/nobody/.aws/sso/cache/d033e22ae348aeb5660fc2140aec35850c4da997.json"
    private static let config = """
        [profile dev]
        sso_session = admin
        sso_account_id = 123456789012
        sso_role_name = Biller
        [sso-session admin]
        sso_start_url = https://acme.awsapps.com/start
        sso_region = eu-west-1
        sso_registration_scopes = sso:account:access
        """
    private static let answer = Peer.Answer.ok(
        #"{"roleCredentials": {"accessKeyId": "A1", "secretAccessKey": "S", "sessionToken": "T", "expiration": 1769871926000}}"#
    )

    /// A token that ends so many seconds from now, with a renewal where asked for.
    private static func token(endingIn seconds: Double, registrationEndingIn registration: Double? = 86_400) -> String {
        func date(_ seconds: Double) -> String { TimestampFormat.iso8601.string(from: Now.start + seconds) }
        var members = [
            #""accessToken": "old""#, #""expiresAt": "\#(date(seconds))""#, #""region": "eu-west-1""#,
            #""startUrl": "https://acme.awsapps.com/start""#,
        ]
        if let registration {
            members += [
                #""clientId": "id""#, #""clientSecret": "secret""#, #""refreshToken": "refresh""#,
                #""registrationExpiresAt": "\#(date(registration))""#,
            ]
        }
        return "{\(members.joined(separator: ", "))}"
    }

    private func provider(
        _ peer: Peer, files: Files, config: String = Self.config, now: Now = Now(), log: LogCapture = LogCapture()
    ) throws -> ProfileCredentialProvider {
        try ProfileCredentialProvider(
            named: "dev", environment: .with(config: config, files: files), region: .usEast1,
            transport: peer.transport, now: { now.date }, logger: log.logger)
    }

    @Test func `a login's token is exchanged for the role's credentials`() async throws {
        let peer = Peer(Self.answer)
        let provider = try provider(peer, files: Files([Self.path: Self.token(endingIn: 3600)]))
        let credentials = try await provider.credentials()
        #expect(credentials.accessKeyID == "A1")
        #expect(credentials.accountID == "123456789012")
        #expect(credentials.expiration == Now.start.addingTimeInterval(3600))
        let sent = try #require(peer.exchanges.first)
        #expect(sent.request.authority == "portal.sso.eu-west-1.amazonaws.com")
        #expect(sent.request.path == "/federation/credentials?role_name=Biller&account_id=123456789012")
        #expect(sent["x-amz-sso_bearer_token"] == "old")
        #expect(sent["authorization"] == nil)
    }

    @Test func `a login without a session is found by its start URL, and its dates may be of an old CLI`() async throws
    {
        let url = "https://acme.awsapps.com/start"
        let path = "/home/nobody/.aws/sso/cache/\(SHA1.hexadecimal(url)).json"
        let config = """
            [profile dev]
            sso_start_url = \(url)
            sso_region = eu-west-1
            sso_account_id = 123456789012
            sso_role_name = Biller
            """
        let files = Files([path: #"{"accessToken": "legacy", "expiresAt": "2026-01-31T14:06:00UTC"}"#])
        let peer = Peer(Self.answer)
        #expect(try await provider(peer, files: files, config: config).credentials().accessKeyID == "A1")
        #expect(peer.exchanges.map { $0["x-amz-sso_bearer_token"] } == ["legacy"])
    }

    @Test func `a token near its end is renewed and put back into its file`() async throws {
        let peer = Peer(
            .ok(#"{"accessToken": "new", "expiresIn": 3600, "refreshToken": "refresh-2", "tokenType": "Bearer"}"#),
            Self.answer)
        let files = Files([Self.path: Self.token(endingIn: 899)])
        _ = try await provider(peer, files: files).credentials()
        let renewal = try #require(peer.exchanges.first)
        #expect(renewal.request.authority == "oidc.eu-west-1.amazonaws.com")
        #expect(renewal.request.path == "/token")
        #expect(
            renewal.text
                == #"{"clientId":"id","clientSecret":"secret","grantType":"refresh_token","refreshToken":"refresh"}"#)
        #expect(renewal["authorization"] == nil)
        #expect(peer.exchanges.last?["x-amz-sso_bearer_token"] == "new")
        let kept = try JSONValue(parsing: Array(try #require(files[Self.path]).utf8))
        #expect(kept["accessToken"] == "new")
        #expect(kept["expiresAt"] == "2026-01-31T15:05:26Z")
        #expect(kept["refreshToken"] == "refresh-2")
        #expect(kept["clientSecret"] == "secret")
        #expect(kept["startUrl"] == "https://acme.awsapps.com/start")
    }

    @Test func `where the file cannot be written the renewed token is still used`() async throws {
        let (now, log) = (Now(), LogCapture())
        let peer = Peer(
            .ok(#"{"accessToken": "new", "expiresIn": 86400}"#), Self.answer, Self.answer)
        let files = Files([Self.path: Self.token(endingIn: 60)])
        let provider = try provider(peer, files: files, now: now, log: log)
        files.makeReadOnly()
        _ = try await provider.credentials()
        now.advance(by: 3600)
        _ = try? await provider.credentials()
        #expect(peer.exchanges.map { $0["x-amz-sso_bearer_token"] } == [nil, "new", "new"])
        #expect(log.lines.contains("info the renewed SSO token could not be written to its file [:]"))
    }

    @Test func `a renewal that fails leaves a token in use that is still good, and is not repeated at once`()
        async throws
    {
        let (now, log) = (Now(), LogCapture())
        let peer = Peer(
            .error(400, "InvalidGrantException"), Self.answer)
        let provider = try provider(peer, files: Files([Self.path: Self.token(endingIn: 600)]), now: now, log: log)
        #expect(try await provider.credentials().accessKeyID == "A1")
        #expect(
            peer.exchanges.map(\.request.path) == [
                "/token", "/federation/credentials?role_name=Biller&account_id=123456789012",
            ])
        #expect(log.lines.contains { $0.hasPrefix("info the SSO token was not renewed") })
    }

    @Test(
        arguments: [
            (token(endingIn: 0, registrationEndingIn: nil), "the SSO login has ended; run \"aws sso login\" again"),
            (token(endingIn: -1, registrationEndingIn: -1), "the SSO login has ended; run \"aws sso login\" again"),
            ("{", "\(path) holds no SSO token; run \"aws sso login\""),
            (#"{"accessToken": "CANARY", "expiresAt": "soon"}"#, "\(path) holds no SSO token; run \"aws sso login\""),
            (nil, "nobody has signed in: \(path) does not exist; run \"aws sso login\""),
        ] as [(String?, String)])
    func `without a good token there is nothing to ask`(token: String?, message: String) async throws {
        let peer = Peer(Self.answer)
        let files = Files()
        files[Self.path] = token
        let provider = try provider(peer, files: files)
        let error = await #expect(throws: AWSError.self) { try await provider.credentials() }
        #expect(error?.code == .credentials)
        #expect(error?.message == message)
        #expect(peer.exchanges.isEmpty)
    }

    @Test func `a token that the portal refuses asks for a new login`() async throws {
        let provider = try provider(
            Peer(.error(401, "UnauthorizedException", "Session token not found or invalid")),
            files: Files([Self.path: Self.token(endingIn: 3600)]))
        let error = await #expect(throws: AWSError.self) { try await provider.credentials() }
        #expect(
            error?.description
                == "credentials: UnauthorizedException: the SSO login has ended; run \"aws sso login\" again (HTTP 401)"
        )
    }

    @Test func `settings that do not fit are refused by name`() {
        func message(_ config: String) -> String? {
            #expect(throws: AWSError.self) { try provider(Peer(.refused), files: Files(), config: config) }?.message
        }
        let role = "[profile dev]\nsso_account_id = 1\nsso_role_name = r\n"
        #expect(message(role) == "the profile \"dev\" uses SSO, but has no sso_start_url")
        #expect(
            message("[profile dev]\nsso_role_name = r\nsso_session = s\n[sso-session s]\nsso_region = eu-west-1")
                == "the profile \"dev\" uses SSO, but has no sso_account_id")
        #expect(
            message(role + "sso_session = gone") == "sso_session of \"dev\" names \"gone\", which does not exist")
        #expect(
            message(role + "sso_session = s\nsso_region = us-east-1\n[sso-session s]\nsso_region = eu-west-1")
                == "sso_region of the profile \"dev\" differs from that of its sso-session \"s\"")
        #expect(
            message("[profile dev]\nsso_session = s\n[sso-session s]\nsso_region = eu-west-1")
                == "the profile \"dev\" has no keys, no role_arn, no SSO settings and no credential_process")
    }

    @Test(arguments: [
        ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"), ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "84983e441c3bd26ebaae4aa1f95129e5e54670f1"),
        (String(repeating: "a", count: 1_000), "291e9a6c66994949b57ba5e650361e98fc36b1ba"),
    ])
    func `SHA-1 is SHA-1`(text: String, hash: String) {
        #expect(SHA1.hexadecimal(text) == hash)
    }
}

@Suite struct `A file for its owner's eyes` {
    @Test func `is replaced as a whole, and nobody else may read it`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = "\(folder)/token.json"
        for text in ["a longer text", "short"] {
            let isWritten = AWSEnvironment.replaceFile(Array(text.utf8), path: path)
            #expect(isWritten)
            #expect(AWSEnvironment.contents(of: path) == text)
        }
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["token.json"])
        let isWritten = AWSEnvironment.replaceFile([1], path: "\(folder)/none/token.json")
        #expect(!isWritten)
    }
}
