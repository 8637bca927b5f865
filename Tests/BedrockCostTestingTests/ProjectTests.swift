import AWSCore
import AWSSigning
import BedrockCostTesting
import Foundation
import HTTPTypes
import Testing

@Suite struct `Projects` {
    let mock = MockAWS(seed: 5)
    var caller: Caller { Caller(mock) }

    @Test func `a project has an id, an ARN, its tags and no archive date`() async throws {
        let reply = try await caller.mantle(
            .post, "/organization/projects",
            ["name": "CustomerChatbot-Prod", "tags": ["Application": "CustomerChatbot", "CostCenter": "CC-1001"]])
        #expect(reply.status == 200)
        let id = try #require(reply.json["id"]?.string)
        #expect(id.wholeMatch(of: /proj_[a-z0-9]{20}/) != nil)
        #expect(reply.json["arn"] == .string("arn:aws:bedrock-mantle:us-east-1:123456789012:project/\(id)"))
        #expect(reply.json["object"] == "organization.project")
        #expect(reply.json["status"] == "active")
        #expect(reply.json["created_at"] == 1_790_841_600)
        #expect(reply.json["tags"] == ["Application": "CustomerChatbot", "CostCenter": "CC-1001"])
        #expect(reply.json["archived_at"] == nil)
        #expect(reply.field("x-request-id") == reply.field("x-amzn-requestid"))
        #expect(try await caller.mantle(.get, "/organization/projects/\(id)").json == reply.json)
        #expect(mock.requests.map(\.operation) == ["CreateProject", "RetrieveProject"])
        #expect(mock.requests.map(\.service) == ["bedrock-mantle", "bedrock-mantle"])
    }

    @Test func `names follow the pattern, and are given to one project in use`() async throws {
        let first = try await caller.project("claims")
        #expect(first.hasPrefix("proj_"))
        for name in ["", "-claims", "a--b", "客户", String(repeating: "a", count: 65)] {
            let reply = try await caller.mantle(.post, "/organization/projects", ["name": .string(name)])
            #expect(reply.refusal == Refusal(status: 400, code: "invalid_value", parameter: "name"), "\(name)")
        }
        let missing = try await caller.mantle(.post, "/organization/projects", ["tags": [:]])
        #expect(missing.refusal == Refusal(status: 400, code: "missing_required_parameter", parameter: "name"))
        let taken = try await caller.mantle(.post, "/organization/projects", ["name": "claims"])
        #expect(taken.refusal == Refusal(status: 409, code: "project_exists", parameter: "name"))
        #expect(taken.refusalMessage == "A project named 'claims' exists already.")
        // The simulator frees the name of an archived project.
        _ = try await caller.mantle(.post, "/organization/projects/\(first)/archive")
        #expect(try await caller.project("claims").hasPrefix("proj_"))
    }

    @Test func `tags are added and removed, never replaced as a whole`() async throws {
        let id = try await caller.project("claims", tags: ["dept": "claims", "env": "test"])
        let path = "/organization/projects/\(id)"
        let changed = try await caller.mantle(
            .post, path, ["add_tags": ["env": "prod", "owner": "alice"], "remove_tag_keys": ["dept", "absent"]])
        #expect(changed.json["tags"] == ["env": "prod", "owner": "alice"])
        #expect(try await caller.mantle(.post, path, ["name": "claims 2"]).json["name"] == "claims 2")
        #expect(try await caller.mantle(.get, path).json["tags"] == ["env": "prod", "owner": "alice"])

        let refused = try await caller.mantle(.post, path, ["add_tags": ["aws:x": "y"]])
        #expect(refused.refusal == Refusal(status: 400, code: "invalid_value", parameter: "add_tags"))
        let many = Dictionary(uniqueKeysWithValues: (0..<51).map { ("k\($0)", JSONValue.string("v")) })
        #expect(try await caller.mantle(.post, path, ["add_tags": .object(many)]).refusal.code == "too_many_tags")
        #expect(
            try await caller.mantle(.post, path, ["add_tags": ["a": 1]]).refusal
                == Refusal(status: 400, code: "invalid_type", parameter: "add_tags.a"))
        #expect(try await caller.mantle(.post, path, ["remove_tag_keys": "a"]).refusal.code == "invalid_type")
    }

    @Test func `the default project is there, and can be neither tagged nor archived`() async throws {
        let path = "/organization/projects/default"
        let project = try await caller.mantle(.get, path)
        #expect(project.json["arn"] == "arn:aws:bedrock-mantle:us-east-1:123456789012:project/default")
        #expect(try await caller.mantle(.post, path, ["add_tags": ["a": "b"]]).refusal.code == "default_project")
        let archived = try await caller.mantle(.post, "\(path)/archive")
        #expect((archived.status, archived.refusalMessage) == (400, "The default project cannot be archived."))
    }

    @Test func `lists follow the cursor to the end and hide what is archived`() async throws {
        var ids = ["default"]
        for index in 0..<5 { ids.append(try await caller.project("project \(index)")) }
        var (found, cursor) = ([String](), "")
        repeat {
            let page = try await caller.mantle(.get, "/organization/projects?limit=2\(cursor)").json
            found += page["data"]?.array?.compactMap { $0["id"]?.string } ?? []
            #expect(page["object"] == "list")
            #expect(page["first_id"] == page["data"]?[0]?["id"])
            cursor = page["has_more"] == true ? "&after=\(page["last_id"]?.string ?? "")" : ""
        } while !cursor.isEmpty
        #expect(found == ids)

        let archived = try await caller.mantle(.post, "/organization/projects/\(ids[2])/archive")
        #expect(archived.json["status"] == "archived")
        #expect(archived.json["archived_at"] == 1_790_841_600)
        let active = try await caller.mantle(.get, "/organization/projects").json["data"]?.array
        #expect(active?.contains { $0["id"]?.string == ids[2] } == false)
        let all = try await caller.mantle(.get, "/organization/projects?include_archived=true").json["data"]?.array
        #expect(all?.count == 6)
        #expect(try await caller.mantle(.get, "/organization/projects?limit=101").refusal.parameter == "limit")
        #expect(try await caller.mantle(.get, "/organization/projects?after=proj_no").refusal.parameter == "after")
    }

    @Test func `the quota counts what is in use`() async throws {
        let mock = MockAWS { $0.projectQuota = 2 }
        let caller = Caller(mock)
        let first = try await caller.project("one")
        _ = try await caller.project("two")
        let third = try await caller.mantle(.post, "/organization/projects", ["name": "three"])
        #expect(third.refusal.code == "project_limit_exceeded")
        _ = try await caller.mantle(.post, "/organization/projects/\(first)/archive")
        #expect(try await caller.project("three").hasPrefix("proj_"))
    }

    @Test func `a project is of one account and Region, and must be in use for inference`() async throws {
        let id = try await caller.project("claims")
        #expect(try await caller.respond("Hello", project: id).status == 200)
        #expect(
            try await caller.respond(
                "Hello", project: "arn:aws:bedrock-mantle:us-east-1:123456789012:project/\(id)"
            ).status == 200)
        var elsewhere = caller
        elsewhere.region = "eu-west-1"
        for reply in [
            try await elsewhere.respond("Hello", project: id),
            try await caller.respond("Hello", project: "proj_unknown"),
        ] {
            #expect(reply.refusal == Refusal(status: 404, code: "project_not_found"))
        }
        _ = try await caller.mantle(.post, "/organization/projects/\(id)/archive")
        #expect(try await caller.chat("Hello", project: id).refusal == Refusal(status: 403, code: "project_archived"))
        let retagged = try await caller.mantle(.post, "/organization/projects/\(id)", ["add_tags": ["a": "b"]])
        #expect(retagged.refusalMessage == "The project '\(id)' is archived.")
    }

    @Test func `projects are not known under OpenAI's root, nor are other paths`() async throws {
        let reply = try await caller.mantle(.get, "/openai/v1/organization/projects")
        #expect((reply.status, reply.refusalMessage) == (404, "Invalid URL (GET /openai/v1/organization/projects)"))
        #expect(try await caller.mantle(.post, "/embeddings", [:]).refusal == Refusal(status: 404, code: "unknown_url"))
    }
}

