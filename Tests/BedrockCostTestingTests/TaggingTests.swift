import AWSCore
import BedrockCostTesting
import Foundation
import HTTPTypes
import Testing

@Suite struct `The tagging API` {
    let mock = MockAWS(seed: 7) { $0.taggingPageSize = 2 }
    var caller: Caller { Caller(mock) }

    private func arns(_ reply: Caller.Reply) -> [String] {
        reply.json["ResourceTagMappingList"]?.array?.compactMap { $0["ResourceARN"]?.string } ?? []
    }

    @Test func `filters combine keys with and, values with or, and types by the ARN's segment`() async throws {
        let claims = try await caller.profile("claims", tags: ["dept": "claims", "env": "prod"])
        let sales = try await caller.profile("sales", tags: ["dept": "sales", "env": "prod"])
        _ = try await caller.profile("test", tags: ["dept": "claims", "env": "test"])
        mock.addResource("arn:aws:s3:::claims-files", tags: ["dept": "claims", "env": "prod"])
        func find(_ filters: JSONValue, _ types: JSONValue = []) async throws -> Set<String> {
            let reply = try await caller.tagging(
                "GetResources", ["TagFilters": filters, "ResourceTypeFilters": types])
            return Set(arns(reply))
        }
        let both: JSONValue = [["Key": "dept", "Values": ["claims"]], ["Key": "env", "Values": ["prod"]]]
        #expect(try await find(both) == [claims, "arn:aws:s3:::claims-files"])
        #expect(try await find(both, ["bedrock:application-inference-profile"]) == [claims])
        #expect(try await find(both, ["bedrock"]) == [claims])
        #expect(try await find(both, ["bedrock:inference-profile"]) == [])
        #expect(
            try await find(
                [["Key": "dept", "Values": ["claims", "sales"]], ["Key": "env", "Values": ["prod"]]], ["bedrock"])
                == [claims, sales])
        #expect(try await find([["Key": "env"]], ["s3:bucket"]) == ["arn:aws:s3:::claims-files"])
    }

    @Test func `pages end with an empty token`() async throws {
        for index in 0..<5 { _ = try await caller.profile("p\(index)", tags: ["n": "\(index)"]) }
        var seen: [String] = []
        var tokens: [String] = []
        var token = ""
        repeat {
            let reply = try await caller.tagging("GetResources", ["PaginationToken": .string(token)])
            seen += arns(reply)
            token = try #require(reply.json["PaginationToken"]?.string)
            tokens.append(token)
        } while !token.isEmpty
        #expect(seen.count == 5)
        #expect(tokens.count == 3 && tokens.last == "")
        let keys = try await caller.tagging("GetTagKeys", [:])
        #expect(keys.json == ["TagKeys": ["n"], "PaginationToken": ""])
        let values = try await caller.tagging("GetTagValues", ["Key": "n"])
        #expect(values.json["TagValues"] == ["0", "1"])
        #expect(values.json["PaginationToken"] != "")
    }

    @Test func `a token continues its own request only, for fifteen minutes`() async throws {
        for index in 0..<3 { _ = try await caller.profile("p\(index)", tags: ["n": "\(index)"]) }
        let token = try await caller.tagging("GetResources", [:]).json["PaginationToken"] ?? ""
        let other = try await caller.tagging("GetResources", ["PaginationToken": token, "TagFilters": [["Key": "n"]]])
        #expect(other.code == "InvalidParameterException")
        mock.clock.advance(by: .seconds(899))
        #expect(try await caller.tagging("GetResources", ["PaginationToken": token]).status == 200)
        mock.clock.advance(by: .seconds(1))
        let expired = try await caller.tagging("GetResources", ["PaginationToken": token])
        #expect((expired.status, expired.code) == (400, "PaginationTokenExpiredException"))
    }

    @Test func `a first page may be empty though more follow`() async throws {
        let odd = MockAWS(seed: 1) { $0.startsWithEmptyTaggingPage = true }
        let caller = Caller(odd)
        let arn = try await caller.profile("claims", tags: ["dept": "claims"])
        let first = try await caller.tagging("GetResources", [:])
        #expect(arns(first) == [])
        let token = try #require(first.json["PaginationToken"])
        #expect(token != "")
        let second = try await caller.tagging("GetResources", ["PaginationToken": token])
        #expect(arns(second) == [arn])
        #expect(second.json["PaginationToken"] == "")
    }

    @Test func `resources that used to be tagged are listed with empty tags, untagged ones never`() async throws {
        let once = try await caller.profile("once", tags: ["dept": "claims"])
        _ = try await caller.profile("never")
        _ = try await caller.tagging("UntagResources", ["ResourceARNList": [.string(once)], "TagKeys": ["dept"]])
        let all = try await caller.tagging("GetResources", [:])
        #expect(all.json["ResourceTagMappingList"] == [["ResourceARN": .string(once), "Tags": []]])
        #expect(arns(try await caller.tagging("GetResources", ["TagFilters": [["Key": "dept"]]])) == [])
    }

    @Test func `the index learns of changes with its delay, deletion included`() async throws {
        let slow = MockAWS(seed: 1) { $0.taggingDelay = .seconds(30) }
        let caller = Caller(slow)
        let arn = try await caller.profile("claims", tags: ["dept": "claims"])
        #expect(arns(try await caller.tagging("GetResources", [:])) == [])
        slow.clock.advance(by: .seconds(30))
        #expect(arns(try await caller.tagging("GetResources", [:])) == [arn])
        _ = try await caller.control(.delete, "/inference-profiles/\(label(arn))")
        #expect(arns(try await caller.tagging("GetResources", [:])) == [arn])
        slow.clock.advance(by: .seconds(30))
        #expect(arns(try await caller.tagging("GetResources", [:])) == [])
    }

    @Test func `writing tells the failures of each resource`() async throws {
        let arn = try await caller.profile("claims")
        let gone = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/000000000000"
        let reply = try await caller.tagging(
            "TagResources", ["ResourceARNList": [.string(arn), .string(gone), "nonsense"], "Tags": ["dept": "claims"]])
        #expect(reply.status == 200)
        let failed = reply.json["FailedResourcesMap"]
        #expect(failed?[arn] == nil)
        #expect(failed?[gone]?["ErrorCode"] == "ResourceNotFoundException")
        #expect(failed?["nonsense"]?["StatusCode"] == 400)
        #expect(arns(try await caller.tagging("GetResources", ["ResourceARNList": [.string(arn)]])) == [arn])
    }

    struct Refusal: Sendable {
        let body: JSONValue
        let message: String
    }

    static let refusals: [Refusal] = [
        Refusal(body: ["ResourcesPerPage": 0], message: "ResourcesPerPage must be between 1 and 100."),
        Refusal(body: ["PaginationToken": "abc"], message: "The pagination token is not valid for this request."),
        Refusal(
            body: ["ResourceARNList": ["arn:aws:s3:::b"], "TagFilters": [["Key": "a"]]],
            message: "ResourceARNList cannot be combined with TagFilters, ResourceTypeFilters or paging parameters."),
        Refusal(
            body: ["TagFilters": [["Values": ["a"]]]],
            message: "The key of a tag filter must have between 1 and 128 characters."),
    ]

    @Test(arguments: refusals) func `malformed requests are refused`(refusal: Refusal) async throws {
        let reply = try await caller.tagging("GetResources", refusal.body)
        #expect((reply.status, reply.code, reply.message) == (400, "InvalidParameterException", refusal.message))
    }
}
