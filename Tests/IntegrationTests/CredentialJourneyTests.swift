import BedrockCost
import BedrockCostTesting
import Foundation
import Synchronization
import Testing

/// From a container, a pod and an instance to a bill: each plays itself on a loopback port, and the simulator is AWS.
@Suite struct `Credentials on the way to a bill` {
    private static let role = "arn:aws:iam::210987654321:role/BedrockManagementRole"

    /// A server beside the program that hands out sessions of the simulator, and what it was asked.
    private final class Agent: Sendable {
        private let seen = Mutex<[LoopbackRequest]>([])
        private let broken = Mutex(false)

        var requests: [LoopbackRequest] { seen.withLock { $0 } }

        func breakDown() { broken.withLock { $0 = true } }

        func serve(_ session: @escaping @Sendable () -> Credentials?) throws -> LoopbackServer {
            try LoopbackServer { [self] request in
                seen.withLock { $0.append(request) }
                if broken.withLock({ $0 }) { return .response("503 Service Unavailable", body: "<html>down</html>") }
                switch request.target {
                case "/latest/api/token": return .response(body: "session-token")
                case "/latest/meta-data/iam/security-credentials/": return .response(body: "instance-role")
                case "/latest/meta-data/placement/region": return .response(body: "us-east-1")
                default: break
                }
                guard let session = session(), let expiration = session.expiration else {
                    return .response("403 Forbidden", body: #"{"code": "AccessDenied"}"#)
                }
                return .response(
                    fields: ["Content-Type: application/json"],
                    body:
                        #"{"AccessKeyId": "\#(session.accessKeyID)", "SecretAccessKey": "\#(session.secretAccessKey)","#
                        + #""Token": "\#(session.sessionToken ?? "")","#
                        + #""Expiration": "\#(TimestampFormat.iso8601.string(from: expiration))"}"#)
            }
        }
    }

    /// What an agent would have got for its program: a role's session, fetched beforehand.
    private func session(_ mock: MockAWS, _ name: String) async throws -> Credentials {
        let aws = try AWSClient(
            region: .usEast1, transport: mock.transport, credentials: mock.credentials, environment: .empty
        ) {
            $0.now = { mock.now }
        }
        return try await STSClient(aws).assumeRole(AssumeRole(roleARN: Self.role, sessionName: name)).credentials
    }

    /// A client of the simulator whose credentials come by the default chain over real sockets.
    private func client(
        _ mock: MockAWS, _ url: String, _ transport: CurlTransport, _ variables: [String: String]
    ) throws -> AWSClient {
        try AWSClient(
            region: .usEast1, transport: transport,
            environment: AWSEnvironment(variables.merging(["AWS_ENDPOINT_URL": url]) { $1 })
        ) {
            $0.now = { mock.now }
            $0.jitter = { 0 }
        }
    }

    private func identity(_ aws: AWSClient) async throws -> String { try await STSClient(aws).callerIdentity().arn }

    @Test(arguments: ["ecs", "pod", "instance"])
    func `an agent's session signs, is renewed, and outlives a short outage`(kind: String) async throws {
        let mock = MockAWS(seed: 7)
        let sessions = Mutex([try await session(mock, "first")])
        let agent = Agent()
        let server = try agent.serve { sessions.withLock { $0.last } }
        defer { server.stop() }
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let tokenFile = folder.appending(path: "token")
        try Data("pod-token-1".utf8).write(to: tokenFile)
        let variables =
            switch kind {
            case "ecs":
                [
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://\(server.authority)/v2/credentials",
                    "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Basic ecs-token",
                ]
            case "pod":
                [
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://\(server.authority)/v1/credentials",
                    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": tokenFile.path,
                ]
            default: ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://\(server.authority)"]
            }
        let transport = try CurlTransport()
        defer { transport.shutdown() }
        try await mock.serve { front in
            let aws = try client(mock, front.url, transport, variables)
            #expect(try await identity(aws).hasSuffix("assumed-role/BedrockManagementRole/first"))
            let asked = agent.requests.count
            #expect(try await identity(aws).hasSuffix("/first"))
            #expect(agent.requests.count == asked)

            mock.clock.advance(by: .seconds(3_600 - 300))
            let second = try await session(mock, "second")
            sessions.withLock { $0.append(second) }
            try Data("pod-token-2".utf8).write(to: tokenFile)
            #expect(try await identity(aws).hasSuffix("/second"))

            agent.breakDown()
            mock.clock.advance(by: .seconds(3_600 - 60))
            #expect(try await identity(aws).hasSuffix("/second"))
        }
        let requests = agent.requests
        switch kind {
        case "ecs": #expect(requests.allSatisfy { $0["authorization"] == "Basic ecs-token" })
        case "pod":
            #expect(requests.first?["authorization"] == "pod-token-1")
            #expect(requests.last?["authorization"] == "pod-token-2")
        default: #expect(requests.contains { $0["x-aws-ec2-metadata-token"] == "session-token" })
        }
    }

    @Test(arguments: Front.allCases)
    func `a profile of another account is paid by it, and the payer sees who spent what`(front: Front) async throws {
        let mock = MockAWS(seed: 3)
        mock.addRole(MockAWS.Role(Self.role, trusting: [mock.options.accountID], externalID: "ex-1"))
        try await front.run(mock) { payer in
            let claims = try payer.assuming(
                role: Self.role, sessionName: "CrossAccountProfileCreation", externalID: "ex-1",
                tags: ["dept": "claims"])
            let profile = try await BedrockControlClient(claims).createInferenceProfile(
                named: "claims nova", copying: .foundationModel("amazon.nova-lite-v1:0"), tags: ["dept": "claims"])
            #expect(profile.arn.arn.accountID == "210987654321")
            _ = try await BedrockRuntimeClient(claims).converse(model: profile, "Summarise claim 4711.")
            #expect(Set(mock.bill.rows.map(\.accountID)) == ["210987654321"])
            #expect(mock.requests.last?.sessionTags == ["dept": "claims"])
            #expect(
                mock.requests.last?.principalARN
                    == "arn:aws:sts::210987654321:assumed-role/BedrockManagementRole/CrossAccountProfileCreation")
        }
    }

    @Test(arguments: Front.allCases)
    func `a pod's token pays for its own account`(front: Front) async throws {
        let mock = MockAWS(seed: 3)
        var role = MockAWS.Role(Self.role, trusting: [])
        role.webIdentity = MockAWS.Role.WebIdentity(issuer: "https://oidc.example.com/id/1")
        mock.addRole(role)
        let token = mock.webIdentityToken(issuer: "https://oidc.example.com/id/1", subject: "system:serviceaccount:a:b")
        try await front.run(mock, authentication: .anonymous) { aws in
            let provider = try WebIdentityCredentialProvider(
                roleARN: Self.role, tokenFile: "/var/token", sessionName: "pod",
                environment: AWSEnvironment([:], readingFile: { $0 == "/var/token" ? token : nil }), using: aws)
            let pod = aws.authenticated(by: .credentials(provider))
            #expect(try await identity(pod) == "arn:aws:sts::210987654321:assumed-role/BedrockManagementRole/pod")
        }
    }
}
