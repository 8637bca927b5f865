import AWSCore
import Attribution

/// The published limits of projects: those of `AWS::BedrockMantle::Project`.
enum ProjectRules {
    /// `([0-9a-zA-Z][ _-]?)+`, 1 to 64 characters.
    static func check(name: String) throws(AWSError) {
        let bytes = Array(name.utf8)
        guard (1...64).contains(bytes.count) else {
            throw .invalidInput("name", "must have 1 to 64 characters, not \(name.count)")
        }
        var mayBeSeparator = false
        for byte in bytes {
            if byte.isASCIILetterOrDigit {
                mayBeSeparator = true
            } else if mayBeSeparator, " _-".utf8.contains(byte) {
                mayBeSeparator = false
            } else {
                throw .invalidInput(
                    "name",
                    "must be ASCII letters and digits, each followed by at most one space, hyphen or underscore, not "
                        + "\(name.debugDescription)")
            }
        }
    }

    static func check(_ member: String, _ tags: TagSet) throws(AWSError) {
        do {
            try tags.validate()
        } catch {
            throw AWSError(.invalidInput, "\(member): \(error)", underlying: error)
        }
    }

    static func check(keys: [String]) throws(AWSError) {
        for key in keys {
            do {
                try TagRules.validate(key: key)
            } catch {
                throw AWSError(.invalidInput, "remove_tag_keys: \(error)", underlying: error)
            }
        }
    }
}

extension TagSet {
    /// An object of strings.
    var json: JSONValue {
        .object(Dictionary(map { ($0.key, JSONValue.string($0.value)) }) { _, last in last })
    }
}
