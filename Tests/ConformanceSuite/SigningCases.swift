import AWSSigning
import Foundation
import HTTPTypes

/// Signatures, derived keys and short-term API keys: AWSSigning.
enum SigningCases {
    static func runKey(_ testCase: JSON) throws {
        let day = try require(testCase["date"].string, "no date")
        let date = try require(
            Instant.date(rfc3339: "\(day.prefix(4))-\(day.dropFirst(4).prefix(2))-\(day.suffix(2))T00:00:00Z"),
            "no date")
        let key = try SigningKey(
            secretAccessKey: testCase["secret_key"].string ?? "", date: date, region: testCase["region"].string ?? "",
            service: testCase["service"].string ?? "")
        try expect(Hex.text(key.bytes), testCase["expect"]["signing_key_hex"].string ?? "", "the key")
    }

    static func runAPIKey(_ testCase: JSON) throws {
        let expected = testCase["expect"]
        func makeKey() throws -> BedrockAPIKey {
            try BedrockAPIKey(
                signedWith: credentials(testCase, withToken: true), region: testCase["region"].string ?? "",
                at: try date(testCase), lifetime: .seconds(testCase["expires_in"].int ?? 43_200))
        }
        if expected.has("refused") {
            guard let key = try? makeKey() else { return }
            throw Mismatch("a key was made that should be refused: \(key)")
        }
        let key = try makeKey()
        if key.token == expected["api_key"].string { return }
        let prefix = "bedrock-api-key-"
        let url = Data(base64Encoded: String(key.token.dropFirst(prefix.count))).map {
            String(decoding: $0, as: UTF8.self)
        }
        let decoded = try require(expected["decoded"].string, "the key differs, and the case has no decoded form")
        let wanted = decoded.hasPrefix(prefix) ? String(decoded.dropFirst(prefix.count)) : decoded
        guard key.token.hasPrefix(prefix), let url, target(url) == target(wanted) else {
            throw Mismatch("the key holds \(url ?? "no base64"), not \(wanted)")
        }
    }

    static func runRequest(_ testCase: JSON) throws {
        if testCase["expect"].has("canonical_request") {
            do {
                try compareSignature(testCase)
            } catch let error as SigningError where isFolded(testCase) && error.code == .invalidHeader {
                // Refusing a line break in a header's value is right, too.
            }
        } else {
            try checkRefusal(testCase)
        }
    }

    private static func compareSignature(_ testCase: JSON) throws {
        let expected = testCase["expect"]
        var (request, body) = (try request(testCase), try testCase.bytes())
        let signer = try signer(testCase)
        let credentials = credentials(testCase, withToken: !testCase["options"]["session_token"].isNull)
        let date = try date(testCase)
        let stages: SigningStages
        if testCase["kind"].string == "query" {
            let expiry = Duration.seconds(testCase["options"]["expires_in"].int ?? 3600)
            stages = try signer.stages(
                presigning: request, body: body, with: credentials, at: date, expiresIn: expiry)
            try signer.presign(&request, body: body, with: credentials, at: date, expiresIn: expiry)
        } else {
            stages = try signer.stages(signing: request, body: body, with: credentials, at: date)
            try signer.sign(&request, body: body, with: credentials, at: date)
        }
        let found = [
            ("canonical_request", stages.canonicalRequest.text),
            ("signed_headers", stages.canonicalRequest.signedHeaders),
            ("string_to_sign", stages.stringToSign.text), ("signature", stages.signature.hexadecimal),
        ]
        for (stage, text) in found {
            if let wanted = expected[stage].string { try expect(text, wanted, stage) }
        }
        if let authorization = expected["authorization"].string {
            try expect(request.headerFields[.authorization] ?? "", authorization, "Authorization")
            try expect(request.headerFields[name("x-amz-date")] ?? "", testCase["amz_date"].string ?? "", "X-Amz-Date")
        }
        if let signedTarget = expected["signed_target"].string {
            try expect(target(request.path ?? ""), target(signedTarget), "the signed target")
        }
        if !isFolded(testCase) {
            for field in expected["signed_request_headers"].array where field[0].string?.lowercased() != "host" {
                let name = try name(field[0].string ?? "")
                let wanted = try require(field[1].string, "a header without a value")
                guard request.headerFields[values: name].contains(wanted.trimmingCharacters(in: .whitespaces)) else {
                    throw Mismatch("the signed request has no \(name): \(wanted)")
                }
            }
        }
    }

