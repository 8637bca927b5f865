import Attribution
import Testing

@Suite struct `A call's attribution` {
    static func policy(
        attributes: AttributeRules = AttributeRules(), projects: [ProjectRule] = []
    ) throws -> TagPolicy {
        try TagPolicy(
            [
                .required("team", oneOf: ["claims": "理赔部", "sales": "销售部"], named: ["部门"]),
                .required("env", oneOf: ["dev", "staging", "prod"], default: "dev"),
                .optional("costCenter", matching: "cc-[0-9]{4}"),
            ], attributes: attributes, projects: projects)
    }

    static func error(_ policy: TagPolicy, _ context: CostContext?) -> TagPolicyError? {
        do throws(TagPolicyError) {
            _ = try policy.attribution(of: context)
            return nil
        } catch { return error }
    }

    @Test func `has codes for display names, defaults, and all pairs as request metadata`() throws {
        let attribution = try Self.policy().attribution(
            of: CostContext(["部门": "理赔部", "costCenter": "cc-0042"], attributes: ["user": "u-7"], principal: "triage"))
        #expect(attribution.tags.description == "team=claims,costCenter=cc-0042,env=dev")
        #expect(attribution.profileTags.description == "team=claims,env=dev")
        #expect(attribution.attributes == ["user": "u-7"])
        #expect(
            attribution.requestMetadata == ["team": "claims", "costCenter": "cc-0042", "env": "dev", "user": "u-7"])
        #expect(attribution.principal == "triage")
        #expect(attribution.project == nil)
    }

    @Test func `names the profile by the keys that the policy says`() throws {
        let policy = try TagPolicy(
            [.required("team"), .optional("app"), .optional("run")], profileKeys: ["team", "app"])
        let attribution = try policy.attribution(of: CostContext(["run": "1", "app": "triage", "team": "claims"]))
        #expect(attribution.profileTags.description == "app=triage,team=claims")
    }

    @Test func `has no request metadata where there is nothing to say`() throws {
        let attribution = try TagPolicy.unrestricted.attribution(of: nil)
        #expect(attribution.requestMetadata == nil)
        #expect(attribution.tags.isEmpty)
        #expect(try attribution.sessionTags() == [:])
        #expect(try attribution.sessionName() == nil)
    }

    @Test func `is refused with everything that is wrong at once`() throws {
        let policy = try Self.policy(attributes: AttributeRules(required: ["user", "run"]))
        let context = CostContext(
            ["team": "claim", "Env": "prod", "x": "1"], attributes: ["usr": "ü", "mail": "alice@example.com"],
            project: "chatbot", principal: "+49 151 1234567")
        let error = try #require(Self.error(policy, context))
        #expect(
            error.violations.map { "\($0.path) \($0.code)" } == [
                "tags.team valueNotAllowed", "tags.Env keyCasing", "tags.x unknownKey",
                "attributes.user missingAttribute",
                "attributes.run missingAttribute", "attributes.mail personalData", "principal personalData",
                "attributes.usr illegalCharacters", "project illegalProject",
            ])
        #expect(error.violations[0].suggestion == "claims")
        #expect(error.violations[1].suggestion == "env")
        #expect(
            error.violations[3].message == #"the attribute is required, and "usr" is probably meant to be it"#)
        #expect(error.violations[8].message == "the project's id must be proj_ and letters and digits, or default")
        #expect(!error.contains(.noContext))
    }

    @Test func `is refused with more than 16 tags and attributes together`() throws {
        let attributes = Dictionary(uniqueKeysWithValues: (1...15).map { ("a\($0)", "\($0)") })
        let policy = try Self.policy()
        #expect(
            Self.error(policy, CostContext(["team": "claims"], attributes: attributes))?.violations.map(\.code) == [
                .tooManyPairs
            ])
        let one = attributes.filter { $0.key != "a1" }
        #expect(
            try policy.attribution(of: CostContext(["team": "claims"], attributes: one)).requestMetadata?.count == 16)
    }

    @Test func `is refused where a tag and an attribute of one name differ`() throws {
        let policy = try Self.policy()
        let error = Self.error(policy, CostContext(["team": "claims"], attributes: ["team": "sales"]))
        #expect(error?.description == "attributes.team: the tag of this key has another value")
        let same = try policy.attribution(of: CostContext(["team": "claims"], attributes: ["team": "claims"]))
        #expect(same.requestMetadata == ["team": "claims", "env": "dev"])
    }

    @Test func `escapes attributes where the policy says so, and keeps the original for the ledger`() throws {
        let policy = try Self.policy(attributes: AttributeRules(escapes: true))
        let attribution = try policy.attribution(of: CostContext(["team": "claims"], attributes: ["user": "ü"]))
        #expect(attribution.requestMetadata?["user"] == "#C3#BC")
        #expect(attribution.attributes["user"] == "ü")
    }

    @Test func `takes a request's own pairs, unless they contradict it or are too many`() throws {
        let attribution = try Self.policy().attribution(of: CostContext(["team": "claims"]))
        #expect(
            try attribution.requestMetadata(adding: ["requestId": "1"])
                == ["team": "claims", "env": "dev", "requestId": "1"])
        #expect(try attribution.requestMetadata(adding: nil) == ["team": "claims", "env": "dev"])
        #expect(try attribution.requestMetadata(adding: ["team": "claims"])?.count == 2)
        let contradiction = #expect(throws: TagPolicyError.self) {
            try attribution.requestMetadata(adding: ["team": "sales", "b": "a@example.com"])
        }
        #expect(contradiction?.violations.map(\.code) == [.personalData, .conflictingValues])
        #expect(
            contradiction?.violations[1].description
                == "requestMetadata.team: the context has another value for this key")
        let many = Dictionary(uniqueKeysWithValues: (1...15).map { ("a\($0)", "") })
        let tooMany = #expect(throws: TagPolicyError.self) { try attribution.requestMetadata(adding: many) }
        #expect(tooMany?.violations.map(\.code) == [.tooManyPairs])
    }
}

