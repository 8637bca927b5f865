import AWSCore
import AWSSigning
import BedrockCostTesting
import Foundation
import HTTPTypes
import Testing

@Suite struct `The metadata of an instance` {
    private func metadata(
        _ peer: Peer, _ variables: [String: String] = [:], config: String? = nil, now: Now = Now(),
        jitter: Double = 1, logger: LogCapture = LogCapture()
    ) throws -> InstanceMetadata {
        let environment = AWSEnvironment.with(variables, config: config)
        let client = try makeClient(
            peer, authentication: .anonymous, environment: environment, now: now, logger: logger.logger
        ) { $0.jitter = { jitter } }
        return try InstanceMetadata(environment, using: client)
    }

    private static func document(_ key: String, expiration: String = "2026-01-31T20:05:26Z") -> Peer.Answer {
        .ok(
            #"{"Code": "Success", "LastUpdated": "2026-01-31T14:00:00Z", "Type": "AWS-HMAC", "AccessKeyId": "\#(key)","#
                + #""SecretAccessKey": "S", "Token": "T", "Expiration": "\#(expiration)"}"#)
    }

    @Test func `is asked with a session token, for the role and then for its credentials`() async throws {
        let peer = Peer(.ok("session"), .ok("biller"), Self.document("A1"))
        let credentials = try await metadata(peer).credentials()
        #expect(
            credentials
                == Credentials(
                    accessKeyID: "A1", secretAccessKey: "S", sessionToken: "T",
                    expiration: Now.start.addingTimeInterval(6 * 3600)))
        let sent = peer.exchanges
        #expect(sent.map(\.request.method) == [.put, .get, .get])
        #expect(
            sent.map(\.request.path) == [
                "/latest/api/token", "/latest/meta-data/iam/security-credentials/",
                "/latest/meta-data/iam/security-credentials/biller",
            ])
        #expect(sent.allSatisfy { $0.request.authority == "169.254.169.254" && $0.request.scheme == "http" })
        #expect(sent[0]["x-aws-ec2-metadata-token-ttl-seconds"] == "21600")
        #expect(sent.map { $0["x-aws-ec2-metadata-token"] } == [nil, "session", "session"])
        #expect(sent.allSatisfy { $0["authorization"] == nil })
    }

    @Test func `a session token is used until it ends or is refused`() async throws {
        let now = Now()
        let peer = Peer(
            .ok("one"), .ok("us-west-2"), .ok("us-west-2"), .status(401), .ok("two"), .ok("us-west-2"), .ok("three"),
            .ok("us-west-2"))
        let metadata = try metadata(peer, now: now)
        for _ in 0..<3 { #expect(try await metadata.region() == .usWest2) }
        now.advance(by: 21_600)
        #expect(try await metadata.region() == .usWest2)
        #expect(
            peer.exchanges.map { $0["x-aws-ec2-metadata-token"] }
                == [nil, "one", "one", "one", nil, "two", nil, "three"])
    }

    @Test(arguments: [400, 403, 404, 405])
    func `the version without tokens is never spoken`(status: Int) async throws {
        let peer = Peer(.status(status, "no"))
        let metadata = try metadata(peer)
        let error = await #expect(throws: AWSError.self) { try await metadata.credentials() }
        #expect(error?.message == "the instance metadata service answered with HTTP \(status)")
        #expect(peer.exchanges.map(\.request.method) == [.put])
    }

    @Test func `an instance without a role has no credentials`() async throws {
        let metadata = try metadata(Peer(.ok("session"), .status(404, "<html/>")))
        let error = await #expect(throws: AWSError.self) { try await metadata.credentials() }
        #expect(error?.description == "credentials: the instance has no role")
    }

    @Test func `a refusal inside a good answer is told by its code`() async throws {
        let metadata = try metadata(
            Peer(.ok("s"), .ok("r"), .ok(#"{"Code": "AssumeRoleUnauthorizedAccess", "Message": "EC2 cannot assume"}"#)))
        let error = await #expect(throws: AWSError.self) { try await metadata.credentials() }
        #expect(
            error?.description
                == "credentials: AssumeRoleUnauthorizedAccess: the instance metadata service has no credentials to give"
        )
    }

    @Test func `old credentials are used on while the instance has no newer ones`() async throws {
        let (now, log) = (Now(), LogCapture())
        let peer = Peer(
            .ok("s"), .ok("r"), Self.document("A1", expiration: "2026-01-31T14:00:00Z"), .ok("r"),
            Self.document("A2"))
        let metadata = try metadata(peer, now: now, jitter: 0.5, logger: log)
        let old = try await metadata.credentials()
        #expect(old.accessKeyID == "A1")
        #expect(old.expiration == Now.start.addingTimeInterval(450))
        #expect(log.lines.contains("info the instance has no newer credentials, using these on [:]"))
        now.advance(by: 449)
        #expect(try await metadata.credentials().accessKeyID == "A2")
    }

    @Test func `variables and settings say where it is`() async throws {
        func authority(_ variables: [String: String], config: String? = nil) async throws -> String? {
            let peer = Peer(.ok("s"), .ok("eu-west-1"))
            _ = try await metadata(peer, variables, config: config).region()
            return peer.exchanges.first.map { "\($0.request.authority ?? "")\($0.request.path ?? "")" }
        }
        let (endpoint, mode) = ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE")
        #expect(try await authority([mode: "IPv6"]) == "[fd00:ec2::254]/latest/api/token")
        #expect(try await authority([mode: "ipv4"]) == "169.254.169.254/latest/api/token")
        #expect(
            try await authority([endpoint: "http://127.0.0.1:1338/", mode: "IPv6"]) == "127.0.0.1:1338/latest/api/token"
        )
        #expect(
            try await authority([:], config: "[default]\nec2_metadata_service_endpoint_mode = IPv6")
                == "[fd00:ec2::254]/latest/api/token")
    }

    @Test func `settings that cannot be are refused`() {
        func message(_ variables: [String: String]) -> String? {
            #expect(throws: AWSError.self) { try metadata(Peer(.refused), variables) }?.message
        }
        #expect(message(["AWS_EC2_METADATA_DISABLED": "TRUE"]) == "AWS_EC2_METADATA_DISABLED is set")
        #expect(
            message(["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv5"])
                == "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE must be IPv4 or IPv6, not \"IPv5\"")
        #expect(
            message(["AWS_EC2_METADATA_SERVICE_ENDPOINT": "nowhere"])
                == "AWS_EC2_METADATA_SERVICE_ENDPOINT: an endpoint must be an http or https URL")
        #expect(
            message(["AWS_METADATA_SERVICE_TIMEOUT": "soon"])
                == "AWS_METADATA_SERVICE_TIMEOUT must be a whole number from 1 to 100, not \"soon\"")
    }

    @Test func `the number of attempts is a setting`() async throws {
        let peer = Peer(.refused)
        let metadata = try metadata(peer, ["AWS_METADATA_SERVICE_NUM_ATTEMPTS": "4"])
        let error = await #expect(throws: AWSError.self) { try await metadata.region() }
        #expect(error?.description == "transport: the instance metadata service: connection refused")
        #expect(peer.exchanges.count == 4)
    }

    @Test func `what is no Region is not taken for one`() async throws {
        let metadata = try metadata(Peer(.ok("s"), .ok("Not_A_Region")))
        let error = await #expect(throws: AWSError.self) { try await metadata.region() }
        #expect(error?.message == "the instance metadata service named no Region")
    }
}
