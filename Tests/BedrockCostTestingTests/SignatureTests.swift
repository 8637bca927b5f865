import AWSCore
import AWSSigning
import BedrockCostTesting
import Foundation
import HTTPTypes
import Testing

@testable import enum BedrockCostTesting.SHA256

@Suite struct `Signatures and API keys` {
    let mock = MockAWS(seed: 1)

    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (String(repeating: "a", count: 1_000), "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"),
    ])
    func `the simulator's own SHA-256 agrees with the published digests`(text: String, digest: String) {
        #expect(SHA256.hash(Array(text.utf8)).map { String(format: "%02x", $0) }.joined() == digest)
    }

    @Test func `the simulator's own HMAC agrees with RFC 4231`() {
        let code = SHA256.authenticationCode(of: Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8))
        #expect(
            code.map { String(format: "%02x", $0) }.joined()
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        let long = SHA256.authenticationCode(
            of: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            key: [UInt8](repeating: 0xaa, count: 131))
        #expect(
            long.map { String(format: "%02x", $0) }.joined()
                == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
    }

    @Test func `a right signature is accepted, with ARNs, queries and odd spaces in the request`() async throws {
        let caller = Caller(mock)
        let arn = try await caller.profile("claims")
        #expect(try await caller.converse(arn, "Hello").status == 200)
        #expect(try await caller.control(.get, "/inference-profiles/\(label(arn))").status == 200)
        #expect(try await caller.control(.get, "/inference-profiles?type=APPLICATION&maxResults=1").status == 200)
        let spaced = try await caller.runtime(
            Models.haiku, "invoke", anthropic, fields: ["x-amzn-bedrock-trace": "  a   b  "])
        #expect(spaced.status == 200)
    }

    @Test func `a wrong secret is refused under each protocol's own name`() async throws {
        var caller = Caller(mock)
        caller.credentials = Credentials(accessKeyID: mock.credentials.accessKeyID, secretAccessKey: "wrong")
        let rest = try await caller.converse(Models.nova, "Hello")
        #expect((rest.status, rest.code) == (403, "InvalidSignatureException"))
        #expect(rest.field("x-amzn-requestid") != nil)
        let rpc = try await caller.tagging("GetResources", [:])
        #expect((rpc.status, rpc.code) == (400, "InvalidSignatureException"))
        let query = try await caller.sts("Action=GetCallerIdentity")
        #expect((query.status, query.code) == (403, "SignatureDoesNotMatch"))
    }

    @Test func `a body, header or path changed after signing is refused`() async throws {
        let changes: [@Sendable (inout HTTPRequest, inout [UInt8]) -> Void] = [
            { _, body in body.append(UInt8(ascii: " ")) },
            { request, _ in request.headerFields[.contentType] = "application/json; charset=utf-8" },
            { request, _ in request.path = request.path?.replacing("nova-lite", with: "nova-pro") },
            { request, _ in request.path = (request.path ?? "") + "?a=b" },
            { request, _ in request.authority = "bedrock-runtime.us-east-1.api.aws" },
        ]
        for change in changes {
            var caller = Caller(mock)
            caller.tamper = change
            let reply = try await caller.converse(Models.nova, "Hello")
            #expect((reply.status, reply.code) == (403, "InvalidSignatureException"))
        }
    }

    @Test func `an unknown key, a missing header and a malformed header have their own codes`() async throws {
        var caller = Caller(mock)
        caller.credentials = Credentials(accessKeyID: "AKIDUNKNOWN", secretAccessKey: "x")
        let unknown = try await caller.converse(Models.nova, "Hello")
        #expect((unknown.status, unknown.code) == (403, "UnrecognizedClientException"))
        #expect(try await caller.sts("Action=GetCallerIdentity").code == "InvalidClientTokenId")

        caller = Caller(mock)
        caller.tamper = { request, _ in request.headerFields[.authorization] = nil }
        let missing = try await caller.converse(Models.nova, "Hello")
        #expect((missing.status, missing.code) == (403, "MissingAuthenticationTokenException"))
        #expect(try await caller.sts("Action=GetCallerIdentity").code == "MissingAuthenticationToken")

        caller.tamper = { request, _ in request.headerFields[.authorization] = "AWS4-HMAC-SHA256 Credential=a/b" }
        #expect(try await caller.converse(Models.nova, "Hello").code == "IncompleteSignatureException")
    }

    @Test func `a signature of another date is refused, with the service's time in the message`() async throws {
        let strict = MockAWS(seed: 1) { $0.signatureTime = .simulated }
        var caller = Caller(strict)
        caller.date = strict.now.addingTimeInterval(-301)
        let late = try await caller.converse(Models.nova, "Hello")
        #expect(late.code == "InvalidSignatureException")
        #expect(late.message?.hasPrefix("Signature expired: 20261001T075459Z is now earlier than") == true)
        #expect(late.fields[.date] == "Thu, 01 Oct 2026 08:00:00 GMT")
        caller.date = strict.now.addingTimeInterval(301)
        #expect(
            try await caller.converse(Models.nova, "Hello").message?.hasPrefix("Signature not yet current") == true)
        caller.date = strict.now.addingTimeInterval(-299)
        #expect(try await caller.converse(Models.nova, "Hello").status == 200)
    }

    @Test func `without an injected clock, a caller's real time is accepted beside the simulated one`() async throws {
        var caller = Caller(mock)
        caller.date = Date()
        #expect(try await caller.converse(Models.nova, "Hello").status == 200)
        caller.date = nil
        #expect(try await caller.converse(Models.nova, "Hello").status == 200)
    }

    @Test func `a scope of another Region or service is refused`() async throws {
        var caller = Caller(mock)
        caller.tamper = { request, _ in request.authority = "bedrock.eu-west-1.amazonaws.com" }
        let region = try await caller.control(.get, "/foundation-models")
        #expect(region.message?.contains("Credential should be scoped to a valid region") == true)
        caller.tamper = { _, _ in }
        caller.signingName = "bedrock-mantle"
        let service = try await caller.control(.get, "/foundation-models")
        #expect(service.message == "Credential should be scoped to correct service: 'bedrock'.")
        caller.signingName = nil
        caller.region = "mars-north-1"
        #expect(try await caller.control(.get, "/foundation-models").code == "InvalidSignatureException")
    }

    @Test func `request metadata in a header must be signed`() async throws {
        var caller = Caller(mock)
        let metadata = #"{"team":"claims"}"#
        let signed = try await caller.runtime(
            Models.haiku, "invoke", anthropic, fields: ["X-Amzn-Bedrock-Request-Metadata": metadata])
        #expect(signed.status == 200)
        #expect(mock.requests.last?.requestMetadata == ["team": "claims"])
        caller.tamper = { request, _ in
            if let name = HTTPField.Name("X-Amzn-Bedrock-Request-Metadata") { request.headerFields[name] = metadata }
        }
        let unsigned = try await caller.runtime(Models.haiku, "invoke", anthropic)
        #expect(unsigned.message == "Header 'x-amzn-bedrock-request-metadata' must be signed.")
    }

    @Test func `long-term and short-term API keys open Bedrock and nothing else`() async throws {
        var caller = Caller(mock)
        caller.bearer = mock.apiKey
        #expect(try await caller.converse(Models.nova, "Hello").status == 200)
        #expect(mock.requests.last?.authentication == .apiKey(.longTerm))
        let short = try BedrockAPIKey(signedWith: mock.credentials, region: "us-east-1", at: mock.now)
        caller.bearer = short.token
        #expect(try await caller.control(.get, "/foundation-models").status == 200)
        #expect(mock.requests.last?.authentication == .apiKey(.shortTerm))
        #expect(try await caller.costExplorer("ListCostAllocationTags", [:]).code == "IncompleteSignatureException")

        caller.region = "eu-west-1"
        #expect(try await caller.control(.get, "/foundation-models").code == "AccessDeniedException")
        caller.bearer = "bedrock-api-key-nonsense"
        #expect(try await caller.control(.get, "/foundation-models").status == 403)
        caller.bearer = "ABSKunknown"
        #expect(try await caller.control(.get, "/foundation-models").status == 403)
    }

    @Test func `a short-term API key ends when it says so`() async throws {
        let strict = MockAWS(seed: 1) { $0.signatureTime = .simulated }
        var caller = Caller(strict)
        caller.bearer = try BedrockAPIKey(
            signedWith: strict.credentials, region: "us-east-1", at: strict.now, lifetime: .seconds(600)
        ).token
        strict.clock.advance(by: .seconds(599))
        #expect(try await caller.converse(Models.nova, "Hello").status == 200)
        strict.clock.advance(by: .seconds(1))
        #expect(try await caller.converse(Models.nova, "Hello").message == "Bearer Token has expired")
    }

    @Test func `what is recorded of a request holds no secret`() async throws {
        let caller = Caller(mock)
        _ = try await caller.converse(Models.nova, "Hello")
        let request = try #require(mock.requests.last)
        #expect(request.operation == "Converse")
        #expect(request.headers["authorization"] == nil)
        #expect(request.body?["messages"]?[0]?["content"]?[0]?["text"] == "Hello")
        guard case .signature(let key, let signedHeaders) = request.authentication else {
            Issue.record("not signed")
            return
        }
        #expect(key == mock.credentials.accessKeyID)
        #expect(signedHeaders.contains("x-amz-date") && signedHeaders.contains("host"))
    }

    @Test func `the log of requests forgets the oldest beyond its limit`() async throws {
        let small = MockAWS(seed: 1) { $0.recordedRequestLimit = 2 }
        for index in 0..<5 { _ = try await Caller(small).converse(Models.nova, "Call \(index)") }
        #expect(small.requests.map(\.ordinal) == [3, 4])
    }

    private let anthropic: JSONValue = [
        "anthropic_version": "bedrock-2023-05-31", "max_tokens": 20,
        "messages": [["role": "user", "content": "Hello"]],
    ]
}
