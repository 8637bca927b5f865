import AWSCore
import Attribution
import BedrockControl
import Foundation
import HTTPTransport
import Testing

private let applicationARN = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6"
private let systemID = "us.anthropic.claude-3-7-sonnet-20250219-v1:0"
private let systemARN = "arn:aws:bedrock:us-east-1:123456789012:inference-profile/\(systemID)"
private let haiku = "anthropic.claude-3-haiku-20240307-v1:0"

private let created = ControlDouble.Reply(201, #"{"inferenceProfileArn":"\#(applicationARN)","status":"ACTIVE"}"#)

private func profileJSON(_ id: String, arn: String, type: String = "APPLICATION", status: String = "ACTIVE") -> String {
    """
    {"inferenceProfileName":"\(id)","inferenceProfileArn":"\(arn)","inferenceProfileId":"\(id)","status":"\(status)",
     "type":"\(type)","models":[{"modelArn":"arn:aws:bedrock:us-east-1::foundation-model/\(haiku)"}]}
    """
}

private func applicationJSON(_ id: String) -> String {
    profileJSON(id, arn: "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/\(id)")
}

@Suite struct `Creating an inference profile` {
    @Test func `copies a foundation model of the client's Region`() async throws {
        let service = ControlDouble { _, _ in created }
        let profile = try await service.client(region: .euWest1).createInferenceProfile(
            named: "claims-haiku", copying: .foundationModel(ModelID(rawValue: haiku)),
            tags: ["dept": "claims", "app": "triage"], clientRequestToken: "token-1")
        #expect(profile.arn.rawValue == applicationARN)
        #expect(profile.status == .active)
        #expect(profile.modelID.rawValue == applicationARN)
        let exchange = try #require(service.exchanges.first)
        #expect(service.exchanges.count == 1)
        #expect(exchange.method == "POST")
        #expect(exchange.path == "/inference-profiles")
        #expect(
            try exchange.body.json == [
                "inferenceProfileName": "claims-haiku",
                "modelSource": [
                    "copyFrom": "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0"
                ],
                "tags": [["key": "dept", "value": "claims"], ["key": "app", "value": "triage"]],
                "clientRequestToken": "token-1",
            ])
    }

    @Test func `names the partition of the client's Region`() async throws {
        let service = ControlDouble { _, _ in created }
        _ = try await service.client(region: .usGovWest1).createInferenceProfile(
            named: "p", copying: .foundationModel(ModelID(rawValue: haiku)))
        let body = try #require(service.exchanges.first).body.json
        #expect(
            body["modelSource"]?["copyFrom"]?.string
                == "arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/\(haiku)")
        #expect(body["tags"] == nil)
        #expect(body["description"] == nil)
    }

    @Test func `copies a system-defined profile whose ARN one request more tells`() async throws {
        let service = ControlDouble { exchange, _ in
            exchange.method == "GET"
                ? .init(200, profileJSON(systemID, arn: systemARN, type: "SYSTEM_DEFINED")) : created
        }
        _ = try await service.client().createInferenceProfile(
            named: "p", copying: .systemDefined(ModelID(rawValue: systemID)))
        #expect(
            service.exchanges.map { "\($0.method) \($0.path)" } == [
                "GET /inference-profiles/us.anthropic.claude-3-7-sonnet-20250219-v1%3A0", "POST /inference-profiles",
            ])
        #expect(try service.exchanges.last?.body.json["modelSource"]?["copyFrom"]?.string == systemARN)
    }

    @Test(
        arguments: [
            .systemDefined("us.anthropic.claude-3-7-sonnet-20250219-v1:0", accountID: "123456789012"),
            .systemDefined(ModelID(rawValue: systemARN)),
            .arn(arn(systemARN)),
        ] as [InferenceProfileSource])
    func `copies a system-defined profile in one request where its ARN is known`(
        _ source: InferenceProfileSource
    ) async throws {
        let service = ControlDouble { _, _ in created }
        _ = try await service.client().createInferenceProfile(named: "p", copying: source)
        #expect(service.exchanges.count == 1)
        #expect(try service.exchanges.first?.body.json["modelSource"]?["copyFrom"]?.string == systemARN)
    }

    @Test func `sends the same client token with every attempt, and another with the next creation`() async throws {
        let service = ControlDouble { (_, number) throws(TransportError) in
            switch number {
            case 0: return .error(500, "InternalServerException")
            // The reply is lost: the profile may exist already, and the token keeps it the only one.
            case 1: throw TransportError(.connectionLost, "reset", requestMayHaveBeenProcessed: true)
            default: return created
            }
        }
        let client = try service.client()
        for _ in 1...2 {
            _ = try await client.createInferenceProfile(
                named: "p", copying: .foundationModel(ModelID(rawValue: haiku)))
        }
        let tokens = try service.exchanges.map { try #require($0.body.json["clientRequestToken"]?.string) }
        try #require(tokens.count == 4)
        #expect(Set(tokens[0...2]).count == 1)
        #expect(tokens[3] != tokens[0])
        #expect(tokens.allSatisfy { $0.count == 36 })
    }

    @Test func `keeps its token when the value is sent again`() throws {
        let arn = try #require(ARN(systemARN))
        let operation = CreateInferenceProfile(named: "p", copying: arn)
        #expect(try operation.encode() == operation.encode())
        #expect(operation.clientRequestToken != CreateInferenceProfile(named: "p", copying: arn).clientRequestToken)
    }

    @Test func `reports the quota as an error that waiting does not cure`() async throws {
        let service = ControlDouble { _, _ in .error(400, "ServiceQuotaExceededException", "1000 profiles") }
        let client = try service.client()
        let error = await #expect(throws: AWSError.self) {
            try await client.createInferenceProfile(
                named: "p", copying: .foundationModel(ModelID(rawValue: haiku)))
        }
        #expect(error?.code == .quotaExceeded)
        #expect(
            error?.description == "quotaExceeded in Bedrock.CreateInferenceProfile: ServiceQuotaExceededException: "
                + "1000 profiles (HTTP 400, request request-1)")
        #expect(service.exchanges.count == 1)
    }
}

