extension SigningWorkspace {
    /// Writes the canonical path of `path`, which is percent-encoded as on the wire.
    mutating func writePath(_ path: UnsafeRawBufferPointer, options: SigningOptions) throws(SigningError) {
        guard let first = unsafe path.first else {
            canonical.append(UInt8(ascii: "/"))
            return
        }
        guard first == UInt8(ascii: "/") else {
            throw SigningError(.invalidPath, "a path begins with a slash")
        }
        var needsNormalizing = false
        var previous: UInt8 = 0
        for index in path.indices {
            let byte = unsafe path[index]
            guard byte >= 0x20, byte != 0x7F else {
                throw SigningError(.invalidPath, "the path has a line break or another control character")
            }
            if previous == UInt8(ascii: "/"), byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".") {
                needsNormalizing = true
            }
            previous = byte
        }
        if needsNormalizing, options.normalizesPath {
            let start = scratch.count
            unsafe writeNormalizedPath(path)
            unsafe writeEncodedPath(scratch.bytes(in: start..<scratch.count), encoding: options.pathEncoding)
        } else {
            unsafe writeEncodedPath(path, encoding: options.pathEncoding)
        }
    }

    private mutating func writeEncodedPath(_ path: UnsafeRawBufferPointer, encoding: SigningOptions.PathEncoding) {
        switch encoding {
        case .double: unsafe canonical.append(percentEncoding: path, keepsSlash: true)
        case .single: unsafe canonical.append(path)
        }
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
