internal import HTTPTypes

extension SigningWorkspace {
    /// Gathers and sorts the fields to be signed: the caller's, `host`, and for a header signature the signer's own.
    mutating func collectHeaders(of request: HTTPRequest, for job: borrowing SigningJob) throws(SigningError) {
        // By index: an iterator would copy each field once more.
        for index in request.headerFields.indices {
            let field = request.headerFields[index]
            let start = scratch.count
            scratch.append(field.name.canonicalName)
            let name = start..<scratch.count
            switch unsafe SignedFieldRule(scratch.bytes(in: name)) {
            case .signed:
                break
            case .contentHash where !job.sendsContentHash:
                break
            case .contentHash:
                hasEarlierSignature = true
                continue
            case .neverSigned:
                continue
            case .replaced:
                hasEarlierSignature = true
                continue
            case .host:
                throw SigningError(.invalidHeader, "the authority is the host: remove the header field host")
            }
            guard writeValue(of: field) else {
                throw SigningError(
                    .invalidHeader,
                    "the header field \(field.name.canonicalName) has a line break or another control character")
            }
            addHeader(name, value: name.upperBound..<scratch.count)
        }

        let host = addName("host")
        try writeHost(of: request)
        addHeader(host, value: host.upperBound..<scratch.count)
        if job.expiry == nil { addOwnHeaders(of: job) }
        unsafe CanonicalPair.sortByName(&headers, in: scratch.bytes)
    }

    /// Writes the canonical value of a field.
    ///
    /// - Returns: Whether it can be sent.
    private mutating func writeValue(of field: HTTPField) -> Bool {
        let start = scratch.count
        switch unsafe field.value.withRawBytes({ unsafe scratch.append(canonicalValue: $0) }) {
        case .ascii:
            return true
        case .control:
            return false
        case .nonASCII:
            // What is not UTF-8 has been repaired in the string. Only then does the dearer access to the bytes pay.
            scratch.truncate(to: start)
            return unsafe field.withUnsafeBytesOfValue { bytes in
                unsafe scratch.append(canonicalValue: UnsafeRawBufferPointer(bytes)) != .control
            }
        }
    }

    private mutating func addOwnHeaders(of job: borrowing SigningJob) {
        let date = addName("x-amz-date")
        addHeader(date, value: moment)
        if job.sendsContentHash {
            let hash = addName("x-amz-content-sha256")
            addHeader(hash, value: payload)
        }
        if job.signsSessionToken, let token = job.credentials.sessionToken {
            let name = addName("x-amz-security-token")
            scratch.append(token)
            addHeader(name, value: name.upperBound..<scratch.count)
        }
    }

    private mutating func addHeader(_ name: Range<Int>, value: Range<Int>) {
        unsafe headers.append(CanonicalPair(name: name, value: value, in: scratch.bytes))
    }

    private mutating func addName(_ name: StaticString) -> Range<Int> {
        let start = scratch.count
        scratch.append(name)
        return start..<scratch.count
    }

    /// The authority as clients send it in `Host`: without the scheme's own port.
    private mutating func writeHost(of request: HTTPRequest) throws(SigningError) {
        guard let authority = request.authority else { throw Self.missingAuthority }
        try unsafe authority.withRawBytes { (bytes) throws(SigningError) in
            guard unsafe !bytes.isEmpty else { throw Self.missingAuthority }
            for index in bytes.indices where unsafe !bytes[index].isAllowedInAuthority {
                throw SigningError(
                    .invalidAuthority, "an authority is a host, and a port if need be, in visible ASCII characters")
            }
            var host = unsafe bytes
            if unsafe (host.hasSuffix(":443") && request.scheme == "https") {
                unsafe host = UnsafeRawBufferPointer(rebasing: host.dropLast(4))
            } else if unsafe (host.hasSuffix(":80") && request.scheme == "http") {
                unsafe host = UnsafeRawBufferPointer(rebasing: host.dropLast(3))
            }
            unsafe scratch.append(host)
        }
    }

    private static var missingAuthority: SigningError {
        SigningError(.missingAuthority, "the request has no authority: nothing to sign as host")
    }

    /// Writes the canonical headers: a line for each name, repeated fields joined by commas in their order.
    mutating func writeHeaders() {
        var index = 0
        while index < headers.count {
            let header = headers[index]
            unsafe canonical.append(scratch.bytes(in: header.name))
            canonical.append(UInt8(ascii: ":"))
            unsafe canonical.append(scratch.bytes(in: header.value))
            index += 1
            while index < headers.count, isRepetition(at: index) {
                canonical.append(UInt8(ascii: ","))
                unsafe canonical.append(scratch.bytes(in: headers[index].value))
                index += 1
            }
            canonical.append(UInt8(ascii: "\n"))
        }
    }

    /// Writes the names of the signed headers, joined by semicolons.
    mutating func writeSignedHeaderNames() {
        for index in headers.indices where !isRepetition(at: index) {
            if index > 0 { canonical.append(UInt8(ascii: ";")) }
            unsafe canonical.append(scratch.bytes(in: headers[index].name))
        }
    }

    /// Whether the field before has the same name.
    func isRepetition(at index: Int) -> Bool {
        unsafe index > 0 && CanonicalPair.haveSameName(headers[index - 1], headers[index], in: scratch.bytes)
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func hasSuffix(_ literal: StaticString) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard count > length else { return false }
        for offset in 1...length where unsafe self[count - offset] != literal.utf8Start[length - offset] {
            return false
        }
        return true
    }
}

extension UInt8 {
    /// Whether the byte is visible ASCII and none of `/`, `?`, `#` and `@`, which would end a host or begin one.
    fileprivate var isAllowedInAuthority: Bool {
        let lowMask: UInt64 = 0x7FFF_7FF6_0000_0000
        let highMask: UInt64 = 0x7FFF_FFFF_FFFF_FFFE
        let mask = self < 64 ? lowMask : highMask
        return self < 128 && (mask >> UInt64(self & 63)) & 1 == 1
    }
}
