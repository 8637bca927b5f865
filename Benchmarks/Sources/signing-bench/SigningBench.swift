import AWSSigning
import BenchmarkSupport
import CSigningFloor
import Foundation
import HTTPTypes

/// Header-signs a Converse request of 1 KiB and of 16 KiB, beside the bare hashing of the same bytes.
@main
struct SigningBench {
    /// The same request as in `python/botocore_signing.py`, which makes its requests outside of the time measured too.
    static func request() -> HTTPRequest {
        var request = HTTPRequest(
            method: .post, scheme: "https", authority: "bedrock-runtime.us-east-1.amazonaws.com",
            path: "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aapplication-inference-profile%2F"
                + "a1b2c3d4e5f6/converse",
            headerFields: [.contentType: "application/json", .accept: "application/json"])
        for (name, value) in [
            ("X-Amzn-Bedrock-Service-Tier", "flex"), ("X-Amzn-Bedrock-Trace", "ENABLED"),
            ("User-Agent", "swift-bedrock-cost/1.0"),
        ] {
            if let name = HTTPField.Name(name) { request.headerFields[name] = value }
        }
        return request
    }

    static func main() throws {
        let credentials = Credentials(
            accessKeyID: "ASIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            sessionToken: String(repeating: "IQoJb3JpZ2luX2VjEXAMPLE/+", count: 16))
        let signer = SigV4Signer(service: "bedrock", region: "us-east-1")
        let date = Date(timeIntervalSince1970: 1_769_868_326)
        let base = request()
        let key = try SigningKey(
            secretAccessKey: credentials.secretAccessKey, date: date, region: "us-east-1", service: "bedrock")

        var contest = Contest()
        for (size, iterations) in [(1_024, 40_000), (16_384, 10_000)] {
            let body = [UInt8](repeating: UInt8(ascii: "x"), count: size)
            contest.add("sign \(size)", iterations: iterations, prepare: request) { request in
                try signer.sign(&request, body: body, with: credentials, at: date)
            }

            let stages = try signer.stages(signing: base, body: body, with: credentials, at: date)
            let canonical = stages.canonicalRequest.bytes
            let text = Array(stages.stringToSign.text.utf8)
            guard let floor = signing_floor_create(key.bytes, key.bytes.count) else {
                throw SigningError(.cryptographyFailed, "the floor could not be prepared")
            }
            var signature = [UInt8](repeating: 0, count: 32)
            signing_floor_run(
                floor, body, body.count, canonical, canonical.count, text, text.count, &signature)
            // Both must have done the same work.
            precondition(
                signature.map { String(format: "%02x", $0) }.joined() == stages.signature.hexadecimal)
            contest.add("floor \(size)", iterations: iterations) { iterations in
                var signature = [UInt8](repeating: 0, count: 32)
                for _ in 0..<iterations {
                    let status = signing_floor_run(
                        floor, body, body.count, canonical, canonical.count, text, text.count, &signature)
                    precondition(status == 1)
                }
            }
        }
        try contest.run()
        for (size, name, bound) in [(1_024, "1 KiB", 2.5), (16_384, "16 KiB", 1.3)] {
            Report.line(
                measure: "header-sign a \(name) Converse request",
                reference: "libcrypto: SHA-256 of body and canonical request, one HMAC with a kept key",
                value: contest.median("sign \(size)"), referenceValue: contest.median("floor \(size)"), bound: bound)
        }
    }
}
