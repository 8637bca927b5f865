import Foundation

/// A JSON value as the case files and the wire hold it: members in order, numbers as written.
///
/// Read by a parser of the suite's own, so that a fault of the SDK's JSON cannot hide itself.
indirect enum JSON: Sendable {
    struct Member: Sendable {
        var name: String
        var value: JSON
    }

    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSON])
    case object([Member])

    /// The member `name`; `null` where there is none.
    subscript(name: String) -> JSON {
        guard case .object(let members) = self else { return .null }
        return members.last { $0.name == name }?.value ?? .null
    }

    /// The element at `index`; `null` where there is none.
    subscript(index: Int) -> JSON {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return .null }
        return elements[index]
    }

    func has(_ name: String) -> Bool { members.contains { $0.name == name } }

    var isNull: Bool { if case .null = self { true } else { false } }
    var string: String? { if case .string(let text) = self { text } else { nil } }
    var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    var number: String? { if case .number(let text) = self { text } else { nil } }
    var int: Int? { number.flatMap { Int($0) } }
    var double: Double? { number.flatMap { Double($0) } }
    var array: [JSON] { if case .array(let elements) = self { elements } else { [] } }
    var members: [Member] { if case .object(let members) = self { members } else { [] } }
    var isObject: Bool { if case .object = self { true } else { false } }

    /// Whether the value says nothing: null, no bytes, an empty array or an empty object.
    var isEmpty: Bool {
        switch self {
        case .null: true
        case .array(let elements): elements.isEmpty
        case .object(let members): members.isEmpty || self["$b64"].string == ""
        default: false
        }
    }
}

// MARK: - Text

struct JSONFault: Error, CustomStringConvertible {
    let description: String
}

extension JSON {
    init(parsing bytes: some Sequence<UInt8>) throws(JSONFault) {
        var parser = Parser(bytes: Array(bytes))
        self = try parser.document()
    }

    /// The value as JSON text.
    var text: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(let text): text
        case .string(let text): Self.quoted(text)
        case .array(let elements): "[" + elements.map(\.text).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { Self.quoted($0.name) + ":" + $0.value.text }.joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            default:
                if scalar.value < 32 {
                    let digits = String(scalar.value, radix: 16)
                    quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    quoted.unicodeScalars.append(scalar)
                }
            }
        }
        return quoted + "\""
    }

    private struct Parser {
        let bytes: [UInt8]
        var position = 0

        mutating func document() throws(JSONFault) -> JSON {
            let value = try value()
            skipSpace()
            guard position == bytes.count else { throw fault("text after the value") }
            return value
        }

        private func fault(_ what: String) -> JSONFault {
            JSONFault(description: "not JSON at byte \(position): \(what)")
        }

        private mutating func skipSpace() {
            while position < bytes.count, [32, 9, 10, 13].contains(bytes[position]) { position += 1 }
        }

        private mutating func take(_ character: Unicode.Scalar) -> Bool {
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
            position += 1
            return true
        }

        private mutating func value() throws(JSONFault) -> JSON {
            skipSpace()
            guard position < bytes.count else { throw fault("a value is missing") }
            switch bytes[position] {
            case UInt8(ascii: "{"): return try object()
            case UInt8(ascii: "["): return try array()
            case UInt8(ascii: "\""): return .string(try string())
            case UInt8(ascii: "t"): return try literal("true", .bool(true))
            case UInt8(ascii: "f"): return try literal("false", .bool(false))
            case UInt8(ascii: "n"): return try literal("null", .null)
            default: return try number()
            }
        }

        private mutating func literal(_ text: String, _ value: JSON) throws(JSONFault) -> JSON {
            guard bytes[position...].starts(with: text.utf8) else { throw fault("no value") }
            position += text.utf8.count
            return value
        }

        private mutating func number() throws(JSONFault) -> JSON {
            let start = position
            while position < bytes.count, "+-.0123456789eE".utf8.contains(bytes[position]) { position += 1 }
            let text = String(decoding: bytes[start..<position], as: UTF8.self)
            guard Double(text) != nil else { throw fault("no value") }
            return .number(text)
        }

        private mutating func array() throws(JSONFault) -> JSON {
            position += 1
            var elements: [JSON] = []
            if take("]") { return .array(elements) }
            repeat { elements.append(try value()) } while take(",")
            guard take("]") else { throw fault("an array without an end") }
            return .array(elements)
        }

        private mutating func object() throws(JSONFault) -> JSON {
            position += 1
            var members: [Member] = []
            if take("}") { return .object(members) }
            repeat {
                skipSpace()
                guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                    throw fault("a name is missing")
                }
                let name = try string()
                guard take(":") else { throw fault("a colon is missing") }
                members.append(Member(name: name, value: try value()))
            } while take(",")
            guard take("}") else { throw fault("an object without an end") }
            return .object(members)
        }

        private mutating func string() throws(JSONFault) -> String {
            position += 1
            var text: [UInt8] = []
            while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
                let byte = bytes[position]
                position += 1
                guard byte == UInt8(ascii: "\\") else {
                    guard byte >= 32 else { throw fault("a control character in a string") }
                    text.append(byte)
                    continue
                }
                text += try escape()
            }
            guard position < bytes.count else { throw fault("a string without an end") }
            position += 1
            guard let string = String(validating: text, as: UTF8.self) else { throw fault("text that is not UTF-8") }
            return string
        }

        private mutating func escape() throws(JSONFault) -> [UInt8] {
            guard position < bytes.count else { throw fault("an escape without an end") }
            position += 1
            switch bytes[position - 1] {
            case UInt8(ascii: "n"): return [10]
            case UInt8(ascii: "t"): return [9]
            case UInt8(ascii: "r"): return [13]
            case UInt8(ascii: "b"): return [8]
            case UInt8(ascii: "f"): return [12]
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [bytes[position - 1]]
            case UInt8(ascii: "u"):
                var units = [try codeUnit()]
                if UTF16.isLeadSurrogate(units[0]), bytes[position...].starts(with: "\\u".utf8) {
                    position += 2
                    units.append(try codeUnit())
                }
                return Array(String(decoding: units, as: UTF16.self).utf8)
            default: throw fault("an unknown escape")
            }
        }

        private mutating func codeUnit() throws(JSONFault) -> UInt16 {
            guard position + 4 <= bytes.count,
                let unit = UInt16(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
            else { throw fault("an escape without four digits") }
            position += 4
            return unit
        }
    }
}

