/// The pairs that Bedrock writes to the model-invocation log with a call: up to 16, and never part of the bill.
///
/// Converse takes them as a member of its body; InvokeModel as JSON in the signed header field
/// `X-Amzn-Bedrock-Request-Metadata`. The rules are the same: keys of 1 to 256 characters, values of 0 to 256, out of ASCII
/// letters, digits, white space and `:_@$#=/+,-.`.
public struct RequestMetadata: Sendable, Hashable {
    /// The most pairs of a call.
    public static let maximumCount = 16
    /// The most characters of a key or a value.
    public static let maximumLength = 256
    /// The most characters of the header field.
    public static let maximumHeaderLength = 8_500

    /// The pairs as they are sent.
    public private(set) var pairs: [String: String]

    /// Pairs that keep the rules.
    ///
    /// - Parameters:
    ///   - pairs: Keys and values.
    ///   - escaping: Whether characters that are not carried are escaped, and with them `#`: each of their bytes in UTF-8
    ///     becomes `#` and two hexadecimal digits. ``unescaped(_:)`` is the way back. Otherwise they are refused.
    /// - Throws: ``TagPolicyError`` with all violations.
    public init(_ pairs: [String: String], escaping: Bool = false) throws(TagPolicyError) {
        var violations: [TagViolation] = []
        self.init(pairs, escaping: escaping, root: "requestMetadata", &violations)
        guard violations.isEmpty else { throw TagPolicyError(violations) }
    }

    /// These pairs with `value` for `key`; just these where the service does not take so much.
    ///
    /// - Throws: ``TagPolicyError`` where the pair breaks a rule.
    package func addingWhereThereIsRoom(_ key: String, _ value: String) throws(TagPolicyError) -> RequestMetadata {
        _ = try RequestMetadata([key: value])
        var all = self
        all.pairs[key] = value
        return all.pairs.count <= Self.maximumCount && !all.isTooLong ? all : self
    }

    /// The pairs, and what is wrong with them in `violations`.
    init(_ given: [String: String], escaping: Bool, root: String, _ violations: inout [TagViolation]) {
        var pairs = given
        if escaping, given.contains(where: { Self.needsEscaping($0.key) || Self.needsEscaping($0.value) }) {
            // Escaping is reversible, so that different keys stay different.
            pairs = Dictionary(uniqueKeysWithValues: given.map { (Self.escaped($0.key), Self.escaped($0.value)) })
        }
        self.pairs = pairs
        if pairs.count > Self.maximumCount {
            violations.append(Self.tooManyPairs(pairs.count))
        }
        let before = violations.count
        for (key, value) in pairs where !Self.isLegal(key, from: 1) || !Self.isLegal(value, from: 0) {
            Self.explain(key, value, root, &violations)
        }
        // A dictionary has no order; messages shall have one.
        violations[before...].sort { $0.path < $1.path }
        if violations.isEmpty, isTooLong {
            violations.append(
                TagViolation(
                    .length, at: "requestMetadata", rule: "at most \(Self.maximumHeaderLength) characters as JSON",
                    "the pairs have \(headerLength) characters as JSON, at most \(Self.maximumHeaderLength) are carried"
                ))
        }
    }

    private var isTooLong: Bool {
        // Few calls come near, even if each character were the longest escape.
        pairs.reduce(into: 0) { $0 += $1.key.utf8.count + $1.value.utf8.count + 1 } * 6 > Self.maximumHeaderLength
            && headerLength > Self.maximumHeaderLength
    }

    static func tooManyPairs(_ count: Int) -> TagViolation {
        TagViolation(
            .tooManyPairs, at: "requestMetadata", rule: "at most \(maximumCount) pairs",
            "a call carries at most \(maximumCount) pairs, tags and attributes together, not \(count)")
    }

    private static func isLegal(_ text: String, from minimum: Int) -> Bool {
        let bytes = text.utf8
        return (minimum...maximumLength).contains(bytes.count) && bytes.allSatisfy(isLegal)
    }

    private static func explain(_ key: String, _ value: String, _ root: String, _ violations: inout [TagViolation]) {
        let path = TagViolation.path(root, key)
        for (part, text, minimum) in [("key", key, 1), ("value", value, 0)] {
            if let stranger = text.unicodeScalars.first(where: { !$0.isASCII || !isLegal(UInt8(ascii: $0)) }) {
                let shown = String(stranger).debugDescription
                violations.append(
                    TagViolation(
                        .illegalCharacters, at: path, rule: "ASCII letters, digits, white space and :_@$#=/+,-.",
                        "request metadata takes only ASCII letters, digits, white space and :_@$#=/+,-. in a \(part), "
                            + "and \(shown) is none of them"))
            } else if !(minimum...maximumLength).contains(text.utf8.count) {
                violations.append(
                    TagViolation(
                        .length, at: path, rule: "\(part) of \(minimum) to \(maximumLength) characters",
                        "a \(part) has \(minimum) to \(maximumLength) characters, not \(text.utf8.count)"))
            }
        }
    }

    /// `[a-zA-Z0-9\s:_@$#=/+,-.]`, in which `,-.` is the range of just these three.
    static func isLegal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 0x09...0x0D, UInt8(ascii: " "), UInt8(ascii: ":"), UInt8(ascii: "_"),
            UInt8(ascii: "@"), UInt8(ascii: "$"), UInt8(ascii: "#"), UInt8(ascii: "="), UInt8(ascii: "/"),
            UInt8(ascii: "+"), UInt8(ascii: ","), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
