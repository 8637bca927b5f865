import AWSCore
import AWSSigning
import Attribution
import BedrockCostTesting
import Foundation
import HTTPTransport
import HTTPTypes
import Synchronization
import TaggingLookup
import Testing

/// A Tagging API that answers with one body after another.
private final class Script: Sendable {
    private let bodies: Mutex<[String]>
    private let log = Mutex<[JSONValue]>([])

    init(_ bodies: String...) { self.bodies = Mutex(bodies) }

    var requests: [JSONValue] { log.withLock { $0 } }

    func client() throws -> TaggingClient {
        let transport = InProcessTransport { [self] (_, body) throws(TransportError) in
            log.withLock { $0.append((try? JSONValue(parsing: body)) ?? .null) }
            let reply = bodies.withLock { $0.isEmpty ? "{}" : $0.removeFirst() }
            var head = HTTPResponse(status: .ok)
            if let name = HTTPField.Name("x-amzn-RequestId") { head.headerFields[name] = "request-1" }
            return InProcessResponse(head, body: Array(reply.utf8))
        }
        return TaggingClient(
            try AWSClient(
                region: .usEast1, transport: transport,
                credentials: Credentials(accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret"),
                environment: .empty))
    }
}

private let profile = profileARN("a1b2c3d4e5f6")

private func page(_ id: String, token: String) -> String {
    """
    {"PaginationToken":\(token),"ResourceTagMappingList":[{"ResourceARN":"\(profileARN(id))",
     "Tags":[{"Key":"dept","Value":"claims"}]}]}
    """
}

@Suite struct `Listing by tag` {
    @Test(arguments: [#""""#, "null", #""t1""#])
    func `ends with an empty, an absent or a repeated token`(_ last: String) async throws {
        let script = Script(page("a", token: #""t0""#), page("b", token: #""t1""#), page("c", token: last))
        var ids: [String] = []
        for try await resource in try script.client().resources(tagged: ["dept": "claims"], types: [.bedrock]) {
            ids.append(String(resource.arn.resourceID))
            #expect(resource.tags == ["dept": "claims"])
        }
        #expect(ids == ["a", "b", "c"])
        #expect(script.requests.map { $0["PaginationToken"] } == [nil, "t0", "t1"])
        #expect(script.requests.allSatisfy { $0["ResourceTypeFilters"] == ["bedrock"] })
    }

    @Test func `goes on after an empty page that has a token`() async throws {
        let script = Script(#"{"PaginationToken":"t0","ResourceTagMappingList":[]}"#, page("a", token: #""""#))
        let resources = try await script.client().resources(where: [TagFilter("dept", in: ["claims", "sales"])])
            .collect()
        #expect(resources.map(\.arn) == [profileARN("a")])
        #expect(
            script.requests.first == [
                "TagFilters": [["Key": "dept", "Values": ["claims", "sales"]]], "ResourcesPerPage": 100,
            ])
    }

    @Test func `leaves out filters that are not there`() async throws {
        let script = Script()
        _ = try await script.client().resources(tagged: [:]).collect()
        _ = try await script.client().resources(where: [TagFilter("dept")]).collect()
        #expect(
            script.requests == [
                ["ResourcesPerPage": 100], ["TagFilters": [["Key": "dept"]], "ResourcesPerPage": 100],
            ])
    }

    @Test func `shows keys and values, page by page`() async throws {
        let keys = Script(#"{"TagKeys":["a","b"],"PaginationToken":"t"}"#, #"{"TagKeys":["c"],"PaginationToken":""}"#)
        #expect(try await keys.client().tagKeys().collect() == ["a", "b", "c"])
        #expect(keys.requests == [[:], ["PaginationToken": "t"]])
        let values = Script(#"{"TagValues":["x"],"PaginationToken":"t"}"#, #"{"TagValues":["y"]}"#)
        #expect(try await values.client().tagValues(of: "dept").collect() == ["x", "y"])
        #expect(values.requests == [["Key": "dept"], ["Key": "dept", "PaginationToken": "t"]])
    }
}

@Suite struct `Tagging resources` {
    @Test func `sends the tags as a map`() async throws {
        let script = Script()
        try await script.client().tag([profile], ["dept": "claims", "env": "prod"])
        try await script.client().untag([profile], keys: ["env"])
        #expect(
            script.requests == [
                [
                    "ResourceARNList": [.string(profile.rawValue)],
                    "Tags": ["dept": "claims", "env": "prod"],
                ],
                ["ResourceARNList": [.string(profile.rawValue)], "TagKeys": ["env"]],
            ])
    }

    @Test func `throws where a good reply holds failures`() async throws {
        let reply = """
            {"FailedResourcesMap":{"\(profile)":{"StatusCode":404,"ErrorCode":"InvalidParameterException",
             "ErrorMessage":"no such profile"}}}
            """
        let client = try Script(reply, reply).client()
        let error = await #expect(throws: AWSError.self) {
            try await client.tag([profile, profileARN("b")], ["dept": "claims"])
        }
        let failures = try #require(error?.underlyingError as? PartialTaggingError).failures
        #expect(failures[profile.rawValue]?.statusCode == 404)
        #expect(failures[profile.rawValue]?.code == "InvalidParameterException")
        #expect(error?.serviceCode == "InvalidParameterException")
        #expect(
            error?.description
                == "service in Resource Groups Tagging API.TagResources: InvalidParameterException: 1 of 2 "
                + "resources were left as they were: \(profile): InvalidParameterException: no such profile "
                + "(request request-1)")
        let untagging = await #expect(throws: AWSError.self) { try await client.untag([profile], keys: ["dept"]) }
        #expect(untagging?.underlyingError is PartialTaggingError)
    }

    @Test func `takes letters of every script for other services than Bedrock`() throws {
        let queue = try #require(ARN("arn:aws:sqs:us-east-1:123456789012:claims"))
        try TagResources([queue], tags: ["部門": "理賠"]).validate()
        #expect(throws: AWSError.self) { try TagResources([queue, profile], tags: ["部門": "理賠"]).validate() }
    }
}

@Suite struct `Input that breaks a limit of the Tagging API` {
    struct Case: CustomTestStringConvertible, Sendable {
        var operation: any AWSOperation
        var message: String
        var testDescription: String { message }

        init(_ operation: any AWSOperation, _ message: String) {
            self.operation = operation
            self.message = message
        }
    }

    private static func resources(_ change: (inout GetResources) -> Void) -> GetResources {
        var operation = GetResources()
        change(&operation)
        return operation
    }

    static let long = String(repeating: "x", count: 257)
    static let cases: [Case] = [
        Case(
            resources { $0.tagFilters = Array(repeating: TagFilter("k"), count: 51) },
            "TagFilters: must hold 0 to 50 items, not 51"),
        Case(resources { $0.tagFilters = [TagFilter("")] }, "TagFilters.Key: must have 1 to 128 characters, not 0"),
        Case(
            resources { $0.tagFilters = [TagFilter("k", in: Array(repeating: "v", count: 21))] },
            "TagFilters.Values: must hold 0 to 20 items, not 21"),
        Case(
            resources { $0.tagFilters = [TagFilter("k", in: [long])] },
            "TagFilters.Values: must have 0 to 256 characters, not 257"),
        Case(
            resources { $0.resourceTypes = Array(repeating: .bedrock, count: 101) },
            "ResourceTypeFilters: must hold 0 to 100 items, not 101"),
        Case(
            resources { $0.resourceTypes = [ResourceType(rawValue: long)] },
            "ResourceTypeFilters: must have 0 to 256 characters, not 257"),
        Case(resources { $0.resourcesPerPage = 101 }, "ResourcesPerPage: must be from 1 to 100, not 101"),
        Case(
            resources { $0.tagsPerPage = 150 }, "TagsPerPage: must be 100, 200, 300, 400 or 500, not 150"),
        Case(
            resources { $0.paginationToken = String(repeating: "t", count: 2049) },
            "PaginationToken: must have 0 to 2048 characters, not 2049"),
        Case(GetResources(of: []), "ResourceARNList: must hold 1 to 100 items, not 0"),
        Case(
            resources {
                $0.resourceARNs = [profile]
                $0.tagFilters = [TagFilter("k")]
            }, "ResourceARNList: goes with no filter, page size or token"),
        Case(
            resources { $0.excludesCompliant = true },
            "ExcludeCompliantResources: needs IncludeComplianceDetails"),
        Case(GetTagValues(of: ""), "Key: must have 1 to 128 characters, not 0"),
        Case(
            GetTagKeys(paginationToken: String(repeating: "t", count: 2049)),
            "PaginationToken: must have 0 to 2048 characters, not 2049"),
        Case(
            TagResources(Array(repeating: profile, count: 21), tags: ["a": "b"]),
            "ResourceARNList: must hold 1 to 20 items, not 21"),
        Case(TagResources([profile], tags: [:]), "Tags: must hold 1 to 50 items, not 0"),
        Case(
            TagResources([profile], tags: ["部門": "x"]),
            "Tags: tag key \"部門\": Bedrock takes only ASCII letters, digits, white space and . _ : / = + @ - in tags, and "
                + "\"部\" is none of them"),
        Case(UntagResources([profile], keys: []), "TagKeys: must hold 1 to 50 items, not 0"),
        Case(UntagResources([], keys: ["k"]), "ResourceARNList: must hold 1 to 20 items, not 0"),
        Case(UntagResources([profile], keys: [""]), "TagKeys: must have 1 to 128 characters, not 0"),
    ]

    @Test(arguments: cases) func `is told by member and limit`(_ wrong: Case) {
        let error = #expect(throws: AWSError.self) { try wrong.operation.validate() }
        #expect(error?.code == .invalidInput)
        #expect(error?.message == wrong.message)
    }

    @Test func `is not sent`() async throws {
        let script = Script()
        let client = try script.client()
        await #expect(throws: AWSError.self) { try await client.tag([], ["a": "b"]) }
        await #expect(throws: AWSError.self) { try await client.tagValues(of: "").collect() }
        #expect(script.requests.isEmpty)
    }
}
