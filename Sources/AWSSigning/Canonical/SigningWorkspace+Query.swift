extension SigningWorkspace {
    /// Gathers the parameters of a query as it is on the wire, encoded anew.
    mutating func collectParameters(of query: UnsafeRawBufferPointer) throws(SigningError) {
        var start = 0
        for end in 0...query.count where unsafe end == query.count || query[end] == UInt8(ascii: "&") {
            let parameter = unsafe UnsafeRawBufferPointer(rebasing: query[start..<end])
            start = end + 1
            guard unsafe !parameter.isEmpty else { continue }
            let separator = unsafe parameter.firstIndex(of: UInt8(ascii: "="))
            let nameStart = scratch.count
            unsafe scratch.append(
                reencoding: UnsafeRawBufferPointer(rebasing: parameter[..<(separator ?? parameter.count)]))
            let name = nameStart..<scratch.count
            if unsafe Self.isSignatureParameter(scratch.bytes(in: name)) {
                throw SigningError(.alreadySigned, "the query already has parameters of a signature (X-Amz-…)")
            }
            if let separator {
                unsafe scratch.append(reencoding: UnsafeRawBufferPointer(rebasing: parameter[(separator + 1)...]))
            }
            addParameter(name, value: name.upperBound..<scratch.count)
        }
    }

    /// Adds the parameters of a query signature, in the order in which they go on the wire.
    mutating func addOwnParameters(of job: borrowing SigningJob, expiry: Int) {
        let inherited = parameters.count
        addParameter("X-Amz-Algorithm") { $0.append("AWS4-HMAC-SHA256" as StaticString) }
        addParameter("X-Amz-Credential") { bytes in
            bytes.append(percentEncoding: job.credentials.accessKeyID)
            bytes.append("%2F" as StaticString)
            job.timestamp.writeDay(to: &bytes)
            bytes.append(percentEncoding: job.scope.suffix)
        }
        addParameter("X-Amz-Date") { job.timestamp.write(to: &$0) }
        addParameter("X-Amz-Expires") { $0.append(String(expiry)) }
        let name = scratch.count
        scratch.append("X-Amz-SignedHeaders" as StaticString)
        let value = scratch.count
        for index in headers.indices where !isRepetition(at: index) {
            if index > 0 { scratch.append("%3B" as StaticString) }
            // The copy keeps the source in place while the builder may grow.
            let header = unsafe Array(scratch.bytes(in: headers[index].name))
            unsafe header.withUnsafeBytes { unsafe scratch.append(percentEncoding: $0) }
        }
        addParameter(name..<value, value: value..<scratch.count)
        if job.signsSessionToken, let token = job.credentials.sessionToken {
            addParameter("X-Amz-Security-Token") { $0.append(percentEncoding: token) }
        }
        ownQuery.append(contentsOf: parameters[inherited...])
    }

    private mutating func addParameter(_ name: Range<Int>, value: Range<Int>) {
        unsafe parameters.append(CanonicalPair(name: name, value: value, in: scratch.bytes))
    }

    private mutating func addParameter(_ name: StaticString, value write: (inout ByteBuilder) -> Void) {
        let start = scratch.count
        scratch.append(name)
        let value = scratch.count
        write(&scratch)
        addParameter(start..<value, value: value..<scratch.count)
    }

    /// Writes the canonical query.
    mutating func writeQuery() {
        unsafe CanonicalPair.sortByNameAndValue(&parameters, in: scratch.bytes)
        for index in parameters.indices {
            if index > 0 { canonical.append(UInt8(ascii: "&")) }
            unsafe canonical.append(scratch.bytes(in: parameters[index].name))
            canonical.append(UInt8(ascii: "="))
            unsafe canonical.append(scratch.bytes(in: parameters[index].value))
        }
    }

    /// Whether a parameter name belongs to a query signature, in whatever case.
    private static func isSignatureParameter(_ name: UnsafeRawBufferPointer) -> Bool {
        let prefix: StaticString = "x-amz-"
        guard name.count > prefix.utf8CodeUnitCount else { return false }
        for index in 0..<prefix.utf8CodeUnitCount where unsafe name[index] | 0x20 != prefix.utf8Start[index] | 0x20 {
            return false
        }
        switch unsafe String(decoding: name, as: UTF8.self).lowercased() {
        case "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-expires", "x-amz-signedheaders",
            "x-amz-security-token", "x-amz-signature":
            return true
        default:
            return false
        }
    }
}
