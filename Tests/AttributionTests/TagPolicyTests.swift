import Attribution
import Testing

@Suite struct `A tag policy` {
    static let keys: [TagKeyRule] = [
        .required(
            "team", oneOf: ["claims": "理赔部", "claims": "Claims Dept", "sales": "销售部"], named: ["部门", "Abteilung"]),
        .required("env", oneOf: ["dev", "staging", "prod"]),
        .optional("costCenter", matching: "cc-[0-9]{4}"),
        .optional("owner", casing: .lower),
    ]

    static func policy(_ keys: [TagKeyRule] = keys, allowingOtherKeys: Bool = false) throws -> TagPolicy {
        try TagPolicy(keys, allowingOtherKeys: allowingOtherKeys)
    }

    static func violations(_ policy: TagPolicy, _ tags: TagSet) -> [TagViolation] {
        do throws(TagPolicyError) {
            try policy.validate(tags)
            return []
        } catch { return error.violations }
    }

    @Test(
        arguments: [
            ["team": "claims", "env": "prod"],
            ["env": "dev", "team": "sales", "costCenter": "cc-0042", "owner": "u-7"],
        ] as [TagSet])
    func `accepts tags that keep it`(_ tags: TagSet) throws {
        try Self.policy().validate(tags)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        var tags: TagSet
        var code: TagViolation.Code
        var path: String
        var rule: String
        var message: String
        var suggestion: String?
        var testDescription: String { "\(path) \(code)" }
    }

    static let cases = [
        Case(
            tags: ["env": "prod"], code: .missingKey, path: "tags.team", rule: "required: one of claims, sales",
            message: "the key is required"),
        Case(
            tags: ["team": "claim", "env": "prod"], code: .valueNotAllowed, path: "tags.team",
            rule: "one of claims, sales",
            message: "the value is none of the allowed ones: claims, sales", suggestion: "claims"),
        Case(
            tags: ["team": "sales", "env": "qa"], code: .valueNotAllowed, path: "tags.env",
            rule: "one of dev, staging, prod", message: "the value is none of the allowed ones: dev, staging, prod"),
        Case(
            tags: ["team": "claims", "env": "Prod"], code: .valueCasing, path: "tags.env",
            rule: "one of dev, staging, prod",
            message:
                "the value differs from an allowed one by upper and lower case, and AWS takes the two for different",
            suggestion: "prod"),
        Case(
            tags: ["team": "理赔部", "env": "prod"], code: .displayName, path: "tags.team", rule: "one of claims, sales",
            message: "a display name stands where the code must stand, since Bedrock takes only ASCII in tags",
            suggestion: "claims"),
        Case(
            tags: ["team": "claims", "env": "prod", "costCenter": "CC-0042"], code: .pattern, path: "tags.costCenter",
            rule: "matches cc-[0-9]{4}", message: "the value does not match cc-[0-9]{4}", suggestion: "cc-0042"),
        Case(
            tags: ["team": "claims", "env": "prod", "costCenter": "cc-42"], code: .pattern, path: "tags.costCenter",
            rule: "matches cc-[0-9]{4}", message: "the value does not match cc-[0-9]{4}"),
        Case(
            tags: ["team": "claims", "env": "prod", "owner": "U-7"], code: .valueCasing, path: "tags.owner",
            rule: "lower case", message: "the value must be in lower case", suggestion: "u-7"),
        Case(
            tags: ["team": "claims", "env": "prod", "costCentre": "cc-0042"], code: .unknownKey,
            path: "tags.costCentre",
            rule: "one of team, env, costCenter, owner", message: "the policy does not know this key",
            suggestion: "costCenter"),
        Case(
            tags: ["team": "claims", "env": "prod", "zone": "x"], code: .unknownKey, path: "tags.zone",
            rule: "one of team, env, costCenter, owner", message: "the policy does not know this key"),
        Case(
            tags: ["team": "claims", "env": "prod", "Owner": "x"], code: .keyCasing, path: "tags.Owner",
            rule: "a key of the policy",
            message: "the key differs from the policy's by upper and lower case, and AWS takes the two for different",
            suggestion: "owner"),
        Case(
            tags: ["team": "claims", "env": "prod", "Abteilung": "claims"], code: .displayName, path: "tags.Abteilung",
            rule: "a key of the policy",
            message: "a display name stands where the key must stand, since Bedrock takes only ASCII in tags",
            suggestion: "team"),
        Case(
            tags: ["team": "claims", "env": "prod", "owner": "ü"], code: .illegalTag, path: "tags.owner",
            rule: "a value that AWS takes",
            message:
                "value of tag \"owner\": Bedrock takes only ASCII letters, digits, white space and . _ : / = + @ - in "
                + "tags, and \"ü\" is none of them"),
        Case(
            tags: ["team": "claims", "env": "prod", "owner": "a@b.de"], code: .personalData, path: "tags.owner",
            rule: "no e-mail addresses and telephone numbers",
            message:
                "the value looks like an e-mail address, which logs and bills would keep; send an id, or let the policy "
                + "allow personal data for this key"),
        Case(
            tags: ["team": "claims", "env": "prod", "team": "claims"], code: .duplicateKey, path: "tags.team",
            rule: "a key comes once", message: "the key comes more than once"),
    ]

