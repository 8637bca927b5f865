/// Why a statement fails, in Athena's manner.
struct SQLFailure: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }

    static func unknown(_ what: String) -> Self {
        Self("SYNTAX_ERROR: the simulator runs the statements that BillQuery makes, and does not know \(what)")
    }
}

/// A piece of a statement.
enum SQLToken: Equatable {
    /// A keyword or bare name, in upper case.
    case word(String)
    /// A name between double quotes.
    case name(String)
    /// A text between single quotes.
    case text(String)
    case number(Int)
    case symbol(Character)

    /// The pieces of `sql`, by code points: a quote is one whatever mark combines with it.
    static func all(of sql: String) throws(SQLFailure) -> [SQLToken] {
        var tokens: [SQLToken] = []
        var rest = sql.unicodeScalars[...]
        while let first = rest.first {
            if first.properties.isWhitespace {
                rest.removeFirst()
            } else if first == "\"" || first == "'" {
                let text = try quoted(&rest, by: first)
                tokens.append(first == "'" ? .text(text) : .name(text))
            } else if ("0"..."9").contains(first) {
                let digits = String(rest.prefix { ("0"..."9").contains($0) })
                guard let number = Int(digits) else { throw .unknown("the number \(digits)") }
                tokens.append(.number(number))
                rest = rest.dropFirst(digits.utf8.count)
            } else if isLetter(first) {
                let word = rest.prefix { isLetter($0) || ("0"..."9").contains($0) }
                tokens.append(.word(String(word).uppercased()))
                rest = rest.dropFirst(word.count)
            } else {
                tokens.append(.symbol(Character(first)))
                rest.removeFirst()
            }
        }
        return tokens
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
    }

    /// A text up to the quote that is not doubled.
    private static func quoted(
        _ rest: inout Substring.UnicodeScalarView, by quote: Unicode.Scalar
    ) throws(SQLFailure) -> String {
        rest.removeFirst()
        var text = String.UnicodeScalarView()
        while let next = rest.popFirst() {
            guard next == quote else {
                text.append(next)
                continue
            }
            guard rest.first == quote else { return String(text) }
            rest.removeFirst()
            text.append(quote)
        }
        throw SQLFailure("SYNTAX_ERROR: a quote is not closed")
    }
}