@Suite struct `A creation that breaks a rule is refused before it is sent` {
    struct Case: CustomTestStringConvertible, Sendable {
        var name = "claims"
        var description: String?
        var source: InferenceProfileSource = .foundationModel("anthropic.claude-3-haiku-20240307-v1:0")
        var tags: TagSet?
        var token: String?
        var message: String
        var testDescription: String { message }
    }

    static let nameRule =
        "inferenceProfileName: must be ASCII letters and digits, each followed by at most one space, hyphen or underscore"
    static let cases = [
        Case(name: "", message: "inferenceProfileName: must have 1 to 64 characters, not 0"),
        Case(
            name: String(repeating: "n", count: 65),
            message: "inferenceProfileName: must have 1 to 64 characters, not 65"),
        Case(name: "a--b", message: "\(nameRule); character 3 is not"),
        Case(name: "_a", message: "\(nameRule); character 1 is not"),
        Case(name: "理賠", message: "\(nameRule); character 1 is not"),
        Case(name: "a.b", message: "\(nameRule); character 2 is not"),
        Case(
            description: "開發環境的推理設定檔",
            message: "description: must be ASCII letters, digits, colons and full stops, each followed by at most one "
                + "space, hyphen or underscore; character 1 is not"),
        Case(description: "", message: "description: must have 1 to 200 characters, not 0"),
        Case(
            description: String(repeating: "d", count: 201),
            message: "description: must have 1 to 200 characters, not 201"),
        Case(
            source: .foundationModel("arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.x"),
            message: "copying: \"arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.x\" is not a foundation "
                + "model's id or ARN"),
        Case(
            source: .foundationModel("anthropic claude"),
            message: "modelSource.copyFrom: \"anthropic claude\" is no id: ASCII letters, digits, hyphens, colons and "
                + "full stops only"),
        Case(
            source: .systemDefined("us.x", accountID: "1234"),
            message: "modelSource.copyFrom: \"1234\" is not an account: twelve digits"),
        Case(
            source: .arn(arn("arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6")),
            message: "modelSource.copyFrom: \(applicationARN) is not the ARN of a foundation model or of a "
                + "system-defined inference profile; an application profile cannot be copied"),
        Case(tags: ["aws:x": "y"], message: "tags: tag key \"aws:x\": the prefix aws: is reserved for AWS"),
        Case(
            token: "-x",
            message:
                "clientRequestToken: must be 1 to 256 ASCII letters, digits and hyphens that neither begin nor end "
                + "with a hyphen"),
    ]