// MARK: - Comparison

extension JSON {
    /// What may differ between two values that count as equal.
    struct Tolerance: OptionSet {
        let rawValue: Int
        /// An absent member is as good as null, `[]` or `{}`.
        static let emptyIsAbsent = Tolerance(rawValue: 1)
        /// A number is as good as its text.
        static let numbersAsText = Tolerance(rawValue: 2)
    }

    /// Where `self` differs from `expected`, in words; `nil` where both are the same.
    ///
    /// Objects are compared by name and numbers by value. `{"$b64": …}` is matched by base64 text, and `{"$time": …}` by
    /// a timestamp to the millisecond.
    func difference(from expected: JSON, _ tolerance: Tolerance = [], at path: String = "") -> String? {
        let place = path.isEmpty ? "the value" : path
        if let base64 = expected["$b64"].string {
            let isSame =
                Data(base64Encoded: base64) == (self["$b64"].string ?? string).flatMap { Data(base64Encoded: $0) }
            return isSame ? nil : "\(place) is not the expected bytes"
        }
        if let time = expected["$time"].string {
            guard let wanted = Instant.date(rfc3339: time), let date = Instant.date(self) else {
                return "\(place) is \(brief), not a timestamp"
            }
            return abs(wanted.timeIntervalSince(date)) < 0.0011 ? nil : "\(place) is \(brief), not \(time)"
        }
        switch (self, expected) {
        case (.null, .null): return nil
        case (.bool(let own), .bool(let other)) where own == other: return nil
        case (.number(let own), .number(let other)) where Self.areEqual(own, other): return nil
        case (.string(let own), .string(let other)) where own.utf8.elementsEqual(other.utf8): return nil
        case (.string(let own), .number(let other))
        where tolerance.contains(.numbersAsText) && Self.areEqual(own, other):
            return nil
        case (.array(let own), .array(let other)):
            guard own.count == other.count else { return "\(place) has \(own.count) elements, not \(other.count)" }
            for index in own.indices {
                if let found = own[index].difference(from: other[index], tolerance, at: "\(path)[\(index)]") {
                    return found
                }
            }
            return nil
        case (.object(let own), .object(let other)):
            for member in other {
                let isAbsent = !has(member.name)
                if isAbsent, tolerance.contains(.emptyIsAbsent), member.value.isEmpty { continue }
                if isAbsent { return "\(path).\(member.name) is missing" }
                let found = self[member.name].difference(from: member.value, tolerance, at: "\(path).\(member.name)")
                if let found { return found }
            }
            for member in own where !expected.has(member.name) {
                if tolerance.contains(.emptyIsAbsent), member.value.isEmpty { continue }
                return "\(path).\(member.name) is not expected"
            }
            return nil
        default: return "\(place) is \(brief), not \(expected.brief)"
        }
    }

    private var brief: String { text.count > 120 ? text.prefix(117) + "…" : text }

    private static func areEqual(_ left: String, _ right: String) -> Bool {
        if left == right { return true }
        guard let left = Decimal(string: left), let right = Decimal(string: right) else { return false }
        return left == right
    }
}

/// Points in time as the case files write them, read without the SDK.
enum Instant {
    static func date(rfc3339 text: String) -> Date? {
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withInternetDateTime]
        // The formatter knows three digits of a fraction; more are cut off here and added again.
        guard let dot = text.firstIndex(of: ".") else { return formatter.date(from: text) }
        let digits = text[text.index(after: dot)...].prefix { $0.isNumber }
        let rest = text[dot...].dropFirst(digits.count + 1)
        guard let fraction = Double("0.\(digits)") else { return nil }
        return formatter.date(from: String(text[..<dot]) + rest)?.addingTimeInterval(fraction)
    }

    /// A timestamp in JSON: seconds since 1970, or RFC 3339.
    static func date(_ json: JSON) -> Date? {
        if let seconds = json.double { return Date(timeIntervalSince1970: seconds) }
        return json.string.flatMap(date(rfc3339:))
    }
}
