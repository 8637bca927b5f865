/// What differs between services in how a request is canonicalised.
///
/// The defaults are right for every AWS service but S3.
public struct SigningOptions: Sendable, Hashable {
    /// How the path of the request, already percent-encoded on the wire, enters the canonical request.
    public enum PathEncoding: Sendable, Hashable {
        /// Percent-encoded once more, slashes kept: `%3A` becomes `%253A`. The rule of all services but S3, and what an
        /// ARN in the path needs.
        case double
        /// As it is on the wire, which is S3's rule.
        case single
    }

    /// What stands for the body in the canonical request.
    public enum Payload: Sendable, Hashable {
        /// The lower-case hexadecimal SHA-256 of the body.
        case hashed
        /// The literal `UNSIGNED-PAYLOAD`: the signature does not cover the body.
        case unsigned
        /// A literal of the caller: a hash computed elsewhere, or a protocol's keyword. Visible ASCII without spaces.
        case precomputed(String)
    }

    /// When the session token of temporary credentials joins the request.
    public enum SessionTokenPlacement: Sendable, Hashable {
        /// Before signing, as a signed header or parameter. What nearly every service wants.
        case signed
        /// After signing: it is sent, but the signature does not cover it.
        case addedAfterSigning
    }

    /// How the path is encoded for signing.
    public var pathEncoding = PathEncoding.double
    /// Whether `.` and `..` segments and repeated slashes are resolved in the canonical path. The path on the wire is
    /// never changed.
    public var normalizesPath = true
    /// What stands for the body.
    public var payload = Payload.hashed
    /// Whether header signing adds a signed `x-amz-content-sha256` field with the payload's hash or literal. S3 demands
    /// it; presigning never adds it.
    public var includesContentSHA256Header = false
    /// Whether the session token is signed.
    public var sessionToken = SessionTokenPlacement.signed

    /// The defaults: double encoding, normalised path, hashed payload, signed session token.
    public init() {}
}
