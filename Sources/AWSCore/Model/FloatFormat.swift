/// How AWS protocols write floating-point numbers as text: in paths, queries, forms, header fields and XML.
public enum FloatFormat {
    /// The shortest text that reads back as `value`; `NaN`, `Infinity` and `-Infinity` for what has no digits.
    public static func string(from value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        return value.description
    }

    /// The number that `text` writes, or `nil` where it is none.
    public static func double(from text: String) -> Double? {
        switch text {
        case "NaN": .nan
        case "Infinity": .infinity
        case "-Infinity": -.infinity
        default: text.utf8.allSatisfy { "+-.0123456789eE".utf8.contains($0) } ? Double(text) : nil
        }
    }
}
