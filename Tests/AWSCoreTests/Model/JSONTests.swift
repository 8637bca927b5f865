import AWSCore
import Foundation
import Testing

@Suite struct `JSON values` {
    private static let document: JSONValue = [
        "null": nil, "bool": true, "int": -9_007_199_254_740_993, "double": 1.5, "text": "a/\"b\"\n€😀",
        "list": [1, "two", [], [:]], "object": ["inner": false],
    ]

    @Test func `a document survives writing and reading`() throws {
        let bytes = try Self.document.serialized()
        #expect(try JSONValue(parsing: bytes) == Self.document)
    }

    @Test func `members are sorted and slashes bare`() throws {
        let text = String(decoding: try (["b": "x/y", "a": 1] as JSONValue).serialized(), as: UTF8.self)
        #expect(text == #"{"a":1,"b":"x/y"}"#)
    }

    @Test func `numbers keep their kind as far as 64 bits go`() throws {
        let value = try JSONValue(parsing: Array("[1, -1, 9223372036854775807, 9223372036854775808, 0.1, 1e3]".utf8))
        #expect(value == [1, -1, .int(.max), .double(9_223_372_036_854_775_808), 0.1, 1000])
        #expect(value[2]?.int == .max)
        #expect(value[3]?.int == nil)
        #expect(value[0]?.double == 1)
    }

    @Test func `members and elements are found, and absent ones are nil`() {
        let document = Self.document
        #expect(document["list"]?[1]?.string == "two")
        #expect(document["list"]?[9] == nil)
        #expect(document["list"]?["x"] == nil)
        #expect(document["text"]?[0] == nil)
        #expect(document["bool"]?.bool == true)
        #expect(document["object"]?.object == ["inner": false])
        #expect(document["list"]?.array?.count == 4)
        #expect(document["null"] == JSONValue.null)
        #expect(document["absent"] == nil)
    }

    @Test(arguments: ["", "{", "[1,", "{\"a\":}", "nul", "1 2", "\u{FEFF}x"])
    func `what is no whole JSON value is refused`(_ text: String) {
        #expect(throws: DecodingError.self) { try JSONValue(parsing: Array(text.utf8)) }
    }

    @Test func `every document cut short is refused`() throws {
        let bytes = try Self.document.serialized()
        for length in 0..<bytes.count {
            #expect(throws: DecodingError.self) { try JSONValue(parsing: Array(bytes[..<length])) }
        }
    }

    @Test func `nesting without end is an error, not a crash`() {
        #expect(throws: DecodingError.self) {
            try JSONValue(parsing: Array(repeating: UInt8(ascii: "["), count: 100_000))
        }
    }
}

@Suite struct `The JSON of AWS` {
    private struct Document: Codable, Equatable {
        var at: Date
        var data: Blob?
    }

    private func text(_ value: some Encodable, _ format: TimestampFormat) throws -> String {
        String(decoding: try AWSJSON.encode(value, dates: format), as: UTF8.self)
    }

    @Test func `dates are written as the protocol says and read in any form`() throws {
        let document = Document(at: Now.start, data: nil)
        #expect(try text(document, .iso8601) == #"{"at":"2026-01-31T14:05:26Z"}"#)
        #expect(try text(document, .epochSeconds) == #"{"at":1769868326}"#)
        #expect(try text(document, .httpDate) == #"{"at":"Sat, 31 Jan 2026 14:05:26 GMT"}"#)
        for format in [TimestampFormat.iso8601, .epochSeconds, .httpDate] {
            #expect(try AWSJSON.decode(Document.self, from: AWSJSON.encode(document, dates: format)) == document)
        }
        #expect(try AWSJSON.decode(Document.self, from: Array(#"{"at":1.5}"#.utf8)).at.timeIntervalSince1970 == 1.5)
        let half = Document(at: Date(timeIntervalSince1970: 0.5))
        #expect(try text(half, .epochSeconds) == #"{"at":0.5}"#)
        #expect(throws: DecodingError.self) {
            try AWSJSON.decode(Document.self, from: Array(#"{"at":"soon"}"#.utf8))
        }
    }

    @Test func `blobs travel as base64`() throws {
        let document = Document(at: Now.start, data: Blob([0, 255, 62]))
        #expect(try text(document, .epochSeconds) == #"{"at":1769868326,"data":"AP8+"}"#)
        #expect(try AWSJSON.decode(Document.self, from: AWSJSON.encode(document)) == document)
        #expect(Blob(utf8: "é") == [0xC3, 0xA9])
        #expect(throws: DecodingError.self) {
            try AWSJSON.decode(Document.self, from: Array(#"{"at":0,"data":"***"}"#.utf8))
        }
    }
}
