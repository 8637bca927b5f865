import Attribution
import Foundation
import Testing

@Suite struct `A policy that is made` {
    static func error(
        _ keys: [TagKeyRule], profileKeys: [String]? = nil, projects: [ProjectRule] = []
    ) -> TagPolicyDefinitionError? {
        do throws(TagPolicyDefinitionError) {
            _ = try TagPolicy(keys, profileKeys: profileKeys, projects: projects)
            return nil
        } catch { return error }
    }

    @Test(
        arguments: [
            ([.required("a"), .optional("A")], #"tag policy at tags.A: the key stands for the same as "a""#),
            (
                [.required("aws:x")],
                #"tag policy at tags["aws:x"]: tag key "aws:x": the prefix aws: is reserved for AWS"#
            ),
            (
                [.required("部门")],
                "tag policy at tags.部门: tag key \"部门\": Bedrock takes only ASCII letters, digits, white space and . _ : / = + @ "
                    + "- in tags, and \"部\" is none of them"
            ),
            (
                [.required("a", oneOf: [])],
                "tag policy at tags.a.values: no value is allowed, so that no call could be made"
            ),
            (
                [.required("a", oneOf: ["理赔"])],
                "tag policy at tags.a.values.理赔: the value is none that AWS takes: value of tag \"a\": Bedrock takes only ASCII "
                    + "letters, digits, white space and . _ : / = + @ - in tags, and \"理\" is none of them"
            ),
            (
                [.required("a", oneOf: ["x": "名", "y": "名"])],
                #"tag policy at tags.a.values.y: the display name "名" stands for "x", too"#
            ),
            (
                [.required("a", oneOf: ["x": "y", "y": "名"])],
                #"tag policy at tags.a.values.x: the display name "y" stands for "y", too"#
            ),
            ([.required("a", oneOf: ["x": ""])], "tag policy at tags.a.values.x: a display name is empty"),
            (
                [.required("a", oneOf: ["Dev"], casing: .lower)],
                "tag policy at tags.a.values.Dev: the value is not in lower case"
            ),
            (
                [.required("a", oneOf: ["c1", "d1"], matching: "c[0-9]")],
                "tag policy at tags.a.values.d1: the value does not match c[0-9]"
            ),
            (
                [.required("a", oneOf: ["dev", "prod"], default: "prd")],
                #"tag policy at tags.a.default: "prd" is none of the allowed values; did you mean "prod"?"#
            ),
            (
                [.required("a", matching: "c", default: "d")],
                "tag policy at tags.a.default: the default does not match c"
            ),
            (
                [.required("a", casing: TagCasing(rawValue: "lwoer"))],
                #"tag policy at tags.a.casing: "lwoer" is no casing: any, lower or upper; did you mean "lower"?"#
            ),
            (
                [.required("a", matching: "c(")],
                "tag policy at tags.a.pattern: the pattern cannot be read at character 3: a ( is not closed"
            ),
            (
                [.required("a", named: ["x"]), .required("b", named: ["x"])],
                #"tag policy at tags.b.names: "x" stands for another key, too, or twice for this one"#
            ),
            (
                [.required("a", named: ["b"]), .required("b")],
                #"tag policy at tags.a.names: "b" stands for another key, too, or twice for this one"#
            ),
            ([.required("a", named: [""])], "tag policy at tags.a.names: a name is empty"),
            (
                (0..<51).map { .required("k\($0)") },
                "tag policy at tags: a resource has at most 50 tags, and the policy has 51 keys"
            ),
        ] as [([TagKeyRule], String)])
    func `is refused where its keys contradict themselves`(_ keys: [TagKeyRule], _ description: String) {
        #expect(Self.error(keys)?.description == description)
    }

    @Test(arguments: [
        (
            [ProjectRule(["team": "claims"], charges: "chatbot")],
            "projects[0].id: \"chatbot\" is no project's id: proj_ and letters and digits, or default"
        ),
        (
            [ProjectRule([:], charges: "default"), ProjectRule(["team": "claim"], charges: "proj_1")],
            "projects[1].tags.team: the value is none of the allowed ones: claims, sales; did you mean \"claims\"?"
        ),
        (
            [ProjectRule(["tem": "claims"], charges: "proj_1")],
            "projects[0].tags.tem: the policy does not know this key; did you mean \"team\"?"
        ),
        (
            [ProjectRule(["team": "claims"], charges: "proj_1"), ProjectRule(["team": "claims"], charges: "proj_2")],
            "projects[1].tags: the tags are those of projects[0], which charges another project"
        ),
    ])
    func `is refused where a project cannot be chosen`(_ projects: [ProjectRule], _ description: String) {
        let error = Self.error([.required("team", oneOf: ["claims", "sales"]), .required("env")], projects: projects)
        #expect(error?.description == "tag policy at \(description)")
    }

    @Test func `is refused where the profile's keys are none of its own`() {
        #expect(
            Self.error([.required("team")], profileKeys: ["teem"])?.description
                == #"tag policy at profileKeys[0]: "teem" is no key of this policy; did you mean "team"?"#)
    }

    @Test func `takes the largest policy that AWS could carry`() throws {
        let policy = try TagPolicy((0..<50).map { .required("k\($0)", default: "v") })
        #expect(try policy.resolve([:]).count == 50)
    }
}

@Suite struct `A policy's file` {
    static let json = #"""
        {
          "tags": {
            "team": { "required": true, "names": "部门", "values": { "claims": "理赔部", "sales": ["销售部", "Vertrieb"], "it": [] } },
            "env": { "required": true, "values": ["dev", "staging", "prod"], "default": "dev" },
            "costCenter": { "pattern": "cc-[0-9]{4}", "casing": "lower" },
            "owner": null
          },
          "allowOtherKeys": false,
          "attributes": { "required": ["user"], "escape": true },
          "allowPersonalData": ["owner"],
          "profileKeys": ["team", "env"],
          "projects": [{ "tags": { "team": "claims" }, "id": "proj_abc" }, { "id": "default" }]
        }
        """#

    @Test func `says the same as Swift`() throws {
        let inSwift = try TagPolicy(
            [
                .optional("costCenter", matching: "cc-[0-9]{4}", casing: .lower),
                .required("env", oneOf: ["dev", "staging", "prod"], default: "dev"),
                .optional("owner"),
                .required(
                    "team",
                    oneOf: TagValues(names: [("claims", ["理赔部"]), ("it", []), ("sales", ["销售部", "Vertrieb"])]),
                    named: ["部门"]),
            ],
            attributes: AttributeRules(required: ["user"], escapes: true, allowingPersonalData: ["owner"]),
            profileKeys: ["team", "env"],
            projects: [ProjectRule(["team": "claims"], charges: "proj_abc"), ProjectRule([:], charges: "default")])
        let read = try TagPolicy(json: Self.json.utf8)
        #expect(read == inSwift)
        #expect(try JSONDecoder().decode(TagPolicy.self, from: Data(Self.json.utf8)) == inSwift)
        let attribution = try read.attribution(of: CostContext(["部门": "Vertrieb"], attributes: ["user": "Zoë"]))
        #expect(attribution.tags.description == "team=sales,env=dev")
        #expect(attribution.project == "default")
    }

    @Test func `may say nothing`() throws {
        #expect(try TagPolicy(json: "{}".utf8) == TagPolicy([]))
    }

    @Test(
        arguments: [
            (
                #"{"tags": {"team": {"requierd": true}}}"#, "tags.team.requierd",
                "no member has this name; there are required, values, pattern, casing, default, names", "required"
            ),
            (
                #"{"tag": {}}"#, "tag",
                "no member has this name; there are tags, allowOtherKeys, attributes, allowPersonalData, profileKeys, projects",
                "tags"
            ),
            (#"{"tags": {"team": {"required": "yes"}}}"#, "tags.team.required", "true or false must stand here", nil),
            (
                #"{"tags": {"team": {"values": "claims"}}}"#, "tags.team.values",
                "a list of values, or an object of values and their display names must stand here", nil
            ),
            (
                #"{"tags": {"team": {"values": {"claims": 1}}}}"#, "tags.team.values.claims",
                "a text or a list of texts must stand here", nil
            ),
            (#"{"tags": {"team": {"pattern": 1}}}"#, "tags.team.pattern", "a text must stand here", nil),
            (#"{"tags": {"team": []}}"#, "tags.team", "an object must stand here", nil),
            (#"{"tags": []}"#, "tags", "an object must stand here", nil),
            (#"{"projects": {}}"#, "projects", "a list must stand here", nil),
            (#"{"projects": [{"id": "default"}, {"tags": {}}]}"#, "projects[1]", "the member id is missing", nil),
            (
                #"{"tags": {"team": {"values": ["dev"], "default": "dve"}}}"#, "tags.team.default",
                #""dve" is none of the allowed values"#, "dev"
            ),
            (
                #"{"tags": {"team": {"pattern": "["}}}"#, "tags.team.pattern",
                "the pattern cannot be read at character 2: a [ is not closed", nil
            ),
        ] as [(String, String, String, String?)])
    func `is refused with the place and the rule`(
        _ json: String, _ path: String, _ message: String, _ suggestion: String?
    ) {
        let error = #expect(throws: TagPolicyDefinitionError.self) { try TagPolicy(json: json.utf8) }
        #expect(error?.path == path)
        #expect(error?.message == message)
        #expect(error?.suggestion == suggestion)
        #expect(error?.rule.isEmpty == false)
    }

    @Test func `is refused where it is no JSON`() {
        let error = #expect(throws: TagPolicyDefinitionError.self) { try TagPolicy(json: #"{"tags": {"a" 1}}"#.utf8) }
        #expect(error?.path == "")
        #expect(
            error?.description.hasPrefix("tag policy: the document is no valid JSON") == true,
            "\(String(describing: error))")
    }
}
