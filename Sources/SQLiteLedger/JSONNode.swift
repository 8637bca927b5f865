#if SQLite

import Metering

/// A value of the JSON in text columns.
enum JSONNode: Equatable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case real(Double)
    case text(String)
    case array([JSONNode])
    case object([String: JSONNode])

    /// Reads a text.
    ///
    /// - Throws: ``SpendError`` of code `corrupt`.
    init(_ text: String) throws(SpendError) {
        var reader = JSONReader(bytes: Array(text.utf8))
        self = try reader.value(depth: 0)
        guard reader.isAtEnd else { throw Self.corrupt("JSON ends too early") }
    }

    /// Reads an object's members in their order, with keys that may repeat.
    ///
    /// - Throws: ``SpendError`` of code `corrupt`.
    static func pairs(_ text: String) throws(SpendError) -> [(key: String, value: String)] {
        var reader = JSONReader(bytes: Array(text.utf8))
        return try reader.pairs()
    }

    static func corrupt(_ what: String) -> SpendError { SpendError(.corrupt, "the ledger's file is damaged: \(what)") }

    func texts() throws(SpendError) -> [String] {
        var texts: [String] = []
        for element in try elements() { texts.append(try element.text()) }
        return texts
    }

    func integers() throws(SpendError) -> [Int64] {
        var integers: [Int64] = []
        for element in try elements() { integers.append(try element.integer()) }
        return integers
    }

    func elements() throws(SpendError) -> [JSONNode] {
        guard case .array(let elements) = self else { throw Self.corrupt("no array where one was written") }
        return elements
    }

    func members() throws(SpendError) -> [String: JSONNode] {
        guard case .object(let members) = self else { throw Self.corrupt("no object where one was written") }
        return members
    }

    func text() throws(SpendError) -> String {
        guard case .text(let text) = self else { throw Self.corrupt("no text where one was written") }
        return text
    }

    func integer() throws(SpendError) -> Int64 {
        guard case .integer(let integer) = self else { throw Self.corrupt("no integer where one was written") }
        return integer
    }

    func real() throws(SpendError) -> Double {
        switch self {
        case .real(let real): return real
        case .integer(let integer): return Double(integer)
        default: throw Self.corrupt("no number where one was written")
        }
    }

    func boolean() throws(SpendError) -> Bool {
        guard case .boolean(let boolean) = self else { throw Self.corrupt("no truth value where one was written") }
        return boolean
    }
}

/// Reads what ``JSONText`` wrote, and the same with blanks.
private struct JSONReader {
    let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool {
        mutating get {
            skipBlanks()
            return position == bytes.count
        }
    }

    mutating func value(depth: Int) throws(SpendError) -> JSONNode {
        guard depth < 16 else { throw JSONNode.corrupt("JSON is nested too deeply") }
        skipBlanks()
        switch peek {
        case UInt8(ascii: "{"):
            var members: [String: JSONNode] = [:]
            try list(until: UInt8(ascii: "}")) { reader throws(SpendError) in
                let key = try reader.string()
                try reader.expect(UInt8(ascii: ":"))
                members[key] = try reader.value(depth: depth + 1)
            }
            return .object(members)
        case UInt8(ascii: "["):
            var elements: [JSONNode] = []
            try list(until: UInt8(ascii: "]")) { reader throws(SpendError) in
                elements.append(try reader.value(depth: depth + 1))
            }
            return .array(elements)
        case UInt8(ascii: "\""): return .text(try string())
        default: return try scalar()
        }
    }

    mutating func pairs() throws(SpendError) -> [(key: String, value: String)] {
        var pairs: [(key: String, value: String)] = []
        skipBlanks()
        guard peek == UInt8(ascii: "{") else { throw JSONNode.corrupt("no object where one was written") }
        try list(until: UInt8(ascii: "}")) { reader throws(SpendError) in
            let key = try reader.string()
            try reader.expect(UInt8(ascii: ":"))
            reader.skipBlanks()
            pairs.append((key, try reader.string()))
        }
        guard isAtEnd else { throw JSONNode.corrupt("JSON ends too early") }
        return pairs
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func expect(_ byte: UInt8) throws(SpendError) {
        skipBlanks()
        guard peek == byte else { throw JSONNode.corrupt("JSON is malformed") }
        position += 1
    }

    private mutating func list(
        until end: UInt8, element: (inout Self) throws(SpendError) -> Void
    ) throws(SpendError) {
        position += 1
        skipBlanks()
        if peek == end {
            position += 1
            return
        }
        while true {
            skipBlanks()
            try element(&self)
            skipBlanks()
            if peek == end {
                position += 1
                return
            }
            try expect(UInt8(ascii: ","))
        }
    }

    private mutating func string() throws(SpendError) -> String {
        try expect(UInt8(ascii: "\""))
        let start = position
        while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { position += 1 }
        if peek == UInt8(ascii: "\"") {
            position += 1
            return String(decoding: bytes[start..<position - 1], as: UTF8.self)
        }
        var text = Array(bytes[start..<position])
        while let byte = peek {
            position += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
            if byte == UInt8(ascii: "\\") { try escape(into: &text) } else { text.append(byte) }
        }
        throw JSONNode.corrupt("a JSON text has no end")
    }

    private mutating func escape(into text: inout [UInt8]) throws(SpendError) {
        guard let byte = peek else { throw JSONNode.corrupt("a JSON text has no end") }
        position += 1
        switch byte {
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            // Only control characters are written this way, so there are no surrogates.
            guard position + 4 <= bytes.count,
                let code = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16),
                let scalar = Unicode.Scalar(code)
            else { throw JSONNode.corrupt("a JSON text has a malformed escape") }
            position += 4
            text.append(contentsOf: Array(String(Character(scalar)).utf8))
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        default: throw JSONNode.corrupt("a JSON text has a malformed escape")
        }
    }

    private mutating func scalar() throws(SpendError) -> JSONNode {
        let start = position
        while let byte = peek, byte != UInt8(ascii: ","), byte != UInt8(ascii: "]"), byte != UInt8(ascii: "}"),
            byte > 0x20
        {
            position += 1
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        switch text {
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        case "null": return .null
        default:
            if let integer = Int64(text) { return .integer(integer) }
            guard let real = Double(text), real.isFinite else { throw JSONNode.corrupt("JSON is malformed") }
            return .real(real)
        }
    }
}

#endif