    /// The caller's own signature parameters may be refused, or replaced by the signer's.
    private static func checkRefusal(_ testCase: JSON) throws {
        let original = try request(testCase)
        var request = original
        let credentials = credentials(testCase, withToken: !testCase["options"]["session_token"].isNull)
        do {
            try signer(testCase).sign(&request, body: testCase.bytes(), with: credentials, at: date(testCase))
        } catch is SigningError {
            return try expect(request, original, "the request that was refused")
        }
        let ownQuery = target(original.path ?? "").filter { $0.lowercased().hasPrefix("x-amz-") }
        guard Set(target(request.path ?? "")).isDisjoint(with: ownQuery) else {
            throw Mismatch("signed with the caller's own parameters \(ownQuery)")
        }
        try expect(request.headerFields[values: name("x-amz-date")], [testCase["amz_date"].string ?? ""], "X-Amz-Date")
        try expect(request.headerFields[values: .authorization].count, 1, "the count of Authorization fields")
    }

    // MARK: - Reading a case

    private static func request(_ testCase: JSON) throws -> HTTPRequest {
        let path = testCase["path"].string ?? ""
        let query = testCase["query"].string ?? ""
        var request = HTTPRequest(
            method: try require(HTTPRequest.Method(testCase["method"].string ?? ""), "no method"), scheme: "https",
            authority: nil, path: (path.isEmpty ? "/" : path) + (query.isEmpty ? "" : "?\(query)"))
        for field in testCase["headers"].array {
            let (fieldName, value) = (field[0].string ?? "", field[1].string ?? "")
            if fieldName.lowercased() == "host" {
                request.authority = value
            } else {
                request.headerFields.append(HTTPField(name: try name(fieldName), value: value))
            }
        }
        return request
    }

    private static func signer(_ testCase: JSON) throws -> SigV4Signer {
        let given = testCase["options"]
        var options = SigningOptions()
        options.normalizesPath = given["normalize_path"].bool ?? true
        options.pathEncoding = given["double_encode_path"].bool ?? true ? .double : .single
        options.includesContentSHA256Header = given["content_sha256_header"].bool ?? false
        switch given["payload"].string {
        case nil, "sha256(body)": options.payload = .hashed
        case "UNSIGNED-PAYLOAD": options.payload = .unsigned
        case .some(let literal): options.payload = .precomputed(literal)
        }
        if given["session_token"].string == "add-after-signing" { options.sessionToken = .addedAfterSigning }
        return SigV4Signer(
            service: testCase["service"].string ?? "", region: testCase["region"].string ?? "", options: options)
    }

    private static func credentials(_ testCase: JSON, withToken: Bool) -> Credentials {
        let given = testCase["credentials"]
        return Credentials(
            accessKeyID: given["access_key"].string ?? "", secretAccessKey: given["secret_key"].string ?? "",
            sessionToken: withToken ? given["session_token"].string : nil)
    }

    private static func date(_ testCase: JSON) throws -> Date {
        try require(Instant.date(rfc3339: testCase["timestamp"].string ?? ""), "no timestamp")
    }

    private static func isFolded(_ testCase: JSON) -> Bool {
        testCase["headers"].array.contains { $0[1].string?.contains { $0.isNewline } ?? false }
    }

    private static func name(_ text: String) throws -> HTTPField.Name {
        try require(HTTPField.Name(text), "\(text) is no field name")
    }

    /// A request target as its path and its parameters, whose order does not matter.
    private static func target(_ target: String) -> [String] {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let parameters = parts.count > 1 ? parts[1].split(separator: "&").map(String.init).sorted() : []
        return [String(parts[0])] + parameters
    }
}

/// Bytes as hexadecimal text.
enum Hex {
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    static func bytes(_ text: String) throws -> [UInt8] {
        let digits = try text.utf8.map { byte in
            try require(Character(Unicode.Scalar(byte)).hexDigitValue, "not hexadecimal")
        }
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
