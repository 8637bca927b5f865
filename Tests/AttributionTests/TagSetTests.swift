import Attribution
import Foundation
import Testing

@Suite struct `A set of tags` {
    @Test func `keeps the order in which it was written`() {
        let tags: TagSet = ["Project": "x", "Application": "y", "Environment": "z"]
        #expect(tags.keys == ["Project", "Application", "Environment"])
        #expect(tags["Application"] == "y")
        #expect(tags["application"] == nil)
    }

    @Test func `equals another with the same tags in another order, and hashes alike`() {
        let one: TagSet = ["dept": "claims", "env": "prod", "app": "triage"]
        let other: TagSet = ["app": "triage", "env": "prod", "dept": "claims"]
        #expect(one == other)
        #expect(one.hashValue == other.hashValue)
        #expect(Set([one, other]).count == 1)
    }

    @Test(
        arguments: [
            ["dept": "claims"], ["dept": "claims", "env": "test"], ["dept": "prod", "env": "claims"],
            ["dept": "claims", "env": "prod", "x": ""],
        ] as [TagSet])
    func `differs from a set with other tags`(_ other: TagSet) {
        #expect(other != (["dept": "claims", "env": "prod"] as TagSet))
    }

    @Test func `counts how often a tag comes when it compares`() {
        let one: TagSet = ["a": "1", "a": "1", "b": "2"]
        let other: TagSet = ["a": "1", "b": "2", "b": "2"]
        #expect(one != other)
    }

    @Test func `is a superset of the tags it has`() {
        let tags: TagSet = ["dept": "claims", "env": "prod"]
        #expect(tags.isSuperset(of: ["env": "prod"]))
        #expect(tags.isSuperset(of: [:]))
        #expect(!tags.isSuperset(of: ["env": "test"]))
        #expect(!tags.isSuperset(of: ["owner": "x"]))
    }

    @Test func `gets a tag in its old place or at the end`() throws {
        let tags: TagSet = ["dept": "claims", "env": "prod"]
        #expect(try tags.setting("dept", to: "sales").map(\.value) == ["sales", "prod"])
        #expect(try tags.setting("app", to: "triage").keys == ["dept", "env", "app"])
        #expect(throws: TagError.self) { try tags.setting("aws:x", to: "") }
    }

    @Test func `reads and writes an object of strings`() throws {
        let tags = try JSONDecoder().decode(TagSet.self, from: Data(#"{"env":"prod","dept":"claims"}"#.utf8))
        #expect(tags.keys == ["dept", "env"])
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(String(decoding: try encoder.encode(tags), as: UTF8.self) == #"{"dept":"claims","env":"prod"}"#)
    }

    @Test func `is not read from an object that breaks a rule`() throws {
        let error = #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(TagSet.self, from: Data(#"{"aws:dept":"claims"}"#.utf8))
        }
        guard case .dataCorrupted(let context) = error else {
            Issue.record("not dataCorrupted")
            return
        }
        #expect((context.underlyingError as? TagError)?.code == .reservedPrefix)
    }

    @Test func `accepts every character of the control plane's alphabet`() throws {
        let alphabet = "abcxyzABCXYZ0189 \t._:/=+@-"
        #expect(try TagSet([(alphabet, alphabet), ("empty", "")]).count == 2)
    }
}

@Suite struct `Tags that break a rule` {
    struct Case: CustomTestStringConvertible, Sendable {
        let tags: TagSet
        let code: TagError.Code
        let key: String?
        let message: String
        var testDescription: String { message }
    }

    static let cases = [
        Case(
            tags: ["": "x"], code: .keyLength, key: "", message: #"tag key "": a key must have 1 to 128 characters"#),
        Case(
            tags: ["部門": "claims"], code: .keyCharacters, key: "部門",
            message:
                "tag key \"部門\": Bedrock takes only ASCII letters, digits, white space and . _ : / = + @ - in tags, "
                + "and \"部\" is none of them"),
        Case(
            tags: ["dept": "理賠"], code: .valueCharacters, key: "dept",
            message: "value of tag \"dept\": Bedrock takes only ASCII letters, digits, white space and . _ : / = + @ - "
                + "in tags, and \"理\" is none of them"),
        Case(
            tags: ["AWS:dept": "x"], code: .reservedPrefix, key: "AWS:dept",
            message: "tag key \"AWS:dept\": the prefix aws: is reserved for AWS"),
        Case(
            tags: ["a": "1", "b": "2", "a": "3"], code: .duplicateKey, key: "a",
            message: "tag key \"a\": a key may come once"),
        Case(
            tags: ["v": String(repeating: "x", count: 257)], code: .valueLength, key: "v",
            message: "value of tag \"v\": a value must have at most 256 characters, not 257"),
        Case(
            tags: TagSet(unvalidated: (1...51).map { TagSet.Tag(key: "k\($0)", value: "") }), code: .tooManyTags,
            key: nil, message: "a resource can have at most 50 tags, not 51"),
    ]

    @Test(arguments: cases) func `are told by rule and key`(_ wrong: Case) {
        let error = #expect(throws: TagError.self) { try wrong.tags.validate() }
        #expect(error?.code == wrong.code)
        #expect(error?.key == wrong.key)
        #expect(error?.description == wrong.message)
    }

    @Test func `include a key of 129 characters, and not one of 128`() throws {
        let longest = String(repeating: "k", count: 128)
        #expect(try TagSet([(longest, "")]).keys == [longest])
        let error = #expect(throws: TagError.self) { try TagSet([(longest + "k", "")]) }
        #expect(error?.code == .keyLength)
        #expect(error?.message.hasSuffix("a key must have 1 to 128 characters, not 129") == true)
    }

    @Test func `are refused at once when they come as pairs`() {
        let error = #expect(throws: TagError.self) { try TagSet([("a", "1"), ("a", "2")]) }
        #expect(error?.code == .duplicateKey)
    }

    @Test func `never show a value in their message`() {
        let canary = "canary-漢"
        let error = #expect(throws: TagError.self) { try TagSet([("dept", canary)]) }
        #expect(error.map { "\($0)".contains("canary") } == false)
    }
}
