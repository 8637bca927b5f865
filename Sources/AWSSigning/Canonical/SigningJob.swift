#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// What is asked of one signature, checked as far as it can be without the request.
struct SigningJob {
    let signer: SigV4Signer
    let credentials: Credentials
    let timestamp: SigningTimestamp
    /// Seconds that a query signature is good; `nil` for a signature in the header fields.
    let expiry: Int?

    /// The longest that a query signature can be good: seven days.
    static let maximumExpiry = 604_800

    init(signer: SigV4Signer, credentials: Credentials, date: Date, expiry: Duration?) throws(SigningError) {
        if let problem = signer.problem { throw problem }
        if let problem = credentials.problem { throw problem }
        if case .precomputed(let literal) = signer.options.payload {
            guard !literal.isEmpty, literal.utf8.allSatisfy(\.isVisibleASCII) else {
                throw SigningError(
                    .invalidPayloadHash, "a payload literal is one word of visible ASCII characters")
            }
        }
        self.signer = signer
        self.credentials = credentials
        timestamp = try SigningTimestamp(date)
        if let expiry {
            let seconds = expiry.components.seconds
            guard seconds >= 1, expiry <= .seconds(Self.maximumExpiry) else {
                throw SigningError(
                    .invalidExpiry, "a presigned request is good for 1 to \(Self.maximumExpiry) seconds")
            }
            self.expiry = Int(seconds)
        } else {
            self.expiry = nil
        }
    }

    /// Whether the session token, if there is one, is under the signature.
    var signsSessionToken: Bool { signer.options.sessionToken == .signed && credentials.sessionToken != nil }

    /// Whether the payload's hash is sent as a header field.
    var sendsContentHash: Bool { expiry == nil && signer.options.includesContentSHA256Header }
}
