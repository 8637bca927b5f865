internal import COpenSSL

/// An HMAC-SHA256 key as the two hash states that it comes down to: the padded key is hashed once, and every message
/// starts from a copy.
///
/// Sendable although its contexts are pointers: after `init` they are only ever the source of `EVP_MD_CTX_copy_ex`, which
/// takes it as `const`, reads it, and counts its reference to the shared `EVP_MD` atomically.
final class HMACKey: @unchecked Sendable {
    private let inner: DigestContext
    private let outer: DigestContext

    private static let blockSize = 64

    /// Prepares `key`, of any length.
    init(_ key: UnsafeRawBufferPointer) throws(SigningError) {
        inner = try DigestContext()
        outer = try DigestContext()
        var hashed = SHA256Digest()
        if key.count > Self.blockSize {
            hashed = try unsafe inner.hash(key)
            try inner.restart()
        }
        defer { unsafe hashed.withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) } }
        if key.count > Self.blockSize {
            try unsafe hashed.withUnsafeBytes { (bytes) throws(SigningError) in
                try unsafe Self.pad(bytes, inner: inner, outer: outer)
            }
        } else {
            try unsafe Self.pad(key, inner: inner, outer: outer)
        }
    }

    private static func pad(
        _ key: UnsafeRawBufferPointer, inner: borrowing DigestContext, outer: borrowing DigestContext
    ) throws(SigningError) {
        var block = [UInt8](repeating: 0x36, count: blockSize)
        for index in key.indices { unsafe block[index] ^= key[index] }
        try unsafe block.withRawBytes { (bytes) throws(SigningError) in try unsafe inner.update(bytes) }
        for index in block.indices { block[index] ^= 0x36 ^ 0x5C }
        try unsafe block.withRawBytes { (bytes) throws(SigningError) in try unsafe outer.update(bytes) }
        unsafe block.withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
    }

    /// The authentication code of `message`, computed in `scratch`, whose state is lost.
    func authenticate(
        _ message: UnsafeRawBufferPointer, in scratch: borrowing DigestContext
    ) throws(SigningError) -> SHA256Digest {
        try scratch.resume(from: inner)
        try unsafe scratch.update(message)
        let digest = try scratch.finish()
        try scratch.resume(from: outer)
        try unsafe digest.withUnsafeBytes { (bytes) throws(SigningError) in try unsafe scratch.update(bytes) }
        return try scratch.finish()
    }
}