@Suite struct `The project of a call` {
    static let rules = [
        ProjectRule([:], charges: "proj_rest"),
        ProjectRule(["team": "claims"], charges: "proj_claims"),
        ProjectRule(["team": "claims", "env": "prod"], charges: "proj_claimsprod"),
        ProjectRule(["team": "claims", "costCenter": "cc-0001"], charges: "proj_one"),
    ]

    @Test(
        arguments: [
            (["team": "sales"], "proj_rest"), (["team": "claims"], "proj_claims"),
            (["team": "理赔部", "env": "prod"], "proj_claimsprod"),
            (["team": "claims", "costCenter": "cc-0001"], "proj_one"),
        ] as [(TagSet, String)])
    func `is that of the rule with the most tags`(_ tags: TagSet, _ project: String) throws {
        let policy = try `A call's attribution`.policy(projects: Self.rules)
        #expect(try policy.attribution(of: CostContext(tags)).requiredProject() == project)
    }

    @Test func `is the context's where it names one, the default project only by its name`() throws {
        let policy = try `A call's attribution`.policy(projects: Self.rules)
        #expect(try policy.attribution(of: CostContext(["team": "claims"], project: "proj_x")).project == "proj_x")
        #expect(try policy.attribution(of: CostContext(["team": "claims"], project: "default")).project == "default")
    }

    @Test func `is refused where several fit equally well`() throws {
        let policy = try `A call's attribution`.policy(projects: Self.rules)
        let error = `A call's attribution`.error(
            policy, CostContext(["team": "claims", "env": "prod", "costCenter": "cc-0001"]))
        #expect(error?.description == "project: several projects fit the tags equally well: proj_claimsprod, proj_one")
    }

    @Test func `is refused where none is named and one is needed`() throws {
        let attribution = try `A call's attribution`.policy().attribution(of: CostContext(["team": "claims"]))
        let error = #expect(throws: TagPolicyError.self) { try attribution.requiredProject() }
        #expect(error?.violations.map(\.code) == [.missingProject])
        #expect(
            error?.description
                == "project: neither the context nor the policy names a project, and the default project's costs cannot "
                + "be split")
    }

    @Test(arguments: ["proj_", "project", "proj_a b", "proj_a\r\nX: y", "", "Default"])
    func `is refused where it is no project's id`(_ id: String) throws {
        let error = `A call's attribution`.error(.unrestricted, CostContext(project: id))
        #expect(error?.violations.map(\.code) == [.illegalProject])
    }
}

