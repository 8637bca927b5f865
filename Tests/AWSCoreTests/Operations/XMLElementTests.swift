import AWSCore
import Testing

@Suite struct `XML replies` {
    private func parse(_ text: String) throws(XMLError) -> XMLElement { try XMLElement(parsing: Array(text.utf8)) }

    private static let document = """
        \u{FEFF}<?xml version="1.0" encoding="UTF-8"?><!-- note -->
        <ns:Reply xmlns:ns="urn:x" a = 'b>c'><Name>R&amp;D &lt;&#65;&#x1F600;&gt;&quot;&apos;</Name>
        <Raw><![CDATA[<not>&amp;]]> tail</Raw><Empty/><Empty a="/"></Empty >
        <?pi x?><List><member>1</member><!-- <no> --><member>2</member></List></ns:Reply>

        """

    @Test func `elements, text, references and sections are read`() throws {
        let root = try parse(Self.document)
        #expect(root.name == "Reply")
        #expect(root["Name"]?.text == "R&D <A😀>\"'")
        #expect(root["Raw"]?.text == "<not>&amp; tail")
        #expect(root.children.map(\.name) == ["Name", "Raw", "Empty", "Empty", "List"])
        #expect(root["List"]?.children.map(\.text) == ["1", "2"])
        #expect(root["Absent"] == nil)
    }

    @Test func `a document cut anywhere is an error, never a crash`() throws {
        let bytes = Array(Self.document.utf8)
        let end = try #require(bytes.lastIndex(of: UInt8(ascii: ">")))
        for length in 0...end {
            #expect(throws: XMLError.self) { try XMLElement(parsing: Array(bytes[..<length])) }
        }
    }

    @Test func `a document with any byte changed is parsed or refused, never a crash`() {
        let bytes = Array(Self.document.utf8)
        var refused = 0
        for index in bytes.indices {
            for byte in [0, 0x26, 0x3C, 0x3E, 0x2F, 0x22, 0x5D, 0xFF] as [UInt8] {
                var changed = bytes
                changed[index] = byte
                do { _ = try XMLElement(parsing: changed) } catch { refused += 1 }
            }
        }
        #expect(refused > bytes.count)
    }

    @Test(arguments: [
        ("", "not XML at byte 0: no element"),
        ("text", "not XML at byte 0: an element must begin here"),
        ("<a>", "not XML at byte 3: an element without an end"),
        ("<a></b>", "not XML at byte 6: the end tag of another element"),
        ("<a/><b/>", "not XML at byte 4: text after the root element"),
        ("<a x=1/>", "not XML at byte 5: an attribute without a quoted value"),
        ("<a>&nbsp;</a>", "not XML at byte 3: an entity that XML does not define"),
        ("<a>&amp</a>", "not XML at byte 3: a reference without an end"),
        ("<a>&#xD800;</a>", "not XML at byte 3: an entity that XML does not define"),
        ("<a><!-- </a>", "not XML at byte 3: comment without an end"),
        (
            "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
            "not XML at byte 0: a document type is not accepted"
        ),
    ])
    func `what is not XML is refused with the place`(_ text: String, _ description: String) {
        let error = #expect(throws: XMLError.self) { try parse(text) }
        #expect(error?.description == description)
    }

    @Test func `nesting is limited`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        }
        #expect(try parse(nested(64)).name == "a")
        let error = #expect(throws: XMLError.self) { try parse(nested(100_000)) }
        #expect(error?.description == "not XML at byte 192: more than 64 levels")
    }

    @Test func `text that is not UTF-8 is refused`() {
        #expect(throws: XMLError.self) { try XMLElement(parsing: Array("<a>".utf8) + [0xFF] + Array("</a>".utf8)) }
    }
}
