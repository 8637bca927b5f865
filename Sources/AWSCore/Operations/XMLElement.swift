/// Why a reply is not the XML that AWS services write.
public struct XMLError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, with the byte at which it was noticed. Holds nothing of the document.
    public let description: String

    /// What is wrong with a reply, such as the element that it lacks; nothing of the document itself.
    public init(description: String) {
        self.description = description
    }
}

/// An element of a small XML document, such as STS replies with.
///
/// Namespaces and attributes are dropped. Document types and entities other than the five of XML and character
/// references are refused, so that no reply can make the parser read a file or grow without bound.
public struct XMLElement: Sendable, Hashable {
    /// The name, without its prefix.
    public var name: String
    /// The character data that stands directly in the element.
    public var text = ""
    /// The child elements, in order.
    public var children: [XMLElement] = []

    /// An empty element.
    public init(name: String) { self.name = name }

    /// The first child called `name`.
    public subscript(name: String) -> XMLElement? { children.first { $0.name == name } }

    /// The children called `name`, in order: the members of a list.
    public func children(named name: String) -> [XMLElement] { children.filter { $0.name == name } }

    /// The root element of the document in `bytes`.
    ///
    /// - Throws: ``XMLError``.
    public init(parsing bytes: [UInt8]) throws(XMLError) {
        var parser = XMLParser(bytes)
        self = try parser.document()
    }
}

private struct XMLParser {
    private static let maximumDepth = 64
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(XMLError) -> XMLElement {
        try skipMisc()
        guard position < bytes.count else { throw failure("no element") }
        let root = try element(depth: 0)
        try skipMisc()
        guard position == bytes.count else { throw failure("text after the root element") }
        return root
    }

    private func failure(_ what: String) -> XMLError { XMLError(description: "not XML at byte \(position): \(what)") }

    private func starts(with literal: StaticString) -> Bool {
        bytes[position...].starts(with: "\(literal)".utf8)
    }

    private mutating func skip(past literal: StaticString, _ what: String) throws(XMLError) {
        let wanted = Array("\(literal)".utf8)
        var index = position
        while index + wanted.count <= bytes.count {
            if bytes[index..<index + wanted.count].elementsEqual(wanted) {
                position = index + wanted.count
                return
            }
            index += 1
        }
        throw failure("\(what) without an end")
    }

    private mutating func skipMisc() throws(XMLError) {
        if position == 0, starts(with: "\u{FEFF}") { position += 3 }
        while position < bytes.count {
            if Self.isSpace(bytes[position]) {
                position += 1
            } else if starts(with: "<?") {
                try skip(past: "?>", "processing instruction")
            } else if starts(with: "<!--") {
                try skip(past: "-->", "comment")
            } else if starts(with: "<!") {
                throw failure("a document type is not accepted")
            } else {
                return
            }
        }
    }

    private mutating func element(depth: Int) throws(XMLError) -> XMLElement {
        guard depth < Self.maximumDepth else { throw failure("more than \(Self.maximumDepth) levels") }
        guard starts(with: "<") else { throw failure("an element must begin here") }
        position += 1
        let qualifiedName = try name()
        var element = XMLElement(name: Self.localName(qualifiedName))
        if try attributesEndEmpty() { return element }
        var text: [UInt8] = []
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "<") else {
                try characters(into: &text)
                continue
            }
            if starts(with: "</") {
                position += 2
                guard try name() == qualifiedName else { throw failure("the end tag of another element") }
                while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
                guard starts(with: ">") else { throw failure("an end tag without an end") }
                position += 1
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw failure("text that is not UTF-8")
                }
                element.text = string
                return element
            } else if starts(with: "<!--") {
                try skip(past: "-->", "comment")
            } else if starts(with: "<![CDATA[") {
                position += 9
                let start = position
                try skip(past: "]]>", "CDATA section")
                text += bytes[start..<position - 3]
            } else if starts(with: "<?") {
                try skip(past: "?>", "processing instruction")
            } else {
                element.children.append(try self.element(depth: depth + 1))
            }
        }
        throw failure("an element without an end")
    }

    private mutating func name() throws(XMLError) -> ArraySlice<UInt8> {
        let start = position
        while position < bytes.count, !Self.isSpace(bytes[position]), !">/=<".utf8.contains(bytes[position]) {
            position += 1
        }
        guard position > start else { throw failure("a name must stand here") }
        return bytes[start..<position]
    }

    /// Passes over the attributes of a start tag; `true` where the tag ends in `/>`.
    private mutating func attributesEndEmpty() throws(XMLError) -> Bool {
        while position < bytes.count {
            let byte = bytes[position]
            if Self.isSpace(byte) {
                position += 1
            } else if byte == UInt8(ascii: ">") {
                position += 1
                return false
            } else if starts(with: "/>") {
                position += 2
                return true
            } else {
                _ = try name()
                while position < bytes.count, Self.isSpace(bytes[position]) || bytes[position] == UInt8(ascii: "=") {
                    position += 1
                }
                guard position < bytes.count,
                    bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'"),
                    let end = bytes[(position + 1)...].firstIndex(of: bytes[position])
                else { throw failure("an attribute without a quoted value") }
                position = end + 1
            }
        }
        throw failure("a start tag without an end")
    }

    private mutating func characters(into text: inout [UInt8]) throws(XMLError) {
        let byte = bytes[position]
        guard byte == UInt8(ascii: "&") else {
            text.append(byte)
            position += 1
            return
        }
        guard let end = bytes[position...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else {
            throw failure("a reference without an end")
        }
        let reference = String(decoding: bytes[position + 1..<end], as: UTF8.self)
        switch reference {
        case "amp": text.append(UInt8(ascii: "&"))
        case "lt": text.append(UInt8(ascii: "<"))
        case "gt": text.append(UInt8(ascii: ">"))
        case "quot": text.append(UInt8(ascii: "\""))
        case "apos": text.append(UInt8(ascii: "'"))
        default:
            let isHexadecimal = reference.hasPrefix("#x") || reference.hasPrefix("#X")
            guard reference.hasPrefix("#"),
                let code = UInt32(reference.dropFirst(isHexadecimal ? 2 : 1), radix: isHexadecimal ? 16 : 10),
                let scalar = Unicode.Scalar(code)
            else { throw failure("an entity that XML does not define") }
            text += Array(String(Character(scalar)).utf8)
        }
        position = end + 1
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...10).contains(byte) || byte == 13 }

    private static func localName(_ name: ArraySlice<UInt8>) -> String {
        String(decoding: name.split(separator: UInt8(ascii: ":")).last ?? name, as: UTF8.self)
    }
}
