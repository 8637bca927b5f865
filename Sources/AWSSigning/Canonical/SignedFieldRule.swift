/// What becomes of a header field of the caller when a request is signed.
enum SignedFieldRule {
    /// Part of the signature.
    case signed
    /// Left alone: proxies and HTTP itself may change it on the way.
    case neverSigned
    /// Set by the signer: a value that is there already comes from an earlier signature.
    case replaced
    /// Set by the signer if it sends the payload's hash, else the caller's own, and signed.
    case contentHash
    /// The authority's business.
    case host

    /// The rule for a lower-case field name.
    init(_ name: UnsafeRawBufferPointer) {
        func isName(_ literal: StaticString) -> Bool {
            var index = 0
            while index < name.count {
                guard unsafe name[index] == literal.utf8Start[index] else { return false }
                index += 1
            }
            return true
        }
        let rule: Self? =
            switch name.count {
            case 2: isName("te") ? .neverSigned : nil
            case 4: isName("host") ? .host : nil
            case 6: isName("expect") ? .neverSigned : nil
            case 7: isName("trailer") || isName("upgrade") ? .neverSigned : nil
            case 10:
                if isName("x-amz-date") {
                    .replaced
                } else if isName("user-agent") || isName("connection") || isName("keep-alive") {
                    .neverSigned
                } else {
                    nil
                }
            case 13: isName("authorization") ? .replaced : nil
            case 15: isName("x-amzn-trace-id") ? .neverSigned : nil
            case 16: isName("proxy-connection") ? .neverSigned : nil
            case 17: isName("transfer-encoding") ? .neverSigned : nil
            case 18: isName("proxy-authenticate") ? .neverSigned : nil
            case 19: isName("proxy-authorization") ? .neverSigned : nil
            case 20:
                if isName("x-amz-security-token") {
                    .replaced
                } else if isName("x-amz-content-sha256") {
                    .contentHash
                } else {
                    nil
                }
            default: nil
            }
        self = rule ?? .signed
    }
}
