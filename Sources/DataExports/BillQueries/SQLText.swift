import AWSCore

/// Names and texts in SQL, quoted so that none of them ends before its last character.
enum SQLText {
    /// A name between double quotes, those inside doubled.
    static func identifier(_ name: String) -> String { "\"\(name.doubling("\""))\"" }

    /// A text between single quotes, those inside doubled. Athena knows no other escapes in such a literal.
    static func literal(_ text: String) -> String { "'\(text.doubling("'"))'" }

    /// A name that Athena could have, or an error that shows it.
    static func check(name: String, _ member: String) throws(AWSError) {
        guard !name.isEmpty, name.utf8.count <= 255, !name.unicodeScalars.contains(where: isControl) else {
            throw .invalidInput(
                member, "1 to 255 bytes without control characters, which \(name.debugDescription) is not")
        }
    }

    /// A text that can stand in a literal.
    static func check(text: String, _ member: String) throws(AWSError) {
        guard !text.unicodeScalars.contains(where: isControl) else {
            throw .invalidInput(member, "\(text.debugDescription) has control characters")
        }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.value < 32 || scalar.value == 127 }
}

extension String {
    /// The text with each `quote` twice. It goes by code points, as Athena does: a quote with a combining mark behind it is
    /// one `Character` and still a quote.
    fileprivate func doubling(_ quote: Unicode.Scalar) -> String {
        var text = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            text.append(scalar)
            if scalar == quote { text.append(scalar) }
        }
        return String(text)
    }
}
