import Foundation
import HTTPTypes
import Testing

@testable import AWSSigning

@Suite struct RedactionTests {
    let canary = "CANARYCANARYCANARY"
    let date = Date(timeIntervalSince1970: 1_769_868_326)

    /// Every way in which a value usually becomes text.
    func texts(of value: some Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        return ["\(value)", String(reflecting: value), dumped, "\([value])", String(describing: Optional(value))]
    }

    @Test func `no description of a value shows a secret`() throws {
        let credentials = Credentials(
            accessKeyID: "AKIA\(canary)", secretAccessKey: "s\(canary)", sessionToken: "t\(canary)", expiration: date,
            accountID: "123456789012")
        let request = HTTPRequest(method: .get, scheme: "https", authority: "localhost", path: "/?a=\(canary)")
        let cache = SigningKeyCache(capacity: 2)
        let signer = SigV4Signer(service: "bedrock", region: "us-east-1", cache: cache)
        let stages = try signer.stages(signing: request, with: credentials, at: date)
        let signingKey = try SigningKey(
            secretAccessKey: "s\(canary)", date: date, region: "us-east-1", service: "bedrock")
        let apiKey = try BedrockAPIKey(
            signedWith: credentials, region: "us-east-1", at: date.addingTimeInterval(-3_600))
        let longTermKey = try BedrockAPIKey("ABSK\(canary)")
        let secrets = [canary, stages.signature.hexadecimal, apiKey.token, Hexadecimal.lowercase(signingKey.bytes)]
        let values: [Any] = [
            credentials, signer, stages, stages.canonicalRequest, stages.stringToSign, stages.signature, signingKey,
            apiKey, longTermKey, cache,
        ]
        for text in values.flatMap({ texts(of: $0) }) {
            for secret in secrets { #expect(!text.contains(secret)) }
        }
    }

    @Test func `no error shows a secret`() throws {
        let good = Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: canary, sessionToken: canary)
        func fails(
            _ credentials: Credentials? = nil, authority: String? = "localhost", path: String = "/",
            fields: HTTPFields = [:], region: String = "us-east-1", payload: SigningOptions.Payload = .hashed,
            expiry: Duration = .seconds(1), date: Date = Date(timeIntervalSince1970: 0)
        ) -> SigningError? {
            var options = SigningOptions()
            options.payload = payload
            var request = HTTPRequest(
                method: .get, scheme: "https", authority: authority, path: path, headerFields: fields)
            return #expect(throws: SigningError.self) {
                try SigV4Signer(service: "bedrock", region: region, options: options)
                    .presign(&request, with: credentials ?? good, at: date, expiresIn: expiry)
            }
        }
        let errors = [
            fails(Credentials(accessKeyID: canary + "\n", secretAccessKey: canary)),
            fails(Credentials(accessKeyID: canary, secretAccessKey: "")),
            fails(Credentials(accessKeyID: "A", secretAccessKey: canary, sessionToken: canary + "\n")),
            fails(authority: nil), fails(authority: canary + "@host"), fails(path: canary),
            fails(path: "/?X-Amz-Signature=" + canary), fails(region: canary + "/"),
            fails(fields: HTTPFields([HTTPField(name: .cookie, lenientValue: Array("\u{2}\(canary)".utf8))])),
            fails(payload: .precomputed(canary + " ")), fails(expiry: .zero),
            fails(date: Date(timeIntervalSince1970: -1)),
            #expect(throws: SigningError.self) { try BedrockAPIKey("bedrock-api-key-" + canary + "!") },
            #expect(throws: SigningError.self) { try BedrockAPIKey(canary + " ") },
        ]
        for error in errors {
            let error = try #require(error)
            for text in texts(of: error) + [error.code.description] {
                #expect(!text.contains(canary))
            }
        }
    }
}
