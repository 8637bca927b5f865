import Attribution
import Foundation
import Testing

@Suite struct `Request metadata` {
    static let alphabet = "abcxyzABCXYZ0189 \t\n\u{0B}\u{0C}\r:_@$#=/+,-."

    @Test func `takes every character of the service's alphabet, and 16 pairs`() throws {
        #expect(try RequestMetadata([Self.alphabet: Self.alphabet]).pairs[Self.alphabet] == Self.alphabet)
        let most = Dictionary(uniqueKeysWithValues: (1...16).map { ("key\($0)", "") })
        #expect(try RequestMetadata(most).pairs == most)
        #expect(
            try RequestMetadata([String(repeating: "k", count: 256): String(repeating: "v", count: 256)]).pairs.count
                == 1)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let pairs: [String: String]
        let code: TagViolation.Code
        let description: String
        var testDescription: String { code.description }
    }

    @Test(arguments: [
        Case(
            pairs: Dictionary(uniqueKeysWithValues: (1...17).map { ("key\($0)", "") }), code: .tooManyPairs,
            description: "requestMetadata: a call carries at most 16 pairs, tags and attributes together, not 17"),
        Case(
            pairs: ["": "x"], code: .length,
            description: #"requestMetadata[""]: a key has 1 to 256 characters, not 0"#),
        Case(
            pairs: ["long": String(repeating: "v", count: 257)], code: .length,
            description: "requestMetadata.long: a value has 0 to 256 characters, not 257"),
        Case(
            pairs: ["user": "müller"], code: .illegalCharacters,
            description: "requestMetadata.user: request metadata takes only ASCII letters, digits, white space and "
                + #":_@$#=/+,-. in a value, and "ü" is none of them"#),
        Case(
            pairs: ["a?": ""], code: .illegalCharacters,
            description: #"requestMetadata["a?"]: request metadata takes only ASCII letters, digits, white space and "#
                + #":_@$#=/+,-. in a key, and "?" is none of them"#),
    ])
    func `is refused where it breaks a rule`(_ example: Case) throws {
        let error = #expect(throws: TagPolicyError.self) { try RequestMetadata(example.pairs) }
        #expect(error?.violations.map(\.code) == [example.code])
        #expect(error?.description == example.description)
    }

    @Test func `is refused with all that is wrong, sorted`() {
        let error = #expect(throws: TagPolicyError.self) { try RequestMetadata(["b": "é", "a": "ü", "c": "fine"]) }
        #expect(error?.violations.map(\.path) == ["requestMetadata.a", "requestMetadata.b"])
    }

    @Test(arguments: ["理赔部", "C#", "50 %", "plain", "#41", "", "Zürich (*)", "\u{0}\u{7F}", "😀"])
    func `brings escaped text back`(_ text: String) throws {
        let metadata = try RequestMetadata(["key": text, text + "!": "x"], escaping: true)
        let value = try #require(metadata.pairs["key"])
        #expect(
            value.utf8.allSatisfy {
                Self.alphabet.utf8.contains($0) || ("a"..."z").contains(Unicode.Scalar($0))
                    || ("A"..."Z").contains(Unicode.Scalar($0)) || ("0"..."9").contains(Unicode.Scalar($0))
            })
        #expect(RequestMetadata.unescaped(value) == text)
        #expect(Set(metadata.pairs.keys.map(RequestMetadata.unescaped)) == ["key", text + "!"])
    }

    @Test func `escapes bytes as two hexadecimal digits`() throws {
        #expect(try RequestMetadata(["k": "Zürich#1"], escaping: true).pairs["k"] == "Z#C3#BCrich#231")
        #expect(RequestMetadata.unescaped("100#, #zz #4") == "100#, #zz #4")
        #expect(RequestMetadata.unescaped("#c3#bc") == "ü")
    }

    @Test func `is too long where its escapes are`() {
        let error = #expect(throws: TagPolicyError.self) {
            try RequestMetadata(["k": String(repeating: "部", count: 29)], escaping: true)
        }
        #expect(error?.description == "requestMetadata.k: a value has 0 to 256 characters, not 261")
    }

    @Test func `is a JSON object in ASCII, sorted by key, for InvokeModel's header`() throws {
        let pairs = ["b": "x\ty\n", "a": Self.alphabet]
        let metadata = try RequestMetadata(pairs)
        let header = try #require(metadata.headerValue)
        #expect(header.utf8.allSatisfy { (0x20...0x7E).contains($0) })
        #expect(header.hasPrefix(#"{"a":"#))
        #expect(try JSONDecoder().decode([String: String].self, from: Data(header.utf8)) == pairs)
        #expect(try RequestMetadata([:]).headerValue == nil)
    }

    @Test func `is refused where the header would be too long`() throws {
        let value = String(repeating: "\u{0B}", count: 256)
        let pairs = Dictionary(uniqueKeysWithValues: (1...6).map { ("key\($0)", value) })
        let error = #expect(throws: TagPolicyError.self) { try RequestMetadata(pairs) }
        #expect(
            error?.description
                == "requestMetadata: the pairs have 9277 characters as JSON, at most 8500 are carried")
        let most = Dictionary(
            uniqueKeysWithValues: (10...25).map {
                (String(repeating: "k", count: 254) + "\($0)", String(repeating: "v", count: 256))
            })
        #expect(try RequestMetadata(most).headerValue?.utf8.count == 16 * (512 + 6) + 1)
    }
}
