import AWSSigning
import Foundation
import HTTPTypes
import Testing

@Suite struct EventStreamSignerTests {
    /// One chain of `Tests/Fixtures/signed-events/chains.jsonl`.
    struct Chain: Decodable, CustomTestStringConvertible {
        struct Event: Decodable {
            var milliseconds: Int64
            var message_hex: String
            var signature_hex: String
        }

        var name: String
        var path: String
        var host: String
        var access_key: String
        var secret_key: String
        var session_token: String?
        var region: String
        var service: String
        var milliseconds: Int64
        var opening_signature: String
        var events: [Event]

        var testDescription: String { name }

        static let all: [Chain] = {
            let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .appending(path: "Fixtures/signed-events/chains.jsonl")
            let lines = ((try? String(contentsOf: file, encoding: .utf8)) ?? "").split(separator: "\n")
            return lines.compactMap { try? JSONDecoder().decode(Chain.self, from: Data($0.utf8)) }
        }()
    }

    @Test func `the fixtures are there`() {
        #expect(Chain.all.count == 3)
    }

    @Test(arguments: Chain.all)
    func `a request opens the chain of its events`(_ chain: Chain) throws {
        var request = HTTPRequest(
            method: .post, scheme: "https", authority: chain.host, path: chain.path,
            headerFields: [.contentType: "application/vnd.amazon.eventstream"])
        let credentials = Credentials(
            accessKeyID: chain.access_key, secretAccessKey: chain.secret_key, sessionToken: chain.session_token)
        let signer = SigV4Signer(service: chain.service, region: chain.region)
        var events = try signer.openEventStream(&request, with: credentials, at: chain.milliseconds.date)

        #expect(request.headerFields[.authorization]?.hasSuffix("Signature=\(chain.opening_signature)") == true)
        let literal = try #require(HTTPField.Name("x-amz-content-sha256"))
        #expect(request.headerFields[literal] == "STREAMING-AWS4-HMAC-SHA256-EVENTS")
        for event in chain.events {
            let signature = try events.sign(event.message_hex.hexBytes, at: event.milliseconds.date)
            #expect(signature.bytes == event.signature_hex.hexBytes)
            #expect(signature.milliseconds == event.milliseconds)
        }
    }

    /// Four events of aws-c-auth's own tests.
    @Test func `the published chain of events has its signatures`() throws {
        var events = try EventStreamSigner(
            SigV4Signer(service: "demo", region: "us-east-1"),
            with: Credentials(accessKeyID: "access", secretAccessKey: "secret"),
            after: Signature(hexadecimal: "e1d8e8c8815e60969f2a34765c9a15945ffc0badbaa4b7e3b163ea19131e949b"))
        let start = 348_474_601
        let expected = [
            ("A", "7aabf85b765e6a4d0d500b6e968657b14726fa3e1eb7e839302728ffd77629a5"),
            ("B", "f72aa9642f571d24a6e1ae42f10f073ad9448d8a028b6bcd82da081335adda02"),
            ("C", "632af120435b57ec241d8bfbb12e496dfd5e2730a1a02ac0ab6eaa230ae02e9a"),
            ("", "c6f679ddb3af68f5e82f0cf6761244cb2338cf11e7d01a24130aea1b7c17e53e"),
        ]
        for (index, (message, signature)) in expected.enumerated() {
            let date = Date(timeIntervalSince1970: TimeInterval(start + index) + 0.75)
            #expect(try events.sign(Array(message.utf8), at: date).bytes == signature.hexBytes)
        }
    }

    @Test func `a date that cannot be signed leaves the chain where it was`() throws {
        let signer = SigV4Signer(service: "demo", region: "us-east-1")
        let credentials = Credentials(accessKeyID: "access", secretAccessKey: "secret")
        var events = try EventStreamSigner(signer, with: credentials, after: Signature(hexadecimal: "00"))
        var untouched = events
        let error = #expect(throws: SigningError.self) { try events.sign([1], at: Date(timeIntervalSince1970: -1)) }
        #expect(error?.code == .invalidDate)
        let date = Date(timeIntervalSince1970: 1_769_868_326)
        #expect(try events.sign([1], at: date) == untouched.sign([1], at: date))
    }

    @Test func `wrong credentials and scopes are refused before the request is touched`() throws {
        let date = Date(timeIntervalSince1970: 1_769_868_326)
        var request = HTTPRequest(method: .post, scheme: "https", authority: "example.com", path: "/")
        let before = request
        let noSecret = #expect(throws: SigningError.self) {
            try SigV4Signer(service: "bedrock", region: "us-east-1")
                .openEventStream(&request, with: Credentials(accessKeyID: "AKID", secretAccessKey: ""), at: date)
        }
        #expect(noSecret?.code == .invalidCredentials)
        let noRegion = #expect(throws: SigningError.self) {
            try SigV4Signer(service: "bedrock", region: "us east")
                .openEventStream(&request, with: Credentials(accessKeyID: "AKID", secretAccessKey: "s"), at: date)
        }
        #expect(noRegion?.code == .invalidScope)
        #expect(request == before)
    }

    @Test func `no description shows a signature`() throws {
        let prior = String(repeating: "ab", count: 32)
        var events = try EventStreamSigner(
            SigV4Signer(service: "demo", region: "us-east-1"),
            with: Credentials(accessKeyID: "access", secretAccessKey: "canary-secret"),
            after: Signature(hexadecimal: prior))
        let signature = try events.sign([], at: Date(timeIntervalSince1970: 1_769_868_326))
        var text = "\(events) \(signature)"
        dump(events, to: &text)
        dump(signature, to: &text)
        #expect(!text.contains(prior) && !text.contains("canary"))
        #expect(!text.contains("bytes"))
    }
}

extension Int64 {
    fileprivate var date: Date { Date(timeIntervalSince1970: Double(self) / 1_000) }
}

extension String {
    fileprivate var hexBytes: [UInt8] {
        let digits = Array(utf8)
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
        }
    }
}
