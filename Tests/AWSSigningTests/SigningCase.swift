import AWSSigning
import Foundation
import HTTPTypes
import Testing

/// One line of `Tests/Fixtures/sigv4/bedrock.jsonl`: a request, how it is to be signed, and every stage of the result.
struct SigningCase: Decodable, CustomTestStringConvertible, Sendable {
    struct Keys: Decodable, Sendable {
        var access_key: String
        var secret_key: String
        var session_token: String?

        var credentials: Credentials {
            Credentials(accessKeyID: access_key, secretAccessKey: secret_key, sessionToken: session_token)
        }
    }

    struct Options: Decodable, Sendable {
        var normalize_path: Bool
        var double_encode_path: Bool
        var payload: String
        var content_sha256_header: Bool
        var session_token: String?
        var expires_in: Int?
    }

    struct Expectation: Decodable, Sendable {
        var canonical_request: String
        var string_to_sign: String
        var signature: String
        var signed_headers: String
        var authorization: String?
        var signed_target: String?
    }

    var name: String
    var kind: String
    var method: String
    var path: String
    var query: String
    var headers: [[String]]
    var body: String?
    var body_b64: String?
    var credentials: Keys
    var region: String
    var service: String
    var timestamp: String
    var options: Options
    var expect: Expectation

    var testDescription: String { name }

    var date: Date {
        get throws { try Date(timestamp, strategy: .iso8601) }
    }

    var bodyBytes: [UInt8] {
        if let body_b64 { return Array(Data(base64Encoded: body_b64) ?? Data()) }
        return Array((body ?? "").utf8)
    }

    var signer: SigV4Signer {
        var options = SigningOptions()
        options.normalizesPath = self.options.normalize_path
        options.pathEncoding = self.options.double_encode_path ? .double : .single
        options.includesContentSHA256Header = self.options.content_sha256_header
        switch self.options.payload {
        case "sha256(body)": options.payload = .hashed
        case "UNSIGNED-PAYLOAD": options.payload = .unsigned
        default: options.payload = .precomputed(self.options.payload)
        }
        if self.options.session_token == "add-after-signing" { options.sessionToken = .addedAfterSigning }
        return SigV4Signer(service: service, region: region, options: options)
    }

    var usedCredentials: Credentials {
        var keys = credentials
        if options.session_token == nil { keys.session_token = nil }
        return keys.credentials
    }

    func request() throws -> HTTPRequest {
        var request = HTTPRequest(
            method: try #require(HTTPRequest.Method(method)), scheme: "https", authority: nil,
            path: query.isEmpty ? path : "\(path)?\(query)")
        for pair in headers {
            if pair[0].lowercased() == "host" {
                request.authority = pair[1]
            } else {
                request.headerFields.append(HTTPField(name: try #require(HTTPField.Name(pair[0])), value: pair[1]))
            }
        }
        return request
    }

    static func all(_ file: String) throws -> [Self] {
        try lines(of: file).map { try JSONDecoder().decode(Self.self, from: $0) }
    }

    static func lines(of file: String) throws -> [Data] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/sigv4")
            .standardized
        return try String(contentsOf: folder.appending(path: file), encoding: .utf8).split(separator: "\n")
            .map { Data($0.utf8) }
    }
}
