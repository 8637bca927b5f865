#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// What is asked of one signature, checked as far as it can be without the request.
///
/// Not copyable because it need not be, and copies would cost as much as a hash.
struct SigningJob: ~Copyable {
    let scope: SigningScope
    let options: SigningOptions
    let cache: SigningKeyCache
    let credentials: Credentials
    let timestamp: SigningTimestamp
    /// Seconds that a query signature is good; `nil` for a signature in the header fields.
    let expiry: Int?

    /// The longest that a query signature can be good: seven days.
    static let maximumExpiry = 604_800

    init(signer: SigV4Signer, credentials: Credentials, date: Date, expiry: Duration?) throws(SigningError) {
        if let problem = signer.scope.problem { throw problem }
        if let problem = credentials.problem { throw problem }
        if case .precomputed(let literal) = signer.options.payload {
            guard !literal.isEmpty, literal.utf8.allSatisfy(\.isVisibleASCII) else {
                throw SigningError(
                    .invalidPayloadHash, "a payload literal is one word of visible ASCII characters")
            }
        }
        let timestamp = try SigningTimestamp(date)
        var seconds: Int?
        if let expiry {
            guard expiry >= .seconds(1), expiry <= .seconds(Self.maximumExpiry) else {
                throw SigningError(
                    .invalidExpiry, "a presigned request is good for 1 to \(Self.maximumExpiry) seconds")
            }
            seconds = Int(expiry.components.seconds)
        }
        scope = signer.scope
        options = signer.options
        cache = signer.cache
        self.credentials = credentials
        self.timestamp = timestamp
        self.expiry = seconds
    }

    /// Whether the session token, if there is one, is under the signature.
    var signsSessionToken: Bool { options.sessionToken == .signed && credentials.sessionToken != nil }

    /// Whether the payload's hash is sent as a header field.
    var sendsContentHash: Bool { expiry == nil && options.includesContentSHA256Header }
}
