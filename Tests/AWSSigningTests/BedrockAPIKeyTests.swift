import AWSSigning
import Foundation
import Testing

@Suite struct BedrockAPIKeyTests {
    let date = Date(timeIntervalSince1970: 1_769_868_326)

    func credentials(endingIn seconds: Double?) -> Credentials {
        Credentials(
            accessKeyID: "ASIDEXAMPLE", secretAccessKey: "secret", sessionToken: "token",
            expiration: seconds.map { date.addingTimeInterval($0) })
    }

    @Test func `a key lasts twelve hours, but not longer than its credentials`() throws {
        let long = try BedrockAPIKey(signedWith: credentials(endingIn: nil), region: "us-west-2", at: date)
        #expect(long.expiration == date.addingTimeInterval(43_200))
        let short = try BedrockAPIKey(signedWith: credentials(endingIn: 900.9), region: "us-west-2", at: date)
        #expect(short.expiration == date.addingTimeInterval(900))
        #expect(try BedrockAPIKey(short.token).expiration == short.expiration)
        #expect(short.isValid(at: date.addingTimeInterval(899)))
        #expect(!short.isValid(at: date.addingTimeInterval(900)))
        #expect(short.isShortTerm)
        #expect(short.region == "us-west-2")
    }

    @Test func `credentials that have ended make no key`() {
        for seconds in [-10.0, 0, 0.5] {
            let error = #expect(throws: SigningError.self) {
                try BedrockAPIKey(signedWith: credentials(endingIn: seconds), region: "us-west-2", at: date)
            }
            #expect(
                error?.description == "expiredCredentials: the credentials have ended: they can make no API key")
        }
    }

    @Test(arguments: [
        Duration.zero, .milliseconds(999), .seconds(-5), .seconds(43_201), .seconds(43_200) + .milliseconds(1),
    ])
    func `a lifetime out of range is refused`(lifetime: Duration) {
        let error = #expect(throws: SigningError.self) {
            try BedrockAPIKey(
                signedWith: credentials(endingIn: nil), region: "us-west-2", at: date, lifetime: lifetime)
        }
        #expect(error?.description == "invalidExpiry: a Bedrock API key is good for 1 to 43200 seconds")
    }

    @Test func `a long-term key says nothing of itself`() throws {
        let key = try BedrockAPIKey("ABSKQmVkcm9ja0FQSUtleQ==")
        #expect(key.region == nil)
        #expect(key.expiration == nil)
        #expect(!key.isShortTerm)
        #expect(key.isValid(at: .distantFuture))
    }

    @Test(arguments: [
        ("", "invalidAPIKey: an API key is not empty and has no spaces, line breaks or characters beyond ASCII"),
        ("ABSK\n", "invalidAPIKey: an API key is not empty and has no spaces, line breaks or characters beyond ASCII"),
        (
            "bedrock-api-key-YmVkcm9j!",
            "invalidAPIKey: the short-term API key is cut off or damaged: its content is not base64"
        ),
        (
            "bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29tLz9BY3Rpb249Q2FsbFdpdGhCZWFyZXJUb2tlbg==",
            "invalidAPIKey: the short-term API key has no readable date, lifetime and region: it may be cut off"
        ),
    ])
    func `a text that is no key is refused`(text: String, message: String) {
        let error = #expect(throws: SigningError.self) { try BedrockAPIKey(text) }
        #expect(error?.description == message)
    }

    @Test func `a key of unknown content is kept for the service to judge`() throws {
        let key = try BedrockAPIKey("bedrock-api-key-YmVkcm9jaw==")
        #expect(key.token == "bedrock-api-key-YmVkcm9jaw==")
        #expect(key.region == nil)
        #expect(key.isValid(at: .distantFuture))
    }

    @Test func `a key with an impossible date is refused`() throws {
        let key = try BedrockAPIKey(signedWith: credentials(endingIn: nil), region: "us-west-2", at: date)
        let content = try #require(Data(base64Encoded: String(key.token.dropFirst(16))))
        for wrong in ["20260230T140526Z", "20260131T240526Z", "2026-01-31", "20260131T14052xZ", "19690131T140526Z"] {
            let text = String(decoding: content, as: UTF8.self).replacing("20260131T140526Z", with: wrong)
            let error = #expect(throws: SigningError.self) {
                try BedrockAPIKey("bedrock-api-key-" + Data(text.utf8).base64EncodedString())
            }
            #expect(error?.code == .invalidAPIKey)
        }
    }
}
