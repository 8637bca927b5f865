internal import HTTPTypes

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A key that Bedrock takes as a bearer token in place of a signature: `Authorization: Bearer …`.
///
/// Amazon Bedrock knows two kinds. A short-term key (`bedrock-api-key-…`) is a presigned request, made locally from any
/// credentials: good for one region, at most twelve hours, and never longer than the credentials. A long-term key is
/// issued by IAM for a user; nothing can be read from it.
///
/// No description shows the key: it carries the access key ID and the session token.
public struct BedrockAPIKey: Sendable, Hashable {
    /// The key as it is sent. Never log it.
    public let token: String
    /// The region that a short-term key is good for; `nil` for a long-term key.
    public let region: String?
    /// When a short-term key ends; `nil` for a long-term key. The credentials that made it may end sooner if their
    /// expiration was not known then.
    public let expiration: Date?

    /// Whether this is a short-term key.
    public var isShortTerm: Bool { expiration != nil }

    /// The longest that a short-term key can be good: twelve hours.
    public static let maximumLifetime = Duration.seconds(43_200)

    private static let prefix = "bedrock-api-key-"
    private static let host = "bedrock.amazonaws.com"

    /// Makes a short-term key.
    ///
    /// The key is a presigned `CallWithBearerToken` request to Bedrock's global host, signed for `region`; no request is
    /// sent. Its lifetime is cut down to what is left of the credentials.
    ///
    /// - Parameters:
    ///   - credentials: Whose permissions the key has; they need `bedrock:CallWithBearerToken`.
    ///   - region: The one region whose endpoints will take the key.
    ///   - date: The moment from which it is good, by the service's clock.
    ///   - lifetime: One second to ``maximumLifetime``, in whole seconds.
    /// - Throws: ``SigningError``: `invalidExpiry` for another lifetime, `expiredCredentials` for credentials that have
    ///   less than a second left, and what presigning throws.
    public init(
        signedWith credentials: Credentials, region: String, at date: Date,
        lifetime: Duration = BedrockAPIKey.maximumLifetime
    ) throws(SigningError) {
        guard lifetime >= .seconds(1), lifetime <= Self.maximumLifetime else {
            throw SigningError(.invalidExpiry, "a Bedrock API key is good for 1 to 43200 seconds")
        }
        let start = try SigningTimestamp(date).date
        var seconds = lifetime.components.seconds
        if let expiration = credentials.expiration {
            let left = expiration.timeIntervalSince(start)
            guard left >= 1 else {
                throw SigningError(.expiredCredentials, "the credentials have ended: they can make no API key")
            }
            if left < Double(seconds) { seconds = Int64(left) }
        }
        var request = HTTPRequest(
            method: .post, scheme: "https", authority: Self.host, path: "/?Action=CallWithBearerToken")
        try SigV4Signer(service: "bedrock", region: region)
            .presign(&request, with: credentials, at: date, expiresIn: .seconds(seconds))
        // The service wants the version, and wants it outside of the signature.
        let url = Self.host + (request.path ?? "") + "&Version=1"
        token = Self.prefix + Data(url.utf8).base64EncodedString()
        self.region = region
        expiration = start.addingTimeInterval(Double(seconds))
    }

    /// Reads a key from a configuration or an environment variable such as `AWS_BEARER_TOKEN_BEDROCK`.
    ///
    /// A text that does not begin like a short-term key is taken for a long-term key. A short-term key whose content is
    /// something else than a presigned request is kept as it is, for the service to judge.
    ///
    /// - Throws: ``SigningError`` with `invalidAPIKey` for an empty text, one with spaces, line breaks or characters
    ///   beyond ASCII, or a short-term key that is damaged or cut off.
    public init(_ token: String) throws(SigningError) {
        guard !token.isEmpty, token.utf8.allSatisfy(\.isVisibleASCII) else {
            throw SigningError(
                .invalidAPIKey, "an API key is not empty and has no spaces, line breaks or characters beyond ASCII")
        }
        self.token = token
        guard token.hasPrefix(Self.prefix) else {
            region = nil
            expiration = nil
            return
        }
        guard let content = Data(base64Encoded: String(token.dropFirst(Self.prefix.count))) else {
            throw SigningError(
                .invalidAPIKey, "the short-term API key is cut off or damaged: its content is not base64")
        }
        let url = String(decoding: content, as: UTF8.self)
        guard url.hasPrefix("\(Self.host)/?") else {
            // A form of key that this version does not know: its judge is the service.
            region = nil
            expiration = nil
            return
        }
        var parameters: [Substring: Substring] = [:]
        for parameter in url.drop(while: { $0 != "?" }).dropFirst().split(separator: "&") {
            let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { parameters[parts[0]] = parts[1] }
        }
        // Access key ID, day, region, service and a constant; the slashes are percent-encoded.
        let scope = (parameters["X-Amz-Credential"] ?? "").replacing("%2F", with: "/").replacing("%2f", with: "/")
            .split(separator: "/", omittingEmptySubsequences: false)
        guard let start = SigningTimestamp(basicFormat: parameters["X-Amz-Date"] ?? ""),
            let seconds = Int(parameters["X-Amz-Expires"] ?? ""), seconds >= 0, seconds <= SigningJob.maximumExpiry,
            scope.count == 5, !scope[2].isEmpty
        else {
            throw SigningError(
                .invalidAPIKey, "the short-term API key has no readable date, lifetime and region: it may be cut off")
        }
        region = String(scope[2])
        expiration = start.date.addingTimeInterval(Double(seconds))
    }

    /// Whether the key is good at `date`: always for a long-term key, as far as can be told from here.
    public func isValid(at date: Date) -> Bool {
        guard let expiration else { return true }
        return date < expiration
    }
}

extension BedrockAPIKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The kind of the key, its region and its end.
    public var description: String {
        guard let region, let expiration else { return "BedrockAPIKey(long-term)" }
        return "BedrockAPIKey(short-term, region: \(region), expiration: \(expiration))"
    }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// A mirror without the key, for `dump`.
    public var customMirror: Mirror {
        Mirror(self, children: ["region": region as Any, "expiration": expiration as Any], displayStyle: .struct)
    }
}
