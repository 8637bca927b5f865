import AWSCore
import AWSSigning
import BedrockCostTesting
import Foundation
import HTTPTransport
import HTTPTypes
import Testing

/// What holds for every source whose credentials expire, wherever they come from.
@Suite struct `A source that expires` {
    @Test(arguments: ExpiringSource.allCases)
    func `is asked once for many callers at once`(source: ExpiringSource) async throws {
        let gate = Signal()
        let fake = CredentialFake(gate: gate)
        let provider = try fake.provider(source)
        let keys = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<100 { group.addTask { try await provider.credentials().accessKeyID } }
            gate.fire()
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(keys == ["A1"])
        #expect(fake.issued == 1)
    }

    @Test(arguments: ExpiringSource.allCases)
    func `is asked again ahead of the end, and callers go on meanwhile`(source: ExpiringSource) async throws {
        let fake = CredentialFake()
        let provider = try fake.provider(source)
        let first = try await provider.credentials()
        #expect(first.accessKeyID == "A1")
        #expect(first.expiration == Now.start.addingTimeInterval(3600))
        fake.now.advance(by: 3600 - 901)
        #expect(try await provider.credentials().accessKeyID == "A1")
        #expect(fake.issued == 1)
        fake.now.advance(by: 2)
        #expect(try await provider.credentials().accessKeyID == "A1")
        // The fetch runs behind the caller: ask until it has landed.
        while try await provider.credentials().accessKeyID != "A2" { await Task.yield() }
        #expect(fake.issued == 2)
    }

    @Test(arguments: ExpiringSource.allCases)
    func `serves through an outage what is still valid, and fails once it has ended`(
        source: ExpiringSource
    ) async throws {
        let fake = CredentialFake()
        let provider = try fake.provider(source)
        _ = try await provider.credentials()
        fake.fail { .status(503, "<html>gateway</html>") }
        fake.now.advance(by: 3600 - 60)
        #expect(try await provider.credentials().accessKeyID == "A1")
        fake.now.advance(by: 59)
        #expect(try await provider.credentials().accessKeyID == "A1")
        fake.now.advance(by: 1)
        let error = await #expect(throws: AWSError.self) { try await provider.credentials() }
        #expect(error?.code == .serviceFault)
        #expect(error?.httpStatus == 503)
        fake.recover()
        #expect(try await provider.credentials().accessKeyID == "A2")
    }

    @Test(arguments: ExpiringSource.allCases, [401, 403])
    func `is not asked twice where it refuses`(source: ExpiringSource, status: Int) async throws {
        let fake = CredentialFake()
        let provider = try fake.provider(source)
        fake.fail { .status(status, #"{"code": "AccessDenied", "message": "CANARY"}"#) }
        let error = try #require(await #expect(throws: AWSError.self) { try await provider.credentials() })
        #expect(error.httpStatus == status)
        // Only an instance's answer of 401 means that its own token is too old.
        #expect(fake.exchanges.count == 1)
        if source.isLocal {
            #expect(error.serviceCode == "AccessDenied")
            #expect(error.code == .credentials)
            #expect(!"\(error)".contains("CANARY"))
        }
    }

    @Test(
        arguments: ExpiringSource.allCases,
        [
            "", "{", "[]", "<html/>", #"{"AccessKeyId": "CANARY"}"#,
            #"{"AccessKeyId": "CANARY", "SecretAccessKey": "CANARY", "Token": "CANARY"}"#,
            #"{"AccessKeyId": "CANARY", "SecretAccessKey": "CANARY", "Token": "", "Expiration": "2030-01-01T00:00:00Z"}"#,
            #"{"AccessKeyId": "C", "SecretAccessKey": "CANARY", "Token": "CANARY", "Expiration": "tomorrow CANARY"}"#,
            #"{"roleCredentials": {"accessKeyId": "CANARY", "secretAccessKey": "CANARY"}}"#,
            "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>CANARY</AccessKeyId></Credentials>",
        ])
    func `answers nonsense, and the error repeats none of it`(source: ExpiringSource, body: String) async throws {
        let fake = CredentialFake()
        let provider = try fake.provider(source)
        fake.fail { .ok(body) }
        let error = try #require(await #expect(throws: AWSError.self) { try await provider.credentials() })
        #expect([.credentials, .malformedResponse].contains(error.code))
        #expect(!"\(error)".contains("CANARY"))
    }

    @Test(arguments: ExpiringSource.allCases)
    func `that cannot be reached says so`(source: ExpiringSource) async throws {
        let fake = CredentialFake()
        let provider = try fake.provider(source)
        fake.fail { .refused }
        let error = try #require(await #expect(throws: AWSError.self) { try await provider.credentials() })
        #expect(error.code == .transport)
        #expect(error.message.contains("connection refused"))
    }
}
