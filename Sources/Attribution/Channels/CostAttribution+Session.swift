extension CostAttribution {
    /// The tags for the session of an assumed role, which appear in the bill under `iamPrincipal/`.
    ///
    /// Sessions are kept per set of tags, so that unbounded attributes mean many sessions: name only those whose costs must
    /// be split.
    ///
    /// - Parameter keys: The attributes that become session tags, too; those that the context lacks are left out.
    /// - Returns: Keys and values as AssumeRole takes them: at most 50, keys of 1 to 128 and values of up to 256 letters,
    ///   digits, spaces and `_.:/=+-@`; keys that differ by case only are one to STS.
    /// - Throws: ``TagPolicyError`` with all violations, of code ``TagViolation/Code/illegalSession``.
    public func sessionTags(including keys: [String] = []) throws(TagPolicyError) -> [String: String] {
        var violations: [TagViolation] = []
        var session: [String: String] = [:]
        var folded: Set<String> = []
        func add(_ key: String, _ value: String, _ path: String) {
            if let (rule, message) = SessionTagRules.flaw(key, value) {
                violations.append(TagViolation(.illegalSession, at: path, rule: rule, message))
            } else if !folded.insert(key.lowercased()).inserted {
                violations.append(
                    TagViolation(
                        .illegalSession, at: path, rule: "keys differ by more than case",
                        "STS takes two session tags whose keys differ by case only for one"))
            } else {
                session[key] = value
            }
        }
        for tag in tags { add(tag.key, tag.value, TagViolation.path("tags", tag.key)) }
        for key in keys where session[key] != attributes[key] {
            if let value = attributes[key] { add(key, value, TagViolation.path("attributes", key)) }
        }
        if session.count > SessionTagRules.maximumCount {
            violations.append(
                TagViolation(
                    .illegalSession, at: "tags", rule: "at most \(SessionTagRules.maximumCount) session tags",
                    "a session has at most \(SessionTagRules.maximumCount) tags, not \(session.count)"))
        }
        guard violations.isEmpty else { throw TagPolicyError(violations) }
        return session
    }

    /// The principal as the name of a session of an assumed role: the part of the caller's ARN that tells callers of one role
    /// apart in CloudTrail and in the bill.
    ///
    /// - Returns: The name; `nil` without a principal.
    /// - Throws: ``TagPolicyError`` of code ``TagViolation/Code/illegalSession`` where the principal is not of 2 to 64
    ///   characters `A-Z a-z 0-9 _ + = , . @ -`.
    public func sessionName() throws(TagPolicyError) -> String? {
        guard let principal else { return nil }
        let isLegal = principal.utf8.allSatisfy { byte in
            SessionTagRules.isLetterOrDigit(byte) || "_+=,.@-".utf8.contains(byte)
        }
        guard (2...64).contains(principal.utf8.count), isLegal else {
            throw TagPolicyError([
                TagViolation(
                    .illegalSession, at: "principal", rule: "2 to 64 characters of A-Z a-z 0-9 _ + = , . @ -",
                    "a session's name has 2 to 64 characters of A-Z a-z 0-9 _ + = , . @ -")
            ])
        }
        return principal
    }
}

/// What STS takes as a session tag.
enum SessionTagRules {
    static let maximumCount = 50

    /// The rule that a tag breaks, and how.
    static func flaw(_ key: String, _ value: String) -> (rule: String, message: String)? {
        let lengths = "key of 1 to 128 and value of 0 to 256 characters"
        guard (1...128).contains(key.unicodeScalars.count) else {
            return (lengths, "the key of a session tag has 1 to 128 characters, not \(key.unicodeScalars.count)")
        }
        guard value.unicodeScalars.count <= 256 else {
            return (lengths, "the value of a session tag has at most 256 characters, not \(value.unicodeScalars.count)")
        }
        guard key.unicodeScalars.allSatisfy(isLegal), value.unicodeScalars.allSatisfy(isLegal) else {
            return (
                "letters, digits, spaces and _ . : / = + - @",
                "STS takes only letters, digits, spaces and _ . : / = + - @ in session tags"
            )
        }
        guard !key.lowercased().hasPrefix("aws:") else {
            return ("no prefix aws:", "the prefix aws: is reserved for AWS")
        }
        return nil
    }

    /// `[\p{L}\p{Z}\p{N}_.:/=+\-@]`.
    private static func isLegal(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return isLetterOrDigit(UInt8(ascii: scalar)) || "_.:/=+-@ ".unicodeScalars.contains(scalar)
        }
        return switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber, .spaceSeparator, .lineSeparator, .paragraphSeparator:
            true
        default: false
        }
    }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) && byte < 0x80
    }
}
