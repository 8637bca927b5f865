public import AWSCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// One request that the simulator received, as a test wants to look at it.
///
/// Secrets are not kept: no `Authorization` value, no session token.
public struct RecordedRequest: Sendable {
    /// How the caller proved who it is.
    public enum Authentication: Sendable, Hashable {
        /// The two kinds of Bedrock API keys.
        public enum KeyKind: Sendable, Hashable {
            /// A key that the simulator was given or made (`ABSK…`).
            case longTerm
            /// A key that the caller derived from its credentials (`bedrock-api-key-…`).
            case shortTerm
        }

        /// A SigV4 signature in the `Authorization` header.
        case signature(accessKeyID: String, signedHeaders: [String])
        /// A bearer token.
        case apiKey(KeyKind)
        /// None, for an operation that takes none.
        case unsigned
        /// None, or none that held.
        case refused
    }

    /// The request's place in the order of arrival, from 0.
    public let ordinal: Int
    /// The simulator's date at arrival.
    public let date: Date
    /// The endpoint prefix of the service: `bedrock`, `bedrock-runtime`, `bedrock-mantle`, `ce`, `tagging`, `sts`; empty where none knew the path.
    public let service: String
    /// The operation, such as `Converse`; empty where no service knew the path.
    public let operation: String
    /// HTTP method.
    public let method: String
    /// Path and query as they were on the wire.
    public let target: String
    /// Header fields, names in lower case, without `authorization` and `x-amz-security-token`.
    public let headers: [String: String]
    /// The body where it was JSON; `nil` otherwise.
    public let body: JSONValue?
    /// The size of the body in bytes.
    public let bodySize: Int
    /// How the caller proved who it is.
    public let authentication: Authentication
    /// The Region that the request was signed for; empty where authentication failed.
    public let region: String
    /// The caller's account; empty where authentication failed.
    public let accountID: String
    /// The caller's ARN, such as `arn:aws:sts::123456789012:assumed-role/Role/session`; empty where nobody signed.
    public let principalARN: String
    /// The tags of the caller's session, those handed down along a chain of roles included.
    public let sessionTags: [String: String]
    /// The source identity of the caller's session.
    public let sourceIdentity: String?
    /// The pairs of `requestMetadata` (Converse) or of the `X-Amzn-Bedrock-Request-Metadata` header (InvokeModel).
    public let requestMetadata: [String: String]
    /// The answer's HTTP status; 0 where the connection ended without an answer.
    public let status: Int
    /// The answer's error code; `nil` for success.
    public let errorCode: String?
    /// The answer's `x-amzn-requestid`.
    public let requestID: String
}