    @Test(arguments: cases)
    func `refuses tags that break it, with code, path, rule, message and suggestion`(_ example: Case) throws {
        let violations = Self.violations(try Self.policy(), example.tags)
        try #require(violations.count == 1)
        #expect(violations[0].code == example.code)
        #expect(violations[0].path == example.path)
        #expect(violations[0].rule == example.rule)
        #expect(violations[0].message == example.message)
        #expect(violations[0].suggestion == example.suggestion)
    }

    @Test func `names all violations at once, and what a missing key was probably written as`() throws {
        let error = #expect(throws: TagPolicyError.self) {
            try Self.policy().validate(["teem": "claims", "env": "prd", "costCenter": "4711"])
        }
        #expect(
            error?.description
                == "tags.teem: the policy does not know this key; did you mean \"team\"?; tags.env: the value is none of the "
                + "allowed ones: dev, staging, prod; did you mean \"prod\"?; tags.costCenter: the value does not match "
                + "cc-[0-9]{4}; tags.team: the key is required, and \"teem\" is probably meant to be it")
    }

    @Test func `allows other keys where it says so, by AWS's rules`() throws {
        let policy = try Self.policy(allowingOtherKeys: true)
        try policy.validate(["team": "claims", "env": "prod", "zone": "x", "teams": "y"])
        let tags: TagSet = [
            "team": "claims", "env": "prod", "ENV": "dev", "aws:x": "", "zone": "1", "zone": "2", "mail": "a@b.de",
        ]
        #expect(
            Self.violations(policy, tags).map { "\($0.path) \($0.code)" } == [
                "tags.ENV keyCasing", #"tags["aws:x"] illegalTag"#, "tags.zone duplicateKey", "tags.mail personalData",
            ])
    }

    @Test func `allows at most 50 tags`() {
        let tags = TagSet(unvalidated: (0..<51).map { TagSet.Tag(key: "k\($0)", value: "") })
        #expect(Self.violations(.unrestricted, tags).map(\.message) == ["a resource can have at most 50 tags, not 51"])
    }

    @Test func `turns display names of keys and values into codes, and back`() throws {
        let policy = try Self.policy()
        let tags = try policy.resolve(["部门": "理赔部", "env": "prod"])
        #expect(tags.description == "team=claims,env=prod")
        try policy.validate(tags)
        #expect(try policy.resolve(["Abteilung": "Claims Dept", "env": "prod"]) == tags)
        #expect(policy.displayed(tags).description == "部门=理赔部,env=prod")
        #expect(try policy.resolve(policy.displayed(tags)) == tags)
        #expect(policy.displayed(["team": "unknown", "x": "y"]).description == "部门=unknown,x=y")
    }

    @Test func `refuses to guess where two names of one key differ, and takes them for one where they agree`() throws {
        let policy = try Self.policy()
        #expect(try policy.resolve(["部门": "理赔部", "team": "claims", "env": "dev"]).description == "team=claims,env=dev")
        let error = #expect(throws: TagPolicyError.self) {
            try policy.resolve(["部门": "理赔部", "team": "sales", "env": "dev"])
        }
        #expect(error?.description == "tags.team: two names of this key have different values")
    }

    @Test func `suggests the code of a display name that is nearly right`() throws {
        let error = #expect(throws: TagPolicyError.self) { try Self.policy().resolve(["部门": "理赔", "env": "dev"]) }
        #expect(error?.violations.map(\.suggestion) == ["claims"])
        let other = #expect(throws: TagPolicyError.self) { try Self.policy().resolve(["部门": "财务部", "env": "dev"]) }
        #expect(other?.violations.map(\.suggestion) == [nil])
    }

    @Test func `adds defaults when it resolves, and asks for them when it validates`() throws {
        let policy = try TagPolicy([
            .required("env", oneOf: ["dev", "prod"], default: "dev"), .optional("app", default: "none"), .optional("x"),
        ])
        #expect(try policy.resolve([:]).description == "env=dev,app=none")
        #expect(try policy.resolve(["app": "a", "env": "prod"]).description == "app=a,env=prod")
        #expect(
            Self.violations(policy, [:]).map(\.message) == [
                "the key is required; its default, \"dev\", must be written out here"
            ])
    }

    @Test func `never shows a given value`() throws {
        let canary = "canary4711canary"
        let policy = try Self.policy()
        for key in ["team", "env", "costCenter", "owner", "other"] {
            let violations = Self.violations(policy, TagSet(unvalidated: [.init(key: key, value: canary + "ü")]))
            #expect(!violations.isEmpty)
            #expect(!violations.description.contains(canary))
            #expect(!text(violations).contains(canary))
        }
    }

    private func text(_ violations: [TagViolation]) -> String {
        violations.map { "\($0.description) \($0.rule) \($0.code)" }.joined()
    }

    @Test func `lists at most eight allowed values in a message`() throws {
        let policy = try TagPolicy([.required("n", oneOf: TagValues((1...20).map { "value\($0)" }))])
        #expect(
            Self.violations(policy, ["n": "other"])[0].message
                == "the value is none of the allowed ones: value1, value2, value3, value4, value5, value6, value7, value8, "
                + "… (20 values)")
    }

    @Test func `corrects 99 of 100 typos of up to two edits`() throws {
        let taxonomy = [
            "applicationId", "costCenter", "environment", "department", "businessUnit", "dataClass", "owner", "project",
            "team", "workload",
        ]
        let policy = try TagPolicy(taxonomy.map { .optional($0) })
        var random = SeededGenerator(seed: 7)
        var right = 0
        let rounds = 4_000
        for round in 0..<rounds {
            let key = taxonomy[round % taxonomy.count]
            var typo = key
            while taxonomy.contains(where: { $0.lowercased() == typo.lowercased() }) {
                typo = key
                for _ in 0..<Int.random(in: 1...2, using: &random) { typo = Self.edited(typo, &random) }
            }
            if Self.violations(policy, TagSet(unvalidated: [.init(key: typo, value: "x")])).first?.suggestion == key {
                right += 1
            }
        }
        #expect(right * 100 >= rounds * 99, "\(right) of \(rounds)")
    }

    private static func edited(_ word: String, _ random: inout SeededGenerator) -> String {
        var letters = Array(word)
        let place = Int.random(in: 0..<letters.count, using: &random)
        let letter = Character(Unicode.Scalar(UInt8.random(in: 97...122, using: &random)))
        switch Int.random(in: 0..<4, using: &random) {
        case 0: letters[place] = letter
        case 1: letters.insert(letter, at: place)
        case 2 where letters.count > 1: letters.remove(at: place)
        default: if place > 0 { letters.swapAt(place, place - 1) } else { letters.append(letter) }
        }
        return String(letters)
    }
}

/// SplitMix64: the same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
