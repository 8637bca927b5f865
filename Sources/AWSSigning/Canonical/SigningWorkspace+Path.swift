extension SigningWorkspace {
    /// Writes the canonical path of `target`, a path with or without a query, percent-encoded as on the wire.
    ///
    /// - Returns: Where the path ends in `target`.
    mutating func writePath(of target: UnsafeRawBufferPointer, options: SigningOptions) throws(SigningError) -> Int {
        let start = canonical.count
        let path = unsafe canonical.append(pathOf: target, encoding: options.pathEncoding)
        guard path.end > 0 else {
            canonical.append(UInt8(ascii: "/"))
            return 0
        }
        guard unsafe target[0] == UInt8(ascii: "/") else {
            throw SigningError(.invalidPath, "a path begins with a slash")
        }
        guard path.isSendable else {
            throw SigningError(.invalidPath, "the path has a line break or another control character")
        }
        if !path.isNormal, options.normalizesPath {
            canonical.truncate(to: start)
            let normalized = scratch.count
            unsafe writeNormalizedPath(UnsafeRawBufferPointer(rebasing: target[..<path.end]))
            _ = unsafe canonical.append(
                pathOf: scratch.bytes(in: normalized..<scratch.count), encoding: options.pathEncoding)
        }
        return path.end
    }

    /// Writes `path` to `scratch` without empty and dot segments. A slash at the end stays; `..` takes the segment before
    /// it with its slash, as AWS's own signers do, not as RFC 3986 would.
    private mutating func writeNormalizedPath(_ path: UnsafeRawBufferPointer) {
        var segments: [Range<Int>] = []
        var start = 0
        for end in 0...path.count where unsafe end == path.count || path[end] == UInt8(ascii: "/") {
            let segment = start..<end
            start = end + 1
            switch segment.count {
            case 0:
                continue
            case 1 where unsafe path[segment.lowerBound] == UInt8(ascii: "."):
                continue
            case 2
            where unsafe path[segment.lowerBound] == UInt8(ascii: ".")
                && path[segment.lowerBound + 1] == UInt8(ascii: "."):
                _ = segments.popLast()
            default:
                segments.append(segment)
            }
        }
        for segment in segments {
            scratch.append(UInt8(ascii: "/"))
            unsafe scratch.append(UnsafeRawBufferPointer(rebasing: path[segment]))
        }
        if unsafe segments.isEmpty || path[path.count - 1] == UInt8(ascii: "/") {
            scratch.append(UInt8(ascii: "/"))
        }
    }
}
