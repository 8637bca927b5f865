import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A JSON web token of a simulated identity provider. The simulator is its own provider: it knows the key.
struct WebIdentityToken {
    private static let tagsClaim = "https://aws.amazon.com/tags"

    var issuer: String
    var subject: String
    var audience: String
    var expiration: Date
    var tags: [String: String]
    var transitiveKeys: [String]

    init(
        issuer: String, subject: String, audience: String, expiration: Date, tags: [String: String],
        transitiveKeys: [String]
    ) {
        self.issuer = issuer
        self.subject = subject
        self.audience = audience
        self.expiration = expiration
        self.tags = tags
        self.transitiveKeys = transitiveKeys
    }

    /// The token in `text`; `nil` where it is none that a simulator of this seed has issued.
    init?(_ text: String, seed: UInt64) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, parts[2] == Self.signature(of: "\(parts[0]).\(parts[1])", seed: seed),
            let bytes = [UInt8](base64URL: parts[1]), let claims = try? JSONValue(parsing: bytes),
            let issuer = claims["iss"]?.string, let subject = claims["sub"]?.string,
            let audience = claims["aud"]?.string, let end = claims["exp"]?.double
        else { return nil }
        self.issuer = issuer
        self.subject = subject
        self.audience = audience
        expiration = Date(timeIntervalSince1970: end)
        let claim = claims[Self.tagsClaim]
        tags = (claim?["principal_tags"]?.object ?? [:]).compactMapValues { $0[0]?.string }
        transitiveKeys = claim?["transitive_tag_keys"]?.array?.compactMap(\.string) ?? []
    }

    /// The token on the wire.
    func text(seed: UInt64) -> String {
        let claims: JSONValue = [
            "iss": .string(issuer), "sub": .string(subject), "aud": .string(audience),
            "exp": .int(Int64(expiration.timeIntervalSince1970)),
            Self.tagsClaim: [
                "principal_tags": .object(tags.mapValues { [.string($0)] }),
                "transitive_tag_keys": .array(transitiveKeys.map(JSONValue.string)),
            ],
        ]
        let signed = "\(Array(#"{"alg":"HS256","typ":"JWT"}"#.utf8).base64URL).\(claims.bytes.base64URL)"
        return "\(signed).\(Self.signature(of: signed, seed: seed))"
    }

    private static func signature(of text: String, seed: UInt64) -> String {
        SHA256.authenticationCode(of: Array(text.utf8), key: Array("mock-web-identity-\(seed)".utf8)).base64URL
    }
}

extension [UInt8] {
    fileprivate var base64URL: String {
        String(
            base64.compactMap { character in
                switch character {
                case "+": "-"
                case "/": "_"
                case "=": nil
                default: character
                }
            })
    }

    fileprivate init?(base64URL text: String) {
        let standard = String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        self.init(base64: standard + String(repeating: "=", count: (4 - standard.count % 4) % 4))
    }
}
