import AWSSigning
import Foundation
import HTTPTypes
import Testing

/// The fixtures of `Tests/Fixtures/sigv4`, made with botocore and aws-bedrock-token-generator.
@Suite struct FixtureTests {
    static let cases = Result { try SigningCase.all("bedrock.jsonl") }

    @Test func `the fixtures are there`() throws {
        #expect(try Self.cases.get().count == 49)
    }

    @Test(arguments: (try? cases.get()) ?? [])
    func `every stage of a fixture's signature is as expected`(_ fixture: SigningCase) throws {
        let request = try fixture.request()
        let stages: SigningStages
        if let seconds = fixture.options.expires_in {
            stages = try fixture.signer.stages(
                presigning: request, body: fixture.bodyBytes, with: fixture.usedCredentials, at: fixture.date,
                expiresIn: .seconds(seconds))
        } else {
            stages = try fixture.signer.stages(
                signing: request, body: fixture.bodyBytes, with: fixture.usedCredentials, at: fixture.date)
        }
        #expect(stages.canonicalRequest.text == fixture.expect.canonical_request)
        #expect(stages.canonicalRequest.signedHeaders == fixture.expect.signed_headers)
        #expect(stages.stringToSign.text == fixture.expect.string_to_sign)
        #expect(stages.signature.hexadecimal == fixture.expect.signature)
        let key = try SigningKey(
            secretAccessKey: fixture.credentials.secret_key, date: fixture.date, region: fixture.region,
            service: fixture.service)
        #expect(try key.signature(of: stages.stringToSign) == stages.signature)
    }

    @Test(arguments: (try? cases.get()) ?? [])
    func `a fixture's request carries its signature`(_ fixture: SigningCase) throws {
        var request = try fixture.request()
        if let seconds = fixture.options.expires_in {
            try fixture.signer.presign(
                &request, body: fixture.bodyBytes, with: fixture.usedCredentials, at: fixture.date,
                expiresIn: .seconds(seconds))
            #expect(parameters(request.path) == parameters(fixture.expect.signed_target))
            #expect(request.headerFields == (try fixture.request().headerFields))
        } else {
            try fixture.signer.sign(
                &request, body: fixture.bodyBytes, with: fixture.usedCredentials, at: fixture.date)
            let names = request.headerFields.map(\.name.canonicalName)
            #expect(request.headerFields[.authorization] == fixture.expect.authorization)
            #expect(names.contains("x-amz-date"))
            #expect(names.contains("x-amz-security-token") == (fixture.usedCredentials.sessionToken != nil))
            #expect(names.contains("x-amz-content-sha256") == fixture.options.content_sha256_header)
            #expect(request.path == (try fixture.request().path))
        }
    }

    /// A target as its path and its parameters, whose order does not count.
    private func parameters(_ target: String?) -> [String] {
        let parts = (target ?? "").split(separator: "?", maxSplits: 1)
        return [String(parts.first ?? "")] + (parts.last ?? "").split(separator: "&").map(String.init).sorted()
    }

    struct KeyCase: Decodable {
        struct Expectation: Decodable { var signing_key_hex: String }
        var secret_key: String
        var date: String
        var region: String
        var service: String
        var expect: Expectation
    }

    @Test func `derived keys are botocore's`() throws {
        let cases = try SigningCase.lines(of: "signing-key.jsonl").map {
            try JSONDecoder().decode(KeyCase.self, from: $0)
        }
        #expect(cases.count == 9)
        for fixture in cases {
            let date = try Date(fixture.date, strategy: .iso8601.year().month().day().dateSeparator(.omitted))
            let key = try SigningKey(
                secretAccessKey: fixture.secret_key, date: date, region: fixture.region, service: fixture.service)
            #expect(key.bytes.map { String(format: "%02x", $0) }.joined() == fixture.expect.signing_key_hex)
        }
    }

    struct APIKeyCase: Decodable {
        struct Expectation: Decodable {
            var api_key: String?
            var refused: String?
        }
        var name: String
        var credentials: SigningCase.Keys
        var region: String
        var timestamp: String
        var expires_in: Int
        var expect: Expectation
    }

    @Test func `short-term API keys are the token generator's, byte for byte, and can be read back`() throws {
        let cases = try SigningCase.lines(of: "api-keys.jsonl").map {
            try JSONDecoder().decode(APIKeyCase.self, from: $0)
        }
        #expect(cases.count == 12)
        for fixture in cases {
            let date = try Date(fixture.timestamp, strategy: .iso8601)
            func makeKey() throws -> BedrockAPIKey {
                try BedrockAPIKey(
                    signedWith: fixture.credentials.credentials, region: fixture.region, at: date,
                    lifetime: .seconds(fixture.expires_in))
            }
            guard fixture.expect.refused == nil else {
                let error = #expect(throws: SigningError.self) { try makeKey() }
                #expect(error?.code == .invalidExpiry, "\(fixture.name)")
                continue
            }
            let key = try makeKey()
            #expect(key.token == fixture.expect.api_key, "\(fixture.name)")
            #expect(key.expiration == date.addingTimeInterval(Double(fixture.expires_in)))
            #expect(try BedrockAPIKey(key.token) == key)
        }
    }
}
