import Attribution
import Foundation
import Testing

@Suite struct `A tag's pattern` {
    static func matches(_ pattern: String, _ text: String) throws -> Bool {
        let policy = try TagPolicy([.optional("key", matching: pattern)])
        do throws(TagPolicyError) {
            try policy.validate(TagSet(unvalidated: [.init(key: "key", value: text)]))
            return true
        } catch {
            #expect(
                !error.violations.isEmpty
                    && error.violations.allSatisfy { $0.code == .pattern || $0.code == .illegalTag })
            return false
        }
    }

    @Test(
        arguments: [
            ("cc-[0-9]{4}", ["cc-0042"], ["cc-42", "cc-00420", "xcc-0042", "cc-004a", ""]),
            ("^cc$", ["cc"], ["ccc", "^cc$"]),
            ("a|bc|", ["a", "bc", ""], ["b", "abc"]),
            ("(a|b)*c+", ["c", "abbac", "ccc"], ["ab", "", "acb"]),
            ("(?:ab){2,3}", ["abab", "ababab"], ["ab", "abababab", "aba"]),
            ("x{2,}", ["xx", "xxxxxx"], ["x", ""]),
            ("x{0,1}y?", ["", "x", "y", "xy"], ["xx", "yx"]),
            (#"\d+\.\d+"#, ["3.14"], ["3-14", "3.", "a.b"]),
            (#"[\w-]+"#, ["a_B-9"], ["a b", ""]),
            ("[^a-c:]", ["d", "-"], ["a", ":", "dd"]),
            ("[]a]", ["a"], ["b"]), ("[a-]", ["-", "a"], ["b"]), (#"[\s/]"#, [" ", "/"], ["a"]),
            (".*", ["", "anything at all"], []),
            (#"\+\/"#, ["+/"], ["/"]),
            ("((a?)*)*b", ["aaab", "b"], ["aaa"]),
            ("(a*)*", ["", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"], ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"]),
        ] as [(String, [String], [String])])
    func `means the whole value`(_ pattern: String, _ matching: [String], _ others: [String]) throws {
        for text in matching { #expect(try Self.matches(pattern, text), "\(text)") }
        for text in others { #expect(try !Self.matches(pattern, text), "\(text)") }
    }

    @Test(arguments: [
        ("", "the pattern is empty"),
        ("a**", "the pattern cannot be read at character 3: a repetition is repeated; put it in parentheses"),
        (
            "*a",
            "the pattern cannot be read at character 1: nothing stands before the repetition; write \\ before a sign that is meant itself"
        ),
        ("a)", "the pattern cannot be read at character 2: a ) closes nothing"),
        ("(?=a)", "the pattern cannot be read at character 3: only (?: is known of groups with ?"),
        (
            #"(a)\1"#,
            #"the pattern cannot be read at character 5: only \d \w \s, their opposites, and signs are known behind a \"#
        ),
        ("[b-a]", "the pattern cannot be read at character 5: a range goes from one character to a later one"),
        ("[a", "the pattern cannot be read at character 3: a [ is not closed"),
        ("a{3,2}", "the pattern cannot be read at character 7: a repetition ends before it begins"),
        ("a{0}", "the pattern cannot be read at character 5: a repetition ends before it begins"),
        ("a{x}", "the pattern cannot be read at character 3: a repetition counts from 0 to 256"),
        ("a{999}", "the pattern cannot be read at character 6: a repetition counts from 0 to 256"),
        ("a{2", "the pattern cannot be read at character 4: a { is not closed"),
        (
            "a$b",
            "the pattern cannot be read at character 2: a pattern always means the whole value; write \\ before a sign that is meant itself"
        ),
        ("理", "the pattern cannot be read at character 1: codes are ASCII, and so are their patterns"),
        ("a\\", "the pattern cannot be read at character 3: nothing stands behind the \\"),
        ("(a{100}){3}", "the pattern is too large: it may read at most 256 characters in all branches together"),
        (
            "(((|){256}){256}){256}",
            "the pattern is too large: it may read at most 256 characters in all branches together"
        ),
        (
            String(repeating: "(", count: 20),
            "the pattern cannot be read at character 18: parentheses are nested more than 16 deep"
        ),
        (String(repeating: "a", count: 1_001), "the pattern has more than 1000 characters"),
    ])
    func `is refused where it cannot be read`(_ pattern: String, _ message: String) {
        let error = #expect(throws: TagPolicyDefinitionError.self) {
            try TagPolicy([.optional("key", matching: pattern)])
        }
        #expect(error?.path == "tags.key.pattern")
        #expect(error?.message == message)
    }

    @Test func `agrees with ICU's regular expressions on random patterns and texts`() throws {
        var random = SeededGenerator(seed: 2026)
        var compared = 0
        var matched = 0
        var differences: [String] = []
        for _ in 0..<300 {
            let pattern = Self.pattern(&random, depth: 3)
            guard let policy = try? TagPolicy([.optional("key", matching: pattern)]) else { continue }
            let oracle = try NSRegularExpression(pattern: "\\A(?:\(pattern))\\z")
            for _ in 0..<40 {
                let text = String((0..<Int.random(in: 0...6, using: &random)).map { _ in Self.letter(&random) })
                let isMatch = (try? policy.validate(TagSet(unvalidated: [.init(key: "key", value: text)]))) != nil
                let expected = oracle.firstMatch(in: text, range: NSRange(0..<text.utf16.count)) != nil
                if isMatch != expected { differences.append("\(pattern) on \(text)") }
                compared += 1
                if isMatch { matched += 1 }
            }
        }
        #expect(differences.isEmpty)
        #expect(compared > 4_000)
        #expect(matched > 300 && matched < compared - 300, "\(matched) of \(compared)")
    }

    private static func letter(_ random: inout SeededGenerator) -> Character {
        Array("abc-1").randomElement(using: &random) ?? "a"
    }

    /// Loops stand in no other loop: there ICU, which backtracks, takes exponential time.
    private static func pattern(_ random: inout SeededGenerator, depth: Int, inLoop: Bool = false) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let loops = inLoop ? [] : ["*", "+", "{0,}"]
            let repetition = (["", "", "", "?", "{2}", "{1,2}"] + loops).randomElement(using: &random) ?? ""
            func inner() -> String {
                pattern(&random, depth: depth - 1, inLoop: inLoop || loops.contains(repetition))
            }
            switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &random) {
            case 0, 1: text += String(letter(&random))
            case 2: text += ["[ab]", "[^a]", "[a-c1]", "[^-1]"].randomElement(using: &random) ?? "a"
            case 3: text += [#"\d"#, #"\w"#, "."].randomElement(using: &random) ?? "."
            case 4: text += "a"
            case 5: text += "(\(inner()))"
            default: text += "(?:\(inner())|\(inner()))"
            }
            text += repetition
        }
        return text
    }
}
