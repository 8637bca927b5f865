import AWSCore
import AWSSigning
import BedrockCostTesting
import Foundation
import HTTPTypes
import Testing

@Suite struct `Credentials of a web identity` {
    private static let role = "arn:aws:iam::123456789012:role/Biller"
    private static let variables = ["AWS_WEB_IDENTITY_TOKEN_FILE": "/var/token", "AWS_ROLE_ARN": role]

    @Test func `the token is exchanged without a signature, and the session has a name`() async throws {
        let fake = CredentialFake()
        let named = try WebIdentityCredentialProvider(
            .with(Self.variables.merging(["AWS_ROLE_SESSION_NAME": "pod-7"]) { $1 }, files: fake.files),
            using: fake.client())
        #expect(try await named.credentials().accountID == "123456789012")
        let sent = try #require(fake.exchanges.first)
        #expect(sent.request.authority == "sts.us-east-1.amazonaws.com")
        #expect(sent["authorization"] == nil && sent["x-amz-date"] == nil)
        #expect(
            sent.text == "Action=AssumeRoleWithWebIdentity&Version=2011-06-15"
                + "&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2FBiller&RoleSessionName=pod-7"
                + "&WebIdentityToken=first-token")
        let unnamed = try WebIdentityCredentialProvider(
            .with(Self.variables, files: fake.files), using: fake.client())
        _ = try await unnamed.credentials()
        #expect(fake.exchanges.last?.text.contains("RoleSessionName=swift-bedrock-cost-1769868326&") == true)
    }

    @Test func `not even a client with credentials signs it`() async throws {
        let fake = CredentialFake()
        let client = try fake.client().authenticated(by: .credentials(Credentials.example))
        _ = try await STSClient(client).assumeRole(
            AssumeRoleWithWebIdentity(roleARN: Self.role, sessionName: "run", token: "header.payload.signature"))
        #expect(fake.exchanges.first?["authorization"] == nil)
    }

    @Test func `the token's file is read for every session`() async throws {
        let fake = CredentialFake()
        let provider = try WebIdentityCredentialProvider(
            .with(Self.variables, files: fake.files), using: fake.client())
        _ = try await provider.credentials()
        fake.files["/var/token"] = "second-token\n"
        fake.now.advance(by: 3600)
        _ = try await provider.credentials()
        #expect(fake.exchanges.map { $0.text.hasSuffix("WebIdentityToken=first-token") } == [true, false])
        #expect(fake.exchanges.last?.text.hasSuffix("WebIdentityToken=second-token") == true)
    }

    @Test func `what is missing is named`() async throws {
        let fake = CredentialFake()
        func message(_ variables: [String: String]) throws -> String? {
            let client = try fake.client()
            return #expect(throws: AWSError.self) {
                try WebIdentityCredentialProvider(.with(variables, files: fake.files), using: client)
            }?.message
        }
        #expect(try message([:]) == "AWS_WEB_IDENTITY_TOKEN_FILE is not set")
        #expect(
            try message(["AWS_WEB_IDENTITY_TOKEN_FILE": "/var/token"])
                == "AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not")
        #expect(
            try message(Self.variables.merging(["AWS_ROLE_ARN": "Biller"]) { $1 })
                == "RoleArn: \"Biller\" is not the ARN of a role")
        #expect(
            try message(Self.variables.merging(["AWS_ROLE_SESSION_NAME": "a b"]) { $1 })
                == "RoleSessionName: must be 2 to 64 characters of A-Z a-z 0-9 _ + = , . @ -")
        let provider = try WebIdentityCredentialProvider(
            .with(Self.variables.merging(["AWS_WEB_IDENTITY_TOKEN_FILE": "/var/gone"]) { $1 }, files: fake.files),
            using: fake.client())
        let error = await #expect(throws: AWSError.self) { try await provider.credentials() }
        #expect(error?.description == "credentials: the web identity token in /var/gone cannot be read")
        #expect(fake.exchanges.isEmpty)
    }

    @Test func `a provider that cannot be reached by STS is tried again, a token that is refused is not`() async throws
    {
        let (peer, clock) = (
            Peer(
                STSReply.error(400, "IDPCommunicationError", "try again"),
                STSReply.error(400, "InvalidIdentityToken", "no")),
            RecordingClock()
        )
        let provider = try WebIdentityCredentialProvider(
            .with(Self.variables, files: Files(["/var/token": "token"])), using: makeClient(peer, clock: clock))
        let error = await #expect(throws: AWSError.self) { try await provider.credentials() }
        #expect(error?.serviceCode == "InvalidIdentityToken")
        #expect(error?.attempts == 2)
        #expect(clock.sleeps.count == 1)
    }

    @Test func `the request is described without its token`() {
        let request = AssumeRoleWithWebIdentity(roleARN: Self.role, sessionName: "run", token: "CANARY")
        var dumped = ""
        dump(request, to: &dumped)
        #expect("\(request)" == "AssumeRoleWithWebIdentity(\(Self.role), run)")
        #expect(!dumped.contains("CANARY"))
    }

    @Test func `input beyond STS's limits is refused`() {
        func refusal(_ change: (inout AssumeRoleWithWebIdentity) -> Void) -> String? {
            var request = AssumeRoleWithWebIdentity(roleARN: Self.role, sessionName: "run", token: "token")
            change(&request)
            let made = request
            return #expect(throws: AWSError.self) { try made.validate() }?.message
        }
        #expect(refusal { $0.token = "abc" } == "WebIdentityToken: must have 4 to 20000 characters, not 3")
        #expect(refusal { $0.durationSeconds = 899 } == "DurationSeconds: must be from 900 to 43200, not 899")
        #expect(
            refusal { $0.policyARNs = Array(repeating: "p", count: 11) }
                == "PolicyArns: at most 10 managed policies, got 11")
    }
}
