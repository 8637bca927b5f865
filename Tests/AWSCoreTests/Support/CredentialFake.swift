import AWSCore
import AWSSigning
import BedrockCostTesting
import Foundation
import HTTPTransport
import HTTPTypes
import Synchronization

/// A kind of source whose credentials expire.
enum ExpiringSource: String, CaseIterable, Sendable {
    case ecs, podIdentity, instance, webIdentity, sso, role

    var isLocal: Bool { [.ecs, .podIdentity, .instance].contains(self) }
}

/// Plays ECS, the Pod Identity agent, an instance, STS and SSO: hands out an hour's credentials, numbered, or what it is told.
final class CredentialFake: Sendable {
    private struct State {
        var issued = 0
        var outage: (@Sendable () -> Peer.Answer)?
        var exchanges: [Peer.Exchange] = []
    }

    let now: Now
    let files: Files
    private let state = Mutex(State())
    private let gate: Signal?

    /// - Parameter gate: Holds back every answer until it fires.
    init(now: Now = Now(), gate: Signal? = nil) {
        self.now = now
        self.gate = gate
        files = Files([
            "/var/token": "first-token",
            "/home/nobody/.aws/sso/cache/d033e22ae348aeb5660fc2140aec35850c4da997.json":
                #"{"accessToken": "sso-token", "expiresAt": "2026-02-28T00:00:00Z"}"#,
        ])
    }

    var exchanges: [Peer.Exchange] { state.withLock { $0.exchanges } }
    /// How many credentials were handed out.
    var issued: Int { state.withLock { $0.issued } }

    /// Answers every request with `answer` until ``recover()``.
    func fail(_ answer: @escaping @Sendable () -> Peer.Answer) { state.withLock { $0.outage = answer } }
    func recover() { state.withLock { $0.outage = nil } }

    var transport: InProcessTransport {
        InProcessTransport { [self] request, body async throws(TransportError) in
            let answer: Peer.Answer = state.withLock { state in
                state.exchanges.append(Peer.Exchange(request: request, body: body))
                return state.outage?() ?? good(state.exchanges[state.exchanges.count - 1], &state.issued)
            }
            if let gate { try? await gate.wait() }
            switch answer {
            case .response(let response): return response
            case .failure(let error): throw error
            }
        }
    }

    private func good(_ exchange: Peer.Exchange, _ issued: inout Int) -> Peer.Answer {
        let request = exchange.request
        let path = request.path ?? ""
        if path == "/latest/api/token" { return .ok("session-token\n") }
        if path == "/latest/meta-data/iam/security-credentials/" { return .ok("biller\n") }
        issued += 1
        let end = now.date.addingTimeInterval(3600)
        let expiration = TimestampFormat.iso8601.string(from: end)
        if path.hasPrefix("/federation/credentials") {
            return .ok(
                #"{"roleCredentials": {"accessKeyId": "A\#(issued)", "secretAccessKey": "S", "sessionToken": "T","#
                    + #""expiration": \#(Int(end.timeIntervalSince1970 * 1000))}}"#)
        }
        guard request.authority?.hasPrefix("sts.") == true else {
            return .ok(
                #"{"Code": "Success", "AccessKeyId": "A\#(issued)", "SecretAccessKey": "S", "Token": "T","#
                    + #""Expiration": "\#(expiration)"}"#)
        }
        let operation = exchange.text.contains("WebIdentity") ? "AssumeRoleWithWebIdentity" : "AssumeRole"
        return STSReply.session("A\(issued)", expiration: expiration, of: operation)
    }

    /// A client on this fake, without credentials of its own.
    func client(_ clock: RecordingClock = RecordingClock(), environment: AWSEnvironment = .empty) throws -> AWSClient {
        let now = now
        return try AWSClient(
            region: .usEast1, transport: transport, authentication: .anonymous, environment: environment
        ) {
            $0.clock = clock
            $0.now = { now.date }
            $0.jitter = { 1 }
        }
    }

    /// A provider of `source`.
    func provider(_ source: ExpiringSource, clock: RecordingClock = RecordingClock()) throws -> any CredentialProvider {
        let client = try client(clock)
        func environment(_ variables: [String: String]) -> AWSEnvironment { .with(variables, files: files) }
        switch source {
        case .ecs:
            return try ContainerCredentialProvider(
                environment(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials/1"]), using: client)
        case .podIdentity:
            return try ContainerCredentialProvider(
                environment([
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/v1/credentials",
                    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/var/token",
                ]), using: client)
        case .instance: return try InstanceMetadata(environment([:]), using: client)
        case .webIdentity:
            return try WebIdentityCredentialProvider(
                roleARN: "arn:aws:iam::123456789012:role/Biller", tokenFile: "/var/token",
                environment: environment([:]), using: client)
        case .sso:
            // d033… is the SHA-1 of "admin".
            return try SSOCredentialProvider(
                accountID: "123456789012", roleName: "Biller", startURL: "https://acme.awsapps.com/start",
                region: .euWest1, sessionName: "admin", environment: environment([:]), using: client)
        case .role:
            return AssumeRoleCredentialProvider(
                AssumeRole(roleARN: "arn:aws:iam::123456789012:role/Biller", sessionName: "run"),
                using: client.authenticated(by: .credentials(Credentials.example)))
        }
    }
}
