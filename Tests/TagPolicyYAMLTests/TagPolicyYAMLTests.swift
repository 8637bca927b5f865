#if YAML
import Attribution
import TagPolicyYAML
import Testing

@Suite struct `A policy's file in YAML` {
    static let yaml = """
        # What every call of ours must say.
        tags:
          team:
            required: true
            names: 部门
            values:
              claims: 理赔部
              sales: [销售部, Vertrieb]
              it:
          env: { required: yes, values: [dev, staging, prod], default: dev }
          costCenter: { pattern: 'cc-[0-9]{4}', casing: lower }
          floor: { values: [1, 2, no] }
          owner:
        attributes: { required: [user], escape: true }
        allowPersonalData: [owner]
        profileKeys: [team, env]
        projects:
          - { tags: { team: claims }, id: proj_abc }
          - id: default
        """

    @Test func `says the same as Swift`() throws {
        let inSwift = try TagPolicy(
            [
                .optional("costCenter", matching: "cc-[0-9]{4}", casing: .lower),
                .required("env", oneOf: ["dev", "staging", "prod"], default: "dev"),
                .optional("floor", oneOf: ["1", "2", "no"]),
                .optional("owner"),
                .required(
                    "team",
                    oneOf: TagValues(names: [("claims", ["理赔部"]), ("it", []), ("sales", ["销售部", "Vertrieb"])]),
                    named: ["部门"]),
            ],
            attributes: AttributeRules(required: ["user"], escapes: true, allowingPersonalData: ["owner"]),
            profileKeys: ["team", "env"],
            projects: [ProjectRule(["team": "claims"], charges: "proj_abc"), ProjectRule([:], charges: "default")])
        let policy = try TagPolicy(yaml: Self.yaml)
        #expect(policy == inSwift)
        #expect(try policy.resolve(["部门": "Vertrieb", "floor": "no"]).description == "team=sales,floor=no,env=dev")
    }

    @Test(
        arguments: [
            (
                "tags: {team: {requierd: true}}", "tags.team.requierd",
                "no member has this name; there are required, values, pattern, casing, default, names", "required"
            ),
            ("tags: {team: {required: maybe}}", "tags.team.required", "true or false must stand here", nil),
            (
                "tags: {team: {values: claims}}", "tags.team.values",
                "a list of values, or an object of values and their display names must stand here", nil
            ),
            ("tags: [team]", "tags", "an object must stand here", nil),
            ("projects: [{id: default}, {tags: {}}]", "projects[1]", "the member id is missing", nil),
            (
                "tags: {team: {values: [dev], default: dve}}", "tags.team.default",
                #""dve" is none of the allowed values"#, "dev"
            ),
        ] as [(String, String, String, String?)])
    func `is refused with the place and the rule`(
        _ yaml: String, _ path: String, _ message: String, _ suggestion: String?
    ) {
        let error = #expect(throws: TagPolicyDefinitionError.self) { try TagPolicy(yaml: yaml) }
        #expect(error?.path == path)
        #expect(error?.message == message)
        #expect(error?.suggestion == suggestion)
    }

    @Test(arguments: [
        ("tags:\n  team: [", "3:1"), ("tags:\n  team: {required: true}\n  team: {required: false}\n", "team"),
        ("\t- x", "1:1"),
    ])
    func `is refused with the line where it is no YAML, or says something twice`(_ yaml: String, _ mark: String) {
        let error = #expect(throws: TagPolicyDefinitionError.self) { try TagPolicy(yaml: yaml) }
        #expect(error?.path == "")
        #expect(error?.message.hasPrefix("the document is no valid YAML: ") == true)
        #expect(error?.message.contains(mark) == true, "\(error?.message ?? "")")
    }
}
#endif
