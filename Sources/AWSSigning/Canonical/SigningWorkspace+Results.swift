internal import HTTPTypes

extension SigningWorkspace {
    /// Sets the fields of a header signature.
    mutating func apply(_ signature: SHA256Digest, of job: borrowing SigningJob, to request: inout HTTPRequest) {
        if hasEarlierSignature { removeSignature(of: &request, includingContentHash: job.sendsContentHash) }
        request.headerFields.reserveCapacity(request.headerFields.count + 4)
        request.headerFields.append(unsafe field(.amzDate, scratch.bytes(in: moment)))
        if job.sendsContentHash {
            request.headerFields.append(unsafe field(.amzContentSHA256, scratch.bytes(in: payload)))
        }
        if let token = job.credentials.sessionTokenField {
            request.headerFields.append(token)
        }
        writeAuthorization(signature, of: job)
        request.headerFields.append(unsafe field(.authorization, scratch.bytes))
    }

    /// A field of visible ASCII characters. The lenient initialiser looks for the fewest bytes that would have to be
    /// replaced; there are none.
    private func field(_ name: HTTPField.Name, _ value: UnsafeRawBufferPointer) -> HTTPField {
        unsafe HTTPField(name: name, lenientValue: value.assumingMemoryBound(to: UInt8.self))
    }

    private func removeSignature(of request: inout HTTPRequest, includingContentHash: Bool) {
        for name in [HTTPField.Name.authorization, .amzDate, .amzSecurityToken] {
            request.headerFields[name] = nil
        }
        if includingContentHash { request.headerFields[.amzContentSHA256] = nil }
    }

    /// Appends the signature to the query, and removes what an earlier header signature set.
    mutating func applyToQuery(_ signature: SHA256Digest, of job: borrowing SigningJob, to request: inout HTTPRequest) {
        let path = request.path ?? ""
        canonical.removeAll()
        canonical.append(path.utf8.first == UInt8(ascii: "/") ? "" : "/")
        canonical.append(path)
        var separator = path.utf8.firstIndex(of: UInt8(ascii: "?")) == nil ? UInt8(ascii: "?") : UInt8(ascii: "&")
        if path.utf8.last == UInt8(ascii: "?") || path.utf8.last == UInt8(ascii: "&") { separator = 0 }
        for pair in ownQuery {
            if separator != 0 { canonical.append(separator) }
            separator = UInt8(ascii: "&")
            unsafe canonical.append(scratch.bytes(in: pair.name))
            canonical.append(UInt8(ascii: "="))
            unsafe canonical.append(scratch.bytes(in: pair.value))
        }
        if !job.signsSessionToken, let token = job.credentials.sessionToken {
            canonical.append("&X-Amz-Security-Token=" as StaticString)
            canonical.append(percentEncoding: token)
        }
        canonical.append("&X-Amz-Signature=" as StaticString)
        canonical.append(hexadecimalOf: signature)
        request.path = canonical.string
        removeSignature(of: &request, includingContentHash: false)
    }

    /// Everything that led to `signature`.
    borrowing func stages(_ signature: SHA256Digest) throws(SigningError) -> SigningStages {
        SigningStages(
            canonicalRequest: CanonicalRequest(
                bytes: unsafe Array(canonical.bytes),
                signedHeaders: unsafe String(decoding: canonical.bytes(in: signedHeaders), as: UTF8.self),
                hash: try unsafe digest.hash(canonical.bytes).hexadecimal),
            stringToSign: StringToSign(text: text.string),
            signature: Signature(hexadecimal: signature.hexadecimal))
    }

    /// Writes the value of the `authorization` field over the gathered headers, which are done with.
    private mutating func writeAuthorization(_ signature: SHA256Digest, of job: borrowing SigningJob) {
        scratch.removeAll()
        scratch.append("AWS4-HMAC-SHA256 Credential=" as StaticString)
        scratch.append(job.credentials.accessKeyID)
        scratch.append(UInt8(ascii: "/"))
        unsafe scratch.append(text.bytes(in: scope))
        scratch.append(", SignedHeaders=" as StaticString)
        unsafe scratch.append(canonical.bytes(in: signedHeaders))
        scratch.append(", Signature=" as StaticString)
        scratch.append(hexadecimalOf: signature)
    }
}
