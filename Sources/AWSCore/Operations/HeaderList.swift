#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A list inside one header field, as restJson1 writes it.
public enum HeaderList {
    /// The elements joined by `, `. An element that holds a comma or a quotation mark is quoted.
    public static func joined(_ elements: [String]) -> String {
        elements.map { element in
            guard element.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }) else {
                return element
            }
            var quoted = "\""
            for character in element.unicodeScalars {
                if character == "\"" || character == "\\" { quoted.unicodeScalars.append("\\") }
                quoted.unicodeScalars.append(character)
            }
            return quoted + "\""
        }.joined(separator: ", ")
    }

    /// The dates joined by `, `. HTTP dates stand bare, though each has a comma of its own.
    public static func joined(_ dates: [Date], format: TimestampFormat) -> String {
        dates.map(format.string(from:)).joined(separator: ", ")
    }

    /// The elements of a field's value, without the spaces around them and without their quotes.
    public static func elements(of value: String) -> [String] {
        var elements: [String] = []
        var current = String.UnicodeScalarView()
        var isQuoted = false
        var isEscaped = false
        func finish() {
            let isText = { (scalar: Unicode.Scalar) in scalar != " " && scalar != "\t" }
            let start = current.firstIndex(where: isText) ?? current.endIndex
            let end = current.lastIndex(where: isText).map { current.index(after: $0) } ?? start
            let trimmed = current[start..<end]
            elements.append(
                trimmed.first == "\"" && trimmed.last == "\"" && trimmed.count > 1
                    ? unquoted(trimmed.dropFirst().dropLast()) : String(trimmed))
            current = String.UnicodeScalarView()
        }
        for scalar in value.unicodeScalars {
            if scalar == ",", !isQuoted {
                finish()
                continue
            }
            if scalar == "\"", !isEscaped { isQuoted.toggle() }
            isEscaped = isQuoted && scalar == "\\" && !isEscaped
            current.append(scalar)
        }
        finish()
        return elements
    }

    /// The dates of a field's value; `nil` where one of them is not of the format.
    public static func dates(of value: String, format: TimestampFormat) -> [Date]? {
        var texts = value.split(separator: ",").map(String.init)
        if format == .httpDate {
            // The comma after the day of the week is no separator.
            guard texts.count.isMultiple(of: 2) else { return nil }
            texts = stride(from: 0, to: texts.count, by: 2).map { "\(texts[$0]),\(texts[$0 + 1])" }
        }
        var dates: [Date] = []
        for text in texts {
            guard let date = format.date(from: String(text.drop { $0 == " " })) else { return nil }
            dates.append(date)
        }
        return dates
    }

    private static func unquoted(_ scalars: Substring.UnicodeScalarView) -> String {
        var text = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in scalars {
            if scalar == "\\", !isEscaped {
                isEscaped = true
            } else {
                text.append(scalar)
                isEscaped = false
            }
        }
        return String(text)
    }
}
