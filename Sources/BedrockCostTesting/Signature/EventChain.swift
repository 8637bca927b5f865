#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Checks the signatures of a stream of events, each over the one before, by the simulator's own reading of the rules.
struct EventChain {
    let secret: String
    let region: String
    let service: String
    /// The signature that the next one is made over.
    private(set) var prior: String

    init(secret: String, region: String, service: String, prior: String) {
        self.secret = secret
        self.region = region
        self.service = service
        self.prior = prior
    }

    /// Checks the next message of the stream and goes on from it.
    ///
    /// - Parameters:
    ///   - milliseconds: The value of `:date`.
    ///   - signature: The value of `:chunk-signature`.
    mutating func verify(
        _ payload: [UInt8], milliseconds: Int64, signature: [UInt8]
    ) throws(AuthenticationFailure) {
        let date = Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
        let day = String(date.amzDate.prefix(8))
        let header =
            [5] + Array(":date".utf8) + [8]
            + stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: milliseconds >> Int64($0)) }
        let text = [
            "AWS4-HMAC-SHA256-PAYLOAD", date.amzDate, "\(day)/\(region)/\(service)/aws4_request", prior,
            SHA256.hash(header).hexadecimal, SHA256.hash(payload).hexadecimal,
        ]
        var key = Array("AWS4\(secret)".utf8)
        for part in [day, region, service, "aws4_request", text.joined(separator: "\n")] {
            key = SHA256.authenticationCode(of: Array(part.utf8), key: key)
        }
        guard key == signature else { throw .wrongSignature }
        prior = key.hexadecimal
    }
}
