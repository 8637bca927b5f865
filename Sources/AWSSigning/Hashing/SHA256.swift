/// SHA-256 of whole byte arrays, for the other layers.
package enum SHA256 {
    /// The 32 bytes of the hash.
    package static func hash(_ bytes: [UInt8]) throws(SigningError) -> [UInt8] {
        try digest(of: bytes).bytes
    }

    /// The hash as 64 lower-case hexadecimal digits.
    package static func hexadecimal(of bytes: [UInt8]) throws(SigningError) -> String {
        try digest(of: bytes).hexadecimal
    }

    private static func digest(of bytes: [UInt8]) throws(SigningError) -> SHA256Digest {
        try SigningWorkspace.withPooled { (workspace) throws(SigningError) in
            try unsafe bytes.withRawBytes { (buffer) throws(SigningError) in
                try unsafe workspace.digest.hash(buffer)
            }
        }
    }
}

/// HMAC-SHA256 of whole byte arrays, for the other layers.
package enum HMACSHA256 {
    /// The 32 bytes of the authentication code.
    package static func authenticationCode(for message: [UInt8], key: [UInt8]) throws(SigningError) -> [UInt8] {
        let prepared = try unsafe key.withRawBytes { (buffer) throws(SigningError) in try unsafe HMACKey(buffer) }
        return try SigningWorkspace.withPooled { (workspace) throws(SigningError) in
            try unsafe message.withRawBytes { (buffer) throws(SigningError) in
                try unsafe prepared.authenticate(buffer, in: workspace.hmac).bytes
            }
        }
    }
}

/// Bytes as text.
package enum Hexadecimal {
    /// Two lower-case digits for each byte.
    package static func lowercase(_ bytes: some Collection<UInt8>) -> String {
        var text = ByteBuilder(capacity: max(2 * bytes.count, 1))
        for byte in bytes { text.append(hexadecimalOf: byte) }
        return text.string
    }
}

extension [UInt8] {
    /// Lends the bytes, with the thrown type kept: the standard library's `withUnsafeBytes` of arrays forgets it.
    func withRawBytes<Result>(
        _ body: (UnsafeRawBufferPointer) throws(SigningError) -> Result
    ) throws(SigningError) -> Result {
        try unsafe withUnsafeBufferPointer { (buffer) throws(SigningError) in
            try unsafe body(UnsafeRawBufferPointer(buffer))
        }
    }
}
