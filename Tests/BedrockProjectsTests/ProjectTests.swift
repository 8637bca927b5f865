import AWSCore
import Attribution
import BedrockProjects
import Foundation
import Testing

@Suite struct ProjectTests {
    private static let chatbot = """
        {"id":"proj_abcdefghij0123456789","object":"organization.project","name":"CustomerChatbot-Prod",
         "arn":"arn:aws:bedrock-mantle:us-east-1:123456789012:project/proj_abcdefghij0123456789",
         "created_at":1772064000,"status":"active","tags":{"Team":"CustomerExperience","CostCenter":"CC-1001"}}
        """

    @Test func `a project is created with its tags, and comes back with id and ARN`() async throws {
        let double = MantleDouble(.init(Self.chatbot))
        let project = try await double.client().createProject(
            named: "CustomerChatbot-Prod", tags: ["Team": "CustomerExperience", "CostCenter": "CC-1001"])
        #expect(project.id == "proj_abcdefghij0123456789")
        #expect(project.arn.flatMap { ProjectID($0) } == project.id)
        #expect(project.tags == ["CostCenter": "CC-1001", "Team": "CustomerExperience"])
        #expect(project.status == .active)
        #expect(project.createdAt?.timeIntervalSince1970 == 1_772_064_000)
        let request = try #require(double.exchanges.first)
        #expect(request.method == "POST")
        #expect(request.url == "https://bedrock-mantle.us-east-1.api.aws")
        #expect(request.path == "/v1/organization/projects")
        let json = try request.json
        #expect(
            json == ["name": "CustomerChatbot-Prod", "tags": ["Team": "CustomerExperience", "CostCenter": "CC-1001"]])
        #expect(request.header("OpenAI-Project") == nil)
        #expect(request.header("Authorization")?.contains("/us-east-1/bedrock-mantle/aws4_request") == true)
    }

    @Test func `all projects are listed through the cursor, and the default one is among them`() async throws {
        let double = MantleDouble { request, _ in
            request.path.contains("after=proj_b")
                ? .init(#"{"object":"list","data":[{"id":"proj_c","name":"c"}],"has_more":false,"last_id":"proj_c"}"#)
                : .init(
                    #"{"object":"list","data":[{"id":"default","name":"Default"},{"id":"proj_b","name":"b"}],"#
                        + #""first_id":"default","last_id":"proj_b","has_more":true}"#)
        }
        let projects = try await double.client().projects(includeArchived: true, pageSize: 2).collect()
        #expect(projects.map(\.id) == [.defaultProject, "proj_b", "proj_c"])
        #expect(projects.map(\.id.isDefault) == [true, false, false])
        #expect(
            double.exchanges.map(\.path) == [
                "/v1/organization/projects?limit=2&include_archived=true",
                "/v1/organization/projects?after=proj_b&limit=2&include_archived=true",
            ])
    }

    @Test(arguments: [#""has_more":true,"last_id":"""#, #""has_more":true"#, #""has_more":true,"last_id":null"#])
    func `a list without a cursor to go on from ends`(tail: String) async throws {
        let double = MantleDouble(.init(#"{"data":[{"id":"proj_a"}],\#(tail)}"#))
        let projects = try await double.client().projects().collect()
        #expect(projects.count == 1)
        #expect(double.exchanges.count == 1)
    }

    @Test func `a status that this version does not know is kept`() async throws {
        let double = MantleDouble(.init(#"{"id":"proj_a","status":"suspended","tags":null,"quota":3}"#))
        let project = try await double.client().project("proj_a")
        #expect(project.status == "suspended")
        #expect(project.tags.isEmpty)
    }

    @Test func `tags are set exactly by adding what differs and removing the rest`() async throws {
        let double = MantleDouble { request, _ in
            request.method == "GET"
                ? .init(#"{"id":"proj_a","tags":{"a":"1","b":"2","c":"3"}}"#)
                : .init(#"{"id":"proj_a","tags":{"a":"1","b":"9","d":"4"}}"#)
        }
        let project = try await double.client().setTags(["a": "1", "b": "9", "d": "4"], of: "proj_a")
        #expect(project.tags == ["a": "1", "b": "9", "d": "4"])
        #expect(double.exchanges.map(\.method) == ["GET", "POST"])
        let change = try #require(try double.exchanges.last?.json)
        #expect(change == ["add_tags": ["b": "9", "d": "4"], "remove_tag_keys": ["c"]])
    }

    @Test func `tags that are right already are not written`() async throws {
        let double = MantleDouble(.init(Self.chatbot))
        _ = try await double.client().setTags(
            ["CostCenter": "CC-1001", "Team": "CustomerExperience"], of: "proj_abcdefghij0123456789")
        #expect(double.exchanges.map(\.method) == ["GET"])
    }

    @Test func `another caller's change between reading and writing is written over, and one that never ends is told`()
        async throws
    {
        let double = MantleDouble { request, number in
            switch number {
            case 0: .init(#"{"id":"proj_a","tags":{}}"#)
            case 1: .init(#"{"id":"proj_a","tags":{"a":"1","late":"x"}}"#)
            default: .init(#"{"id":"proj_a","tags":{"a":"1"}}"#)
            }
        }
        let project = try await double.client().setTags(["a": "1"], of: "proj_a")
        #expect(project.tags == ["a": "1"])
        let last = try #require(try double.exchanges.last?.json)
        #expect(last == ["remove_tag_keys": ["late"]])

        let busy = MantleDouble(.init(#"{"id":"proj_a","tags":{"other":"x"}}"#))
        let error = await failure { try await busy.client().setTags(["a": "1"], of: "proj_a") }
        #expect(error?.code == .conflict)
        #expect(error?.operation == "Bedrock Mantle.UpdateProject")
        #expect(busy.exchanges.count == 4)
    }

    @Test func `a project is renamed, and archived`() async throws {
        let double = MantleDouble(.init(#"{"id":"proj_a","name":"b","status":"archived","archived_at":1772064000}"#))
        _ = try await double.client().updateProject("proj_a", name: "b")
        let archived = try await double.client().archiveProject("proj_a")
        #expect(archived.status == .archived)
        #expect(archived.archivedAt != nil)
        #expect(
            double.exchanges.map(\.path)
                == ["/v1/organization/projects/proj_a", "/v1/organization/projects/proj_a/archive"])
        #expect(double.exchanges.map(\.body) == [#"{"name":"b"}"#, ""])
    }

    @Test(
        arguments: [
            (UpdateProject(.defaultProject, addTags: ["a": "b"]), "the default project cannot be tagged"),
            (UpdateProject(.defaultProject, name: "x"), "the default project cannot be renamed"),
            (UpdateProject("proj_a"), "nothing is to be changed"),
            (UpdateProject("proj_a", addTags: ["a": "b"], removeTagKeys: ["a"]), #""a" is in add_tags, too"#),
            (UpdateProject("proj_a", addTags: ["größe": "b"]), "ASCII letters"),
            (UpdateProject("proj_a", removeTagKeys: ["aws:x"]), "reserved"),
            (UpdateProject("proj_a", name: "two  spaces"), "at most one space"),
            (UpdateProject("../models", name: "a"), "must be proj_ and letters and digits"),
            (UpdateProject("proj_a\r\nx: y", name: "a"), "must be proj_ and letters and digits"),
        ])
    func `a change that the service would refuse is not sent`(change: UpdateProject, message: String) async throws {
        let double = MantleDouble(.init("{}"))
        let error = await failure { try await double.aws().send(change) }
        #expect(error?.code == .invalidInput)
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "-")")
        #expect(double.exchanges.isEmpty)
    }

    @Test(arguments: ["", "-a", "a--b", "a_ b", "naïve", "a/b", String(repeating: "a", count: 65)])
    func `a name outside the service's pattern is not sent`(name: String) async throws {
        let double = MantleDouble(.init("{}"))
        let error = await failure { try await double.client().createProject(named: name) }
        #expect(error?.code == .invalidInput)
        #expect(error?.message.hasPrefix("name: ") == true)
        #expect(double.exchanges.isEmpty)
    }

    @Test(arguments: ["a", "CustomerChatbot-Prod", "a b_c-d ", String(repeating: "a", count: 64)])
    func `a name of the service's pattern is sent`(name: String) async throws {
        let double = MantleDouble(.init(#"{"id":"proj_a","name":"x"}"#))
        _ = try await double.client().createProject(named: name)
        #expect(double.exchanges.count == 1)
    }

    @Test func `the default project is not archived, and its tags are not set`() async throws {
        let double = MantleDouble(.init("{}"))
        let client = try double.client()
        for error in [
            await failure { try await client.archiveProject(.defaultProject) },
            await failure { try await client.setTags([:], of: .defaultProject) },
        ] {
            #expect(error?.code == .invalidInput)
            #expect(error?.message.contains("the default project cannot be") == true)
        }
        #expect(double.exchanges.isEmpty)
    }

    @Test func `a name that is taken is a conflict, and is not tried again`() async throws {
        let double = MantleDouble(.error(409, code: "project_exists", "a project of this name exists"))
        let error = await failure { try await double.client().createProject(named: "a") }
        #expect(error?.code == .conflict)
        #expect(error?.serviceCode == "project_exists")
        #expect(error?.requestID == "req-1")
        #expect(error?.operation == "Bedrock Mantle.CreateProject")
        #expect(double.exchanges.count == 1)
    }
}