    @Test(arguments: cases) func `and the message holds the rule`(_ wrong: Case) async throws {
        let service = ControlDouble { _, _ in created }
        let client = try service.client()
        let error = await #expect(throws: AWSError.self) {
            try await client.createInferenceProfile(
                named: wrong.name, copying: wrong.source, description: wrong.description, tags: wrong.tags,
                clientRequestToken: wrong.token)
        }
        #expect(error?.code == .invalidInput)
        #expect(error?.message == wrong.message)
        #expect(error?.operation == "Bedrock.CreateInferenceProfile")
        #expect(service.exchanges.isEmpty)
    }

    @Test func `also when the source would take a request of its own`() async throws {
        let service = ControlDouble { _, _ in created }
        let client = try service.client()
        await #expect(throws: AWSError.self) {
            try await client.createInferenceProfile(
                named: "p", copying: .systemDefined("us.x"), description: "開發")
        }
        #expect(service.exchanges.isEmpty)
    }

    @Test(arguments: ["a", "claims_dept_claude_3_7_sonnet_profile", "a b-c_d ", "0", String(repeating: "n", count: 64)])
    func `but a name that keeps the pattern is sent`(_ name: String) throws {
        try CreateInferenceProfile(named: name, copying: try #require(ARN(systemARN))).validate()
    }
}

