import AWSCore
import BedrockCostTesting
import Foundation
import HTTPTypes
import Testing

@Suite struct `Inference profiles` {
    let mock = MockAWS(seed: 2)
    var caller: Caller { Caller(mock) }

    @Test func `a profile is made from a foundation model and from a system-defined profile`() async throws {
        let single = try await caller.profile("claims nova", copying: Models.nova, tags: ["dept": "claims"])
        let crossing = try await caller.profile("claims-sonnet", copying: Models.sonnet)
        #expect(
            single.wholeMatch(of: /arn:aws:bedrock:us-east-1:123456789012:application-inference-profile\/[a-z0-9]{12}/)
                != nil)

        let one = try await get(single)
        #expect(one["type"] == "APPLICATION")
        #expect(one["status"] == "ACTIVE")
        #expect(one["inferenceProfileName"] == "claims nova")
        #expect(one["createdAt"] == "2026-10-01T08:00:00Z")
        #expect(one["models"] == [["modelArn": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"]])
        #expect(one["tags"] == nil)
        let three = try await get(crossing)
        #expect(three["models"]?.array?.count == 3)
    }

    @Test func `system-defined profiles of the Region's geography are there`() async throws {
        let reply = try await caller.control(.get, "/inference-profiles?type=SYSTEM_DEFINED")
        let ids = reply.json["inferenceProfileSummaries"]?.array?.compactMap { $0["inferenceProfileId"]?.string } ?? []
        #expect(ids.contains(Models.sonnet) && ids.contains(Models.globalSonnet))
        #expect(!ids.contains { $0.hasPrefix("eu.") })
        var europe = caller
        europe.region = "eu-central-1"
        #expect(try await europe.control(.get, "/inference-profiles/\(Models.sonnet)").status == 404)
        #expect(
            try await europe.control(.get, "/inference-profiles/eu.anthropic.claude-3-7-sonnet-20250219-v1:0").status
                == 200)
    }

    @Test func `profiles are listed in pages and are isolated by Region`() async throws {
        for index in 0..<5 { _ = try await caller.profile("p\(index)") }
        var names: [String] = []
        var token: String?
        var pages = 0
        repeat {
            let suffix =
                token.map { "&nextToken=" + label($0) } ?? ""
            let reply = try await caller.control(.get, "/inference-profiles?type=APPLICATION&maxResults=2\(suffix)")
            names +=
                reply.json["inferenceProfileSummaries"]?.array?.compactMap { $0["inferenceProfileName"]?.string } ?? []
            token = reply.json["nextToken"]?.string
            pages += 1
        } while token != nil
        #expect(names == ["p0", "p1", "p2", "p3", "p4"])
        #expect(pages == 3)
        var west = caller
        west.region = "us-west-2"
        let elsewhere = try await west.control(.get, "/inference-profiles?type=APPLICATION")
        #expect(elsewhere.json["inferenceProfileSummaries"] == [])
        #expect(
            try await caller.control(.get, "/inference-profiles?type=APPLICATION&nextToken=abc").code
                == "ValidationException")
    }

    @Test func `the same client token makes one profile`() async throws {
        func create(_ name: String) async throws -> Caller.Reply {
            try await caller.control(
                .post, "/inference-profiles",
                [
                    "inferenceProfileName": .string(name), "clientRequestToken": "token-1",
                    "modelSource": ["copyFrom": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"],
                ])
        }
        let first = try await create("claims")
        #expect(first.status == 201)
        #expect(try await create("claims").json == first.json)
        #expect(try await create("sales").code == "ConflictException")
    }

    struct Refusal: Sendable {
        let body: JSONValue
        let message: String
        init(_ body: JSONValue, _ message: String) { (self.body, self.message) = (body, message) }
    }

    static let refusals: [Refusal] = [
        Refusal(
            ["inferenceProfileName": "bad!", "modelSource": ["copyFrom": "x"]],
            "1 validation error detected: Value 'bad!' at 'inferenceProfileName' failed to satisfy constraint: "
                + "Member must satisfy regular expression pattern: ([0-9a-zA-Z][ _-]?)+"
        ),
        Refusal(
            ["inferenceProfileName": "ok", "description": "理賠部門", "modelSource": ["copyFrom": "x"]],
            "1 validation error detected: Value at 'description' failed to satisfy constraint: "
                + "Member must satisfy regular expression pattern: ([0-9a-zA-Z:.][ _-]?)+"
        ),
        Refusal(
            [
                "inferenceProfileName": "ok",
                "modelSource": ["copyFrom": "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc"],
            ],
            "1 validation error detected: Value 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc' "
                + "at 'modelSource.copyFrom' failed to satisfy constraint: Member must satisfy regular expression pattern: "
                + "arn:aws(|-us-gov|-cn|-iso|-iso-b):bedrock:(|[0-9a-z-]{0,20}):(|[0-9]{12}):"
                + "(inference-profile|foundation-model)/[a-zA-Z0-9-:.]+"
        ),
        Refusal(
            ["modelSource": ["copyFrom": "x"]],
            "1 validation error detected: Value null at 'inferenceProfileName' failed to satisfy constraint: "
                + "Member must not be null"
        ),
        Refusal(
            [
                "inferenceProfileName": "ok", "tags": [["key": "dept", "value": "Schäden"]],
                "modelSource": ["copyFrom": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"],
            ],
            "1 validation error detected: Value 'Schäden' at 'tags.1.member.value' failed to satisfy constraint: "
                + #"Member must satisfy regular expression pattern: [a-zA-Z0-9\s._:/=+@-]*"#
        ),
    ]

    @Test(arguments: refusals)
    func `what breaks a pattern is refused in the service's words`(refusal: Refusal) async throws {
        let reply = try await caller.control(.post, "/inference-profiles", refusal.body)
        #expect((reply.status, reply.code) == (400, "ValidationException"))
        #expect(reply.message == refusal.message)
    }

    @Test func `the quota of profiles holds per Region`() async throws {
        let small = MockAWS(seed: 1) { $0.profileQuota = 2 }
        var caller = Caller(small)
        for name in ["a", "b"] { _ = try await caller.profile(name) }
        #expect(try await caller.profile("c").contains("ServiceQuotaExceededException") == false)
        let refused = try await caller.control(
            .post, "/inference-profiles",
            [
                "inferenceProfileName": "c",
                "modelSource": ["copyFrom": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"],
            ])
        #expect((refused.status, refused.code) == (400, "ServiceQuotaExceededException"))
        caller.region = "us-west-2"
        #expect(try await caller.profile("c").hasPrefix("arn:"))
    }

    @Test func `tags are added, replaced, removed and limited`() async throws {
        let arn = try await caller.profile("claims", tags: ["dept": "claims"])
        let added = try await caller.control(
            .post, "/tagResource",
            ["resourceARN": .string(arn), "tags": [["key": "dept", "value": "sales"], ["key": "env", "value": ""]]])
        #expect(added.status == 200)
        let listed = try await caller.control(.post, "/listTagsForResource", ["resourceARN": .string(arn)])
        #expect(listed.json["tags"] == [["key": "dept", "value": "sales"], ["key": "env", "value": ""]])
        _ = try await caller.control(
            .post, "/untagResource", ["resourceARN": .string(arn), "tagKeys": ["env", "unknown"]])
        let kept = try await caller.control(.post, "/listTagsForResource", ["resourceARN": .string(arn)])
        #expect(kept.json["tags"] == [["key": "dept", "value": "sales"]])

        let many = JSONValue.array((0..<50).map { ["key": .string("k\($0)"), "value": "v"] })
        let tooMany = try await caller.control(.post, "/tagResource", ["resourceARN": .string(arn), "tags": many])
        #expect((tooMany.status, tooMany.code) == (400, "TooManyTagsException"))
        #expect(tooMany.json["resourceName"]?.string == arn)
        let reserved = try await caller.control(
            .post, "/tagResource", ["resourceARN": .string(arn), "tags": [["key": "aws:x", "value": "v"]]])
        #expect(reserved.code == "ValidationException")
        let missing = try await caller.control(
            .post, "/listTagsForResource",
            ["resourceARN": "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/000000000000"])
        #expect((missing.status, missing.code) == (404, "ResourceNotFoundException"))
    }

    @Test func `a deleted profile is gone, a system-defined one stays`() async throws {
        let arn = try await caller.profile("claims")
        let id = try #require(arn.split(separator: "/").last)
        #expect(try await caller.control(.delete, "/inference-profiles/\(id)").status == 200)
        #expect(try await caller.control(.get, "/inference-profiles/\(id)").code == "ResourceNotFoundException")
        #expect(try await caller.converse(arn, "Hello").code == "ResourceNotFoundException")
        #expect(try await caller.control(.delete, "/inference-profiles/\(Models.sonnet)").code == "ValidationException")
    }

    @Test func `foundation models are listed, filtered and got by id and ARN`() async throws {
        let all = try await caller.control(.get, "/foundation-models").json["modelSummaries"]?.array ?? []
        #expect(all.count >= 10)
        let amazon = try await caller.control(.get, "/foundation-models?byProvider=amazon&byInferenceType=ON_DEMAND")
        #expect(amazon.json["modelSummaries"]?.array?.count == 4)
        let arn = "arn%3Aaws%3Abedrock%3Aus-east-1%3A%3Afoundation-model%2Famazon.nova-lite-v1%3A0"
        let model = try await caller.control(.get, "/foundation-models/\(arn)")
        #expect(model.json["modelDetails"]?["providerName"] == "Amazon")
        #expect(model.json["modelDetails"]?["modelLifecycle"]?["status"] == "ACTIVE")
        #expect(try await caller.control(.get, "/foundation-models/none").status == 404)
    }

    @Test func `an unknown path is answered as an unknown operation`() async throws {
        let reply = try await caller.control(.get, "/inference-profiles/a/b")
        #expect((reply.status, reply.code) == (404, "UnknownOperationException"))
        #expect(mock.requests.last?.operation == "")
    }

    private func get(_ arn: String) async throws -> JSONValue {
        try await caller.control(.get, "/inference-profiles/\(label(arn))").json
    }
}
