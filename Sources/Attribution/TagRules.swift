/// The rules of tags on Bedrock resources: the control plane's patterns, and AWS's own limits where those are narrower.
///
/// They are narrower than those of other services, which take letters of every script.
public enum TagRules {
    /// The most tags that a resource can have.
    public static let maximumCount = 50
    /// The most characters of a key.
    public static let maximumKeyLength = 128
    /// The most characters of a value.
    public static let maximumValueLength = 256

    /// Checks a key.
    ///
    /// - Throws: ``TagError``.
    public static func validate(key: String) throws(TagError) {
        guard !key.isEmpty else {
            throw TagError(.keyLength, key: key, "tag key \"\": a key must have 1 to \(maximumKeyLength) characters")
        }
        if let stranger = firstForeigner(in: key) {
            throw TagError(
                .keyCharacters, key: key, "tag key \(quoted(key)): \(alphabet), and \(quoted(stranger)) is none of them"
            )
        }
        guard key.utf8.count <= maximumKeyLength else {
            throw TagError(
                .keyLength, key: key,
                "tag key \(quoted(key)): a key must have 1 to \(maximumKeyLength) characters, not \(key.utf8.count)")
        }
        guard key.utf8.count < 4 || zip(key.utf8, "aws:".utf8).contains(where: { $0 | 0x20 != $1 }) else {
            throw TagError(.reservedPrefix, key: key, "tag key \(quoted(key)): the prefix aws: is reserved for AWS")
        }
    }

    /// Checks a value.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - key: Its key, for the message.
    /// - Throws: ``TagError``.
    public static func validate(value: String, of key: String) throws(TagError) {
        if let stranger = firstForeigner(in: value) {
            throw TagError(
                .valueCharacters, key: key,
                "value of tag \(quoted(key)): \(alphabet), and \(quoted(stranger)) is none of them")
        }
        guard value.utf8.count <= maximumValueLength else {
            throw TagError(
                .valueLength, key: key,
                "value of tag \(quoted(key)): a value must have at most \(maximumValueLength) characters, "
                    + "not \(value.utf8.count)")
        }
    }

    private static let alphabet =
        "Bedrock takes only ASCII letters, digits, white space and . _ : / = + @ - in tags"

    /// The first character outside `[a-zA-Z0-9\s._:/=+@-]`.
    private static func firstForeigner(in text: String) -> String? {
        // Nearly all texts are allowed, and bytes are quicker to look at than characters.
        guard !text.utf8.allSatisfy({ $0 < 0x80 && isAllowed(Unicode.Scalar($0)) }),
            let index = text.unicodeScalars.firstIndex(where: { !isAllowed($0) })
        else { return nil }
        return String(text.unicodeScalars[index])
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        // White space of ASCII: tab to carriage return, and the space.
        case "\t"..."\r", " ": true
        case ".", "_", ":", "/", "=", "+", "@", "-": true
        default: false
        }
    }

    /// `text` in quotes, control characters escaped, cut where it is long.
    static func quoted(_ text: String) -> String {
        text.count <= maximumKeyLength ? text.debugDescription : "\(text.prefix(maximumKeyLength))…".debugDescription
    }
}

extension TagSet {
    /// Checks the tags by Bedrock's rules: see ``TagRules``.
    ///
    /// - Throws: ``TagError`` of the first rule that is broken.
    public func validate() throws(TagError) {
        guard count <= TagRules.maximumCount else {
            throw TagError(
                .tooManyTags, key: nil, "a resource can have at most \(TagRules.maximumCount) tags, not \(count)")
        }
        for (index, tag) in self.enumerated() {
            try TagRules.validate(key: tag.key)
            try TagRules.validate(value: tag.value, of: tag.key)
            // A set holds at most 50 tags: comparing beats hashing.
            guard !prefix(index).contains(where: { $0.key == tag.key }) else {
                throw TagError(
                    .duplicateKey, key: tag.key,
                    "tag key \(TagRules.quoted(tag.key)): a key may come once")
            }
        }
    }
}
