internal import CZlib

/// Whole byte arrays to gzip (RFC 1952) and back.
package enum Gzip {
    /// The bytes as one gzip member, without a name or a time in its header: the same bytes give the same file.
    ///
    /// - Parameters:
    ///   - bytes: Any number of bytes below 4 GiB.
    ///   - level: 0 (stored) to 9 (smallest); zlib's own choice, 6, by default.
    /// - Throws: ``GzipError``: `tooLarge` from 4 GiB on, `unavailable` where memory is short.
    package static func compress(_ bytes: [UInt8], level: Int = 6) throws(GzipError) -> [UInt8] {
        var stream = unsafe z_stream()
        return try unsafe withUnsafeMutablePointer(to: &stream) { (stream) throws(GzipError) in
            guard unsafe czlib_deflate_init_gzip(stream, CInt(min(max(level, 0), 9))) == Z_OK else {
                throw GzipError(.unavailable, "zlib has no memory to deflate with")
            }
            defer { unsafe deflateEnd(stream) }
            let bound = unsafe Int(deflateBound(stream, UInt(bytes.count)))
            guard bound <= Int(UInt32.max) else {
                throw GzipError(.tooLarge, "\(bytes.count) bytes are too many to compress at once")
            }
            var status = Z_OK
            let member = unsafe bytes.withUnsafeBufferPointer { source in
                unsafe [UInt8](unsafeUninitializedCapacity: bound) { target, count in
                    unsafe stream.pointee.next_in = source.baseAddress
                    unsafe stream.pointee.avail_in = UInt32(source.count)
                    unsafe stream.pointee.next_out = target.baseAddress
                    unsafe stream.pointee.avail_out = UInt32(bound)
                    status = unsafe deflate(stream, Z_FINISH)
                    count = unsafe bound - Int(stream.pointee.avail_out)
                }
            }
            guard status == Z_STREAM_END else { throw GzipError(.unavailable, "zlib could not deflate") }
            return member
        }
    }

    /// What the members of a gzip file hold, one after another.
    ///
    /// - Throws: ``GzipError``: `truncated`, `corrupt`, or beyond the limits `tooLarge` or `tooManyMembers`.
    package static func decompress(
        _ file: [UInt8], limits: GzipLimits = .init()
    ) throws(GzipError) -> [UInt8] {
        var inflater = try GzipInflater(limits: limits)
        var bytes: [UInt8] = []
        inflater.append(file)
        while let piece = try inflater.next() { bytes += piece }
        try inflater.finish()
        return bytes
    }
}
