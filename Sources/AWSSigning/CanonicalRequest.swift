/// The first stage of a signature: the request as six parts, joined by line feeds, that both sides can rebuild.
///
/// For debugging a refused signature: the services' errors quote the canonical request that they built. The text holds
/// every signed header, a session token included, so the description leaves it out; print ``text`` yourself if you must.
public struct CanonicalRequest: Sendable, Hashable {
    /// The canonical request, byte for byte.
    public let bytes: [UInt8]
    /// The names of the signed headers: lower-case, sorted, joined by `;`.
    public let signedHeaders: String
    /// The lower-case hexadecimal SHA-256 of ``bytes``.
    public let hash: String

    /// The canonical request as text. May contain a session token.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension CanonicalRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The hash and the names of the signed headers.
    public var description: String { "CanonicalRequest(hash: \(hash), signedHeaders: \(signedHeaders))" }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// A mirror without header values, for `dump`.
    public var customMirror: Mirror {
        Mirror(self, children: ["hash": hash, "signedHeaders": signedHeaders], displayStyle: .struct)
    }
}