@Suite struct `Reading inference profiles` {
    @Test func `a profile tells its foundation model and stands for a model`() async throws {
        let service = ControlDouble { _, _ in .init(200, applicationJSON("a1b2c3d4e5f6")) }
        let profile = try await service.client().inferenceProfile(ModelID(rawValue: applicationARN))
        #expect(
            service.exchanges.first?.path == "/inference-profiles/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012"
                + "%3Aapplication-inference-profile%2Fa1b2c3d4e5f6")
        #expect(profile.foundationModelID?.rawValue == haiku)
        #expect(profile.modelID.rawValue == applicationARN)
        #expect(profile.arn.profileID == "a1b2c3d4e5f6")
        #expect(profile.arn.type == .application)
        #expect("\(profile)" == "a1b2c3d4e5f6 (\(applicationARN))")
        _ = try await service.client().inferenceProfile(profile)
        #expect(service.exchanges.count == 2)
    }

    @Test func `a status or type of the future is kept`() async throws {
        let service = ControlDouble { _, _ in
            .init(200, profileJSON("x", arn: applicationARN, type: "SHARED", status: "PAUSED"))
        }
        let profile = try await service.client().inferenceProfile("x")
        #expect(profile.status == "PAUSED")
        #expect(profile.status != .active)
        #expect(profile.type.rawValue == "SHARED")
    }

    @Test func `all pages are read, an empty one and an empty token included`() async throws {
        let service = ControlDouble { _, number in
            switch number {
            case 0:
                .init(200, #"{"inferenceProfileSummaries":[\#(applicationJSON("a"))],"nextToken":"t+/="}"#)
            case 1: .init(200, #"{"nextToken":"t2"}"#)
            default: .init(200, #"{"inferenceProfileSummaries":[\#(applicationJSON("b"))],"nextToken":""}"#)
            }
        }
        let profiles = try service.client().inferenceProfiles(type: .application, pageSize: 2)
        var names: [String] = []
        for try await profile in profiles { names.append(profile.name) }
        #expect(names == ["a", "b"])
        #expect(
            service.exchanges.map(\.path) == [
                "/inference-profiles?type=APPLICATION&maxResults=2",
                "/inference-profiles?type=APPLICATION&maxResults=2&nextToken=t%2B%2F%3D",
                "/inference-profiles?type=APPLICATION&maxResults=2&nextToken=t2",
            ])
    }

    @Test func `a repeated token ends the list`() async throws {
        let service = ControlDouble { _, _ in
            .init(200, #"{"inferenceProfileSummaries":[\#(applicationJSON("a"))],"nextToken":"same"}"#)
        }
        #expect(try await service.client().inferenceProfiles().collect().count == 2)
        #expect(service.exchanges.count == 2)
    }

    @Test func `profiles already read stay read when a later page fails`() async throws {
        let service = ControlDouble { _, number in
            number == 0
                ? .init(200, #"{"inferenceProfileSummaries":[\#(applicationJSON("a"))],"nextToken":"t"}"#)
                : .error(403, "AccessDeniedException")
        }
        var iterator = try service.client().inferenceProfiles().makeAsyncIterator()
        #expect(try await iterator.next()?.name == "a")
        let error = await #expect(throws: AWSError.self) { try await iterator.next() }
        #expect(error?.code == .accessDenied)
        #expect(error?.operation == "Bedrock.ListInferenceProfiles")
    }

    @Test func `a profile that is gone is told as such`() async throws {
        let service = ControlDouble { _, _ in .error(404, "ResourceNotFoundException") }
        let client = try service.client()
        let error = await #expect(throws: AWSError.self) { try await client.inferenceProfile("gone") }
        #expect(error?.code == .notFound)
        let deletion = await #expect(throws: AWSError.self) { try await client.deleteInferenceProfile("gone") }
        #expect(deletion?.operation == "Bedrock.DeleteInferenceProfile")
    }

    @Test func `deleting takes the id in the path and an empty reply`() async throws {
        let service = ControlDouble { _, _ in .init(200, "") }
        try await service.client().deleteInferenceProfile("a1b2c3d4e5f6")
        let exchange = try #require(service.exchanges.first)
        #expect(exchange.method == "DELETE")
        #expect(exchange.path == "/inference-profiles/a1b2c3d4e5f6")
        #expect(exchange.body.isEmpty)
    }

    @Test(arguments: [
        ("", "inferenceProfileIdentifier: must have 1 to 2048 characters, not 0"),
        (
            "a b",
            "inferenceProfileIdentifier: \"a b\" is no id: ASCII letters, digits, hyphens, colons and full stops only"
        ),
        (
            "arn:aws:bedrock:us-east-1::foundation-model/x",
            "inferenceProfileIdentifier: arn:aws:bedrock:us-east-1::foundation-model/x is not the ARN of an inference "
                + "profile"
        ),
    ])
    func `an identifier that breaks the pattern is not sent`(_ id: String, _ message: String) async throws {
        let service = ControlDouble { _, _ in .init() }
        let client = try service.client()
        let error = await #expect(throws: AWSError.self) {
            try await client.inferenceProfile(ModelID(rawValue: id))
        }
        #expect(error?.message == message)
        let deletion = await #expect(throws: AWSError.self) {
            try await client.deleteInferenceProfile(ModelID(rawValue: id))
        }
        #expect(deletion?.message == message)
        #expect(service.exchanges.isEmpty)
    }

    @Test func `a page's size and token have limits`() async throws {
        #expect(throws: AWSError.invalidInput("maxResults", "")) {
            try ListInferenceProfiles(type: .application, maxResults: 1001).validate()
        }
        let error = #expect(throws: AWSError.self) {
            try ListInferenceProfiles(type: .application, nextToken: "a b").validate()
        }
        #expect(error?.message == "nextToken: must not contain white space")
    }
}
