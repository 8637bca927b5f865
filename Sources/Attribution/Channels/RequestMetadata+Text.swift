extension RequestMetadata {
    /// The pairs as the header field of InvokeModel: a JSON object in ASCII, sorted by key; `nil` without pairs, since the
    /// service takes no empty object.
    public var headerValue: String? {
        guard !pairs.isEmpty else { return nil }
        let members = pairs.sorted { $0.key < $1.key }.map { "\(Self.json($0.key)):\(Self.json($0.value))" }
        return "{\(members.joined(separator: ","))}"
    }

    /// The length of ``headerValue``: two quotes per text, a colon and a comma per pair, the braces.
    var headerLength: Int {
        pairs.reduce(into: pairs.isEmpty ? 2 : 1) { $0 += Self.jsonLength($1.key) + Self.jsonLength($1.value) + 6 }
    }

    /// `text` with its bytes `#` and those that are not carried as `#` and two hexadecimal digits.
    static func escaped(_ text: String) -> String {
        guard needsEscaping(text) else { return text }
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if byte != UInt8(ascii: "#"), isLegal(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "#"), digit(byte >> 4), digit(byte & 15)]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func needsEscaping(_ text: String) -> Bool {
        text.utf8.contains { $0 == UInt8(ascii: "#") || !isLegal($0) }
    }

    /// What an escaped key or value stood for.
    ///
    /// - Parameter text: A key or a value, as it stands in the log.
    /// - Returns: The text; a `#` that no two hexadecimal digits follow stays as it is.
    public static func unescaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Substring(text).utf8
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "#"), let high = rest.first.flatMap(value),
                let low = rest.dropFirst().first.flatMap(value)
            {
                bytes.append(high << 4 | low)
                rest.removeFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func digit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "A") + nibble - 10
    }

    private static func value(ofDigit byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    /// A legal text as JSON: of its characters only white space needs an escape.
    private static func json(_ text: String) -> String {
        var json = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\t": json += "\\t"
            case "\n": json += "\\n"
            case "\r": json += "\\r"
            case "\u{0B}": json += "\\u000b"
            case "\u{0C}": json += "\\f"
            default: json.unicodeScalars.append(scalar)
            }
        }
        return json + "\""
    }

    private static func jsonLength(_ text: String) -> Int {
        text.utf8.reduce(into: 0) { $0 += $1 == 0x0B ? 6 : $1 < 0x20 ? 2 : 1 }
    }
}
