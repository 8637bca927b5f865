internal import COpenSSL

/// libcrypto's SHA-256, fetched once per process: an implicit fetch at every hash costs more than hashing a header.
///
/// Sendable although it holds a pointer: an `EVP_MD` is immutable once fetched and its reference count is atomic.
@safe
private struct FetchedSHA256: ~Copyable, @unchecked Sendable {
    static let shared = FetchedSHA256()

    /// `nil` where no loaded provider has SHA-256.
    let algorithm: OpaquePointer?

    private init() {
        unsafe algorithm = EVP_MD_fetch(nil, "SHA256", nil)
    }

    deinit {
        unsafe EVP_MD_free(algorithm)
    }
}

/// The owner of one `EVP_MD_CTX` that is set up for SHA-256 and reused from hash to hash.
@safe
struct DigestContext: ~Copyable {
    private let context: OpaquePointer

    /// A context ready for its first bytes.
    init() throws(SigningError) {
        guard let algorithm = unsafe FetchedSHA256.shared.algorithm else {
            throw SigningError(.cryptographyFailed, "no provider of libcrypto offers SHA-256")
        }
        guard let context = unsafe EVP_MD_CTX_new() else { throw Self.failure }
        guard unsafe EVP_DigestInit_ex2(context, algorithm, nil) == 1 else {
            unsafe EVP_MD_CTX_free(context)
            throw Self.failure
        }
        unsafe self.context = unsafe context
    }

    deinit {
        unsafe EVP_MD_CTX_free(context)
    }

    private static var failure: SigningError { SigningError(.cryptographyFailed, "libcrypto could not hash") }

    /// Forgets what was hashed.
    borrowing func restart() throws(SigningError) {
        guard unsafe EVP_DigestInit_ex2(context, nil, nil) == 1 else { throw Self.failure }
    }

    /// Takes over the state of `other`, which stays as it is.
    borrowing func resume(from other: borrowing DigestContext) throws(SigningError) {
        guard unsafe EVP_MD_CTX_copy_ex(context, other.context) == 1 else { throw Self.failure }
    }

    /// Hashes more bytes.
    borrowing func update(_ bytes: UnsafeRawBufferPointer) throws(SigningError) {
        guard unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else { throw Self.failure }
    }

    /// The hash of everything since the last restart. The context needs a restart before it hashes again.
    borrowing func finish() throws(SigningError) -> SHA256Digest {
        var digest = SHA256Digest()
        let status = unsafe digest.withUnsafeMutableBytes { buffer in
            unsafe EVP_DigestFinal_ex(context, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), nil)
        }
        guard status == 1 else { throw Self.failure }
        return digest
    }

    /// The hash of `bytes` alone.
    borrowing func hash(_ bytes: UnsafeRawBufferPointer) throws(SigningError) -> SHA256Digest {
        try restart()
        try unsafe update(bytes)
        return try finish()
    }
}
