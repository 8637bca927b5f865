import AWSCore
import AWSSigning
import BedrockCostTesting
import Foundation
import HTTPTransport
import HTTPTypes
import Testing

@Suite struct `Credentials of a container` {
    private static let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
    private static let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
    private static let token = "AWS_CONTAINER_AUTHORIZATION_TOKEN"

    private func provider(
        _ fake: CredentialFake, _ variables: [String: String], clock: RecordingClock = RecordingClock()
    ) throws -> ContainerCredentialProvider {
        try ContainerCredentialProvider(.with(variables, files: fake.files), using: fake.client(clock))
    }

    @Test func `a relative URI is asked at ECS's address`() async throws {
        let fake = CredentialFake()
        let provider = try provider(
            fake,
            [Self.relative: "/v2/credentials/1?x=y", Self.full: "http://localhost/other", Self.token: "Basic abc"])
        #expect(try await provider.credentials().sessionToken == "T")
        let sent = try #require(fake.exchanges.first)
        #expect(sent.request.scheme == "http")
        #expect(sent.request.authority == "169.254.170.2")
        #expect(sent.request.path == "/v2/credentials/1?x=y")
        #expect(sent["authorization"] == "Basic abc")
        #expect(sent["x-amz-date"] == nil)
    }

    @Test func `the token's file goes before the token and is read for every fetch`() async throws {
        let fake = CredentialFake()
        let provider = try provider(
            fake,
            [
                Self.full: "http://169.254.170.23/v1/credentials", Self.token: "old",
                "\(Self.token)_FILE": "/var/token",
            ])
        _ = try await provider.credentials()
        fake.files["/var/token"] = "second-token"
        fake.now.advance(by: 3600)
        _ = try await provider.credentials()
        #expect(fake.exchanges.map { $0["authorization"] } == ["first-token", "second-token"])
    }

    @Test(arguments: [
        "https://credentials.example.com/role", "http://localhost:8080", "http://127.0.0.1:51679/get?a=b",
        "http://127.1.2.3/x", "http://[::1]:80/x", "http://169.254.170.2/x", "http://169.254.170.23/v1/credentials",
        "http://[fd00:ec2::23]/v1/credentials", "HTTP://LOCALHOST/x".lowercased(),
    ])
    func `a full URI may be https, or near`(uri: String) async throws {
        let fake = CredentialFake()
        #expect(try await provider(fake, [Self.full: uri]).credentials().accessKeyID == "A1")
        let sent = try #require(fake.exchanges.first?.request)
        #expect(uri.hasPrefix("\(sent.scheme ?? "")://"))
        #expect(sent.path?.hasPrefix("/") == true)
    }

    @Test(arguments: [
        "http://credentials.example.com/role", "http://127.0.0.1.example.com/", "http://169.254.170.3/",
        "http://169.254.169.254/", "http://127.0.0.256/", "http://localhost.example.com/", "http://128.0.0.1/",
    ])
    func `plain http elsewhere is refused before anything is sent`(uri: String) throws {
        let fake = CredentialFake()
        let error = #expect(throws: AWSError.self) { try provider(fake, [Self.full: uri]) }
        #expect(error?.code == .invalidConfiguration)
        #expect(
            error?.message.hasPrefix(
                "\(Self.full): plain http is for this machine and for the agents of ECS and EKS only, not for ") == true
        )
    }

    @Test(arguments: [
        "ftp://localhost/", "localhost", "http://user@localhost/", "http://127.0.0.1@example.com/", "http://",
        "http:///x",
        "http://localhost/a b", "http://localhost/#f", "http://localhost:99999/",
    ])
    func `a URI that is none is refused`(uri: String) {
        let error = #expect(throws: AWSError.self) { try provider(CredentialFake(), [Self.full: uri]) }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.message.hasPrefix(Self.full) == true)
    }

    @Test func `a relative URI must be a path`() {
        let error = #expect(throws: AWSError.self) {
            try provider(CredentialFake(), [Self.relative: "http://example.com"])
        }
        #expect(error?.message == "\(Self.relative) must be a path")
        let none = #expect(throws: AWSError.self) { try provider(CredentialFake(), [:]) }
        #expect(none?.message == "neither \(Self.relative) nor \(Self.full) is set")
    }

    @Test func `a token that would break the request is refused`() async throws {
        let fake = CredentialFake()
        let uri = [Self.full: "http://localhost/"]
        func message(_ variables: [String: String]) async throws -> String? {
            let provider = try provider(fake, uri.merging(variables) { $1 })
            return await #expect(throws: AWSError.self) { try await provider.credentials() }?.message
        }
        #expect(
            try await message([Self.token: "a\r\nHost: b"]) == "\(Self.token) holds no token, or one with a line break")
        fake.files["/var/token"] = "token\n"
        #expect(
            try await message(["\(Self.token)_FILE": "/var/token"])
                == "\(Self.token)_FILE holds no token, or one with a line break")
        #expect(
            try await message(["\(Self.token)_FILE": "/var/none"]) == "\(Self.token)_FILE: /var/none cannot be read")
        #expect(fake.exchanges.isEmpty)
    }

    @Test func `a failing agent is asked three times, a second apart, for two seconds each`() async throws {
        let (fake, clock) = (CredentialFake(), RecordingClock())
        let provider = try provider(fake, [Self.full: "http://localhost/"], clock: clock)
        fake.fail { .status(500) }
        let error = await #expect(throws: AWSError.self) { try await provider.credentials() }
        #expect(
            error?.description == "serviceFault: the container's credentials endpoint answered with HTTP 500 (HTTP 500)"
        )
        #expect(fake.exchanges.count == 3)
        #expect(clock.sleeps == [.seconds(1), .seconds(1)])
    }
}