@Suite struct `The tags and the name of a session` {
    @Test func `are the tags, and those attributes that are named`() throws {
        let attribution = try TagPolicy.unrestricted.attribution(
            of: CostContext(["team": "claims"], attributes: ["user": "u-7", "run": "1"], principal: "triage@eu"))
        #expect(try attribution.sessionTags() == ["team": "claims"])
        #expect(
            try attribution.sessionTags(including: ["user", "absent", "user"]) == ["team": "claims", "user": "u-7"])
        #expect(try attribution.sessionName() == "triage@eu")
    }

    @Test func `take letters of every script, which request metadata does not`() throws {
        let policy = try TagPolicy([], allowingOtherKeys: true, attributes: AttributeRules(escapes: true))
        let attribution = try policy.attribution(of: CostContext(attributes: ["user": "Zoë 理赔"]))
        #expect(try attribution.sessionTags(including: ["user"]) == ["user": "Zoë 理赔"])
    }

    @Test func `are refused where they break STS's rules, all at once`() throws {
        let attribution = try TagPolicy.unrestricted.attribution(
            of: CostContext(
                ["Team": "claims", "tab": "a\tb"], attributes: ["team": "x", "AWS:x": "1", "c": "C#", "k": "v"],
                principal: "a b"))
        let error = #expect(throws: TagPolicyError.self) {
            try attribution.sessionTags(including: ["team", "AWS:x", "c", "k"])
        }
        #expect(
            error?.violations.map(\.description) == [
                "tags.tab: STS takes only letters, digits, spaces and _ . : / = + - @ in session tags",
                "attributes.team: STS takes two session tags whose keys differ by case only for one",
                #"attributes["AWS:x"]: the prefix aws: is reserved for AWS"#,
                "attributes.c: STS takes only letters, digits, spaces and _ . : / = + - @ in session tags",
            ])
        #expect(error?.violations.allSatisfy { $0.code == .illegalSession } == true)
        let name = #expect(throws: TagPolicyError.self) { try attribution.sessionName() }
        #expect(name?.description == "principal: a session's name has 2 to 64 characters of A-Z a-z 0-9 _ + = , . @ -")
    }
}

@Suite struct `Personal data` {
    @Test(arguments: [
        "alice@example.com", "Alice <a.b+c@mail.example.co.uk>", "mailto:x_1@d-1.de", "a@b.io.", "+49 151 12345678",
        "+4915112345678", "call +1 (555) 123-4567 now", "555-123-4567", "555.123.4567", "(030) 1234 5678",
        "(030) 12345678",
        "138 0013 8000", "13800138000", "09012345678", "0912345678", "tel:+81-90-1234-5678",
    ])
    func `is refused in attributes`(_ value: String) {
        let error = `A call's attribution`.error(
            .unrestricted.self, CostContext(attributes: ["user": value]))
        #expect(error?.contains(.personalData) == true)
        #expect(error?.description.contains(value) == false)
    }

    @Test(arguments: [
        "u-7", "123456789012", "1234-5678-9012", "2026-01-31", "2026-01-31T14:05:26Z", "20260131140526",
        "2026-01-31-002",
        "1760000000", "1760000000123", "192.168.100.200", "10.0.19045.4291", "ded98994-eb76-48d9-9dbc-f269541b5e49",
        "proj_abc", "cc-0042", "3.14", "a@b", "@team", "team@", "x@y.1", "1+12345678", "v1.2.3", "4711", "",
        "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123def456",
    ])
    func `is not seen in ids, dates and addresses of machines`(_ value: String) {
        #expect(`A call's attribution`.error(.unrestricted, CostContext(attributes: ["id": value])) == nil)
    }

    @Test func `is refused in tags and the principal, and allowed by key`() throws {
        let context = CostContext(
            ["owner": "alice@example.com"], attributes: ["user": "+4915112345678"], principal: "b@c.de")
        let error = `A call's attribution`.error(.unrestricted, context)
        #expect(error?.violations.map(\.path) == ["tags.owner", "attributes.user", "principal"])
        #expect(
            error?.violations[0].description
                == "tags.owner: the value looks like an e-mail address, which logs and bills would keep; send an id, or let "
                + "the policy allow personal data for this key")
        let policy = try TagPolicy(
            [.optional("owner")],
            attributes: AttributeRules(allowingPersonalData: ["owner", "user", "principal"]))
        #expect(try policy.attribution(of: context).requestMetadata?["owner"] == "alice@example.com")
    }
}
