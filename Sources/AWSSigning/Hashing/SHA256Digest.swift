/// The 32 bytes of a SHA-256, without a heap allocation.
struct SHA256Digest {
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    static var byteCount: Int { 32 }

    /// Lends the bytes.
    func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe Swift.withUnsafeBytes(of: words, body)
    }

    /// Lends the bytes to be written.
    mutating func withUnsafeMutableBytes<Result, Failure: Error>(
        _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe Swift.withUnsafeMutableBytes(of: &words, body)
    }

    /// The bytes as an array.
    var bytes: [UInt8] { unsafe withUnsafeBytes { unsafe Array($0) } }

    /// The bytes as 64 lower-case hexadecimal digits.
    var hexadecimal: String {
        var text = ByteBuilder(capacity: 2 * Self.byteCount)
        text.append(hexadecimalOf: self)
        return text.string
    }
}