@Suite struct `Who may use the Projects endpoint` {
    let mock = MockAWS(seed: 5)

    private func status(_ change: (inout Caller) -> Void) async throws -> (Refusal, String) {
        var caller = Caller(mock)
        change(&caller)
        let reply = try await caller.mantle(.get, "/models")
        return (reply.refusal, reply.refusalMessage)
    }

    @Test func `signatures name the service bedrock-mantle`() async throws {
        #expect(try await status { _ in }.0.status == 200)
        let other = try await status { $0.signingName = "bedrock" }
        #expect(other.0 == Refusal(status: 403, code: "InvalidSignatureException"))
        #expect(other.1 == "Credential should be scoped to correct service: 'bedrock-mantle'.")
        let secret = try await status {
            $0.credentials = Credentials(accessKeyID: mock.credentials.accessKeyID, secretAccessKey: "wrong")
        }
        #expect(secret.0 == Refusal(status: 403, code: "InvalidSignatureException"))
        let unsigned = try await status { $0.tamper = { request, _ in request.headerFields[.authorization] = nil } }
        #expect(unsigned.0 == Refusal(status: 401, code: "missing_api_key"))
        #expect(unsigned.1 == "Missing 'authorization' or 'x-api-key' header")
    }

    @Test func `API keys open it, long-term and short-term, until they end`() async throws {
        #expect(try await status { $0.bearer = mock.apiKey }.0.status == 200)
        #expect(mock.requests.last?.authentication == .apiKey(.longTerm))
        let unknown = try await status { $0.bearer = "ABSKunknown" }
        #expect(unknown == (Refusal(status: 401, code: "invalid_api_key"), "Invalid bearer token"))

        let key = try BedrockAPIKey(
            signedWith: mock.credentials, region: "us-east-1", at: mock.now, lifetime: .seconds(600))
        #expect(try await status { $0.bearer = key.token }.0.status == 200)
        #expect(mock.requests.last?.authentication == .apiKey(.shortTerm))
        let elsewhere = try await status {
            $0.bearer = key.token
            $0.region = "eu-west-1"
        }
        #expect(elsewhere.0 == Refusal(status: 401, code: "invalid_api_key"))
    }

    @Test func `a short-term key is refused once it has expired`() async throws {
        let mock = MockAWS { $0.signatureTime = .simulated }
        let key = try BedrockAPIKey(
            signedWith: mock.credentials, region: "us-east-1", at: mock.now, lifetime: .seconds(600))
        var caller = Caller(mock)
        caller.bearer = key.token
        #expect(try await caller.respond("Hello").status == 200)
        mock.clock.advance(by: .seconds(601))
        let late = try await caller.respond("Hello")
        #expect(
            (late.refusal, late.refusalMessage) == (
                Refusal(status: 401, code: "invalid_api_key"), "Bearer Token has expired"
            ))
    }
}
