import BedrockCost
import BedrockCostTesting
import Foundation
import Testing

/// The client for projects against the simulator: two readings of the same API, which share no code.
@Suite struct `Projects from creation to the report` {
    let mock = MockAWS(seed: 7)
    private let model: ModelID = "openai.gpt-oss-120b"

    @Test(arguments: Front.allCases)
    func `projects are created, found, changed and archived`(_ front: Front) async throws {
        try await front.run(mock) { aws in
            let projects = BedrockProjectsClient(aws)
            let chatbot = try await projects.createProject(
                named: "CustomerChatbot-Prod", tags: ["Application": "CustomerChatbot", "CostCenter": "CC-1001"])
            #expect(chatbot.tags == ["Application": "CustomerChatbot", "CostCenter": "CC-1001"])
            for index in 0..<4 { _ = try await projects.createProject(named: "spare \(index)") }
            var names: [String] = []
            for try await project in projects.projects(pageSize: 2) { names.append(project.name) }
            #expect(names == ["Default", "CustomerChatbot-Prod", "spare 0", "spare 1", "spare 2", "spare 3"])

            let retagged = try await projects.setTags(["Application": "Chatbot", "Team": "CX"], of: chatbot.id)
            #expect(retagged.tags == ["Application": "Chatbot", "Team": "CX"])
            #expect(try await projects.project(chatbot.id) == retagged)
            let archived = try await projects.archiveProject(chatbot.id)
            #expect(archived.status == .archived)

            let taken = await #expect(throws: AWSError.self) { try await projects.createProject(named: "spare 0") }
            #expect(taken?.code == .conflict)
            let absent = await #expect(throws: AWSError.self) {
                try await projects.project("proj_aaaaaaaaaaaaaaaaaaaa")
            }
            #expect(absent?.code == .notFound)
            let closed = await #expect(throws: AWSError.self) {
                try await projects.createResponse(model: model, "Hello", project: chatbot.id)
            }
            #expect(closed?.code == .accessDenied)
            #expect(closed?.requestID == mock.requests.last?.requestID)
        }
    }

    @Test(arguments: Front.allCases)
    func `responses come whole and streamed, continue, and call functions`(_ front: Front) async throws {
        try await front.run(mock) { aws in
            let projects = BedrockProjectsClient(aws)
            let project = try await projects.createProject(named: "claims", tags: ["dept": "claims"]).id
            let whole = try await projects.createResponse(model: model, "Summarise the findings.", project: project)
            let (text, finished) = try await projects.streamResponse(
                model: model, "Summarise the findings.", project: project
            ) { events in
                var (text, finished) = ("", Response?.none)
                for try await event in events {
                    text += event.text ?? ""
                    finished = event.finished ?? finished
                }
                return (text, finished)
            }
            #expect(text == whole.text)
            #expect(finished?.usage == whole.usage)
            let next = try await projects.createResponse(model: model, "And now?", project: project) {
                $0.previousResponseID = whole.id
            }
            #expect((next.usage?.inputTokens ?? 0) > (whole.usage?.inputTokens ?? 0))
            var items: [ResponseItem] = []
            for try await item in projects.inputItems(of: whole.id, project: project) { items.append(item) }
            #expect(items.map(\.text) == ["Summarise the findings."])

            mock.enqueueToolCall("lookup", arguments: ["id": "4711"])
            let lookup = FunctionTool(name: "lookup", parameters: ["type": "object"])
            let asking = try await projects.createResponse(model: model, "Look up 4711", project: project) {
                $0.tools = [lookup]
            }
            let call = try #require(asking.functionCalls.first)
            #expect(try call.decodedArguments(as: [String: String].self) == ["id": "4711"])
            let told = try await projects.createResponse(
                model: model, [.functionCallOutput("settled", of: call.callID)], project: project
            ) { $0.previousResponseID = asking.id }
            #expect(!told.text.isEmpty)

            try await projects.deleteResponse(whole.id, project: project)
            let gone = await #expect(throws: AWSError.self) { try await projects.response(whole.id, project: project) }
            #expect(gone?.code == .notFound)
            let billed = mock.bill.tokens
            let seen = [whole, finished, next, asking, told].compactMap { $0?.tokenUsage }
            #expect(seen.map(\.input).reduce(0, +) == billed[.input])
            #expect(seen.map(\.output).reduce(0, +) == billed[.output])
        }
    }

    @Test(arguments: Front.allCases)
    func `chat completions come whole and streamed`(_ front: Front) async throws {
        try await front.run(mock) { aws in
            let projects = BedrockProjectsClient(aws)
            let messages: [ChatMessage] = [.system("Be brief."), .user("Summarise the findings.")]
            let whole = try await projects.createChatCompletion(model: model, messages, project: .defaultProject)
            let streamed = try await projects.streamChatCompletion(
                model: model, messages, project: .defaultProject
            ) { chunks in
                var accumulator = ChatAccumulator()
                for try await chunk in chunks { accumulator.add(chunk) }
                return accumulator.completion
            }
            #expect(streamed.text == whole.text)
            #expect(streamed.usage == whole.usage)
            #expect(streamed.finishReason == whole.finishReason)
        }
    }

    @Test(arguments: Front.allCases)
    func `the runtime's paths and the other root answer the same client`(_ front: Front) async throws {
        try await front.run(mock) { aws in
            let newer = try await BedrockProjectsClient(aws).createResponse(
                model: "openai.gpt-5.6-terra", "Hello", project: .defaultProject)
            #expect(!newer.text.isEmpty)
            let runtime = BedrockProjectsClient(aws, route: .runtime)
            let answer = try await runtime.createResponse(
                model: "openai.gpt-oss-120b-1:0", "Hello", project: .defaultProject)
            #expect(!answer.text.isEmpty)
            #expect(mock.requests.map(\.service) == ["bedrock-mantle", "bedrock-runtime"])
            #expect(mock.requests.allSatisfy { $0.target == "/openai/v1/responses" })
        }
    }

    @Test(arguments: Front.allCases)
    func `a failure in mid-stream and a stream that breaks off are told apart`(_ front: Front) async throws {
        try await front.run(mock) { aws in
            let projects = BedrockProjectsClient(aws)
            func read() async throws {
                try await projects.streamResponse(model: model, "Hello", project: .defaultProject) { events in
                    for try await _ in events {}
                }
            }
            mock.faults.add(.lateException("server_error", message: "The model stopped."), for: "CreateResponse")
            let late = await #expect(throws: AWSError.self) { try await read() }
            #expect(late?.code == .serviceFault)
            #expect(late?.message == "The model stopped.")
            mock.faults.add(.truncatedFrame, for: "CreateResponse")
            let cut = await #expect(throws: AWSError.self) { try await read() }
            #expect(cut?.code == .streamTruncated)
            mock.faults.add(.brokenBody, for: "CreateResponse")
            let broken = await #expect(throws: AWSError.self) { try await read() }
            #expect(broken?.code == .transport)
            mock.faults.add(.throttle, for: "CreateResponse")
            try await read()
            #expect(mock.requests.suffix(2).map(\.status) == [429, 200])
        }
    }

    @Test(arguments: Front.allCases)
    func `costs by a project's tag equal the bill`(_ front: Front) async throws {
        try await front.run(mock) { aws in
            let projects = BedrockProjectsClient(aws)
            let costs = CostExplorerClient(aws)
            let claims = try await projects.createProject(named: "claims", tags: ["dept": "claims"]).id
            _ = try await projects.createResponse(model: model, "Too early", project: claims)
            mock.pass(days: 1)
            try await costs.activateCostAllocationTags(["dept"])
            _ = try await projects.createResponse(model: model, "In time", project: claims)
            _ = try await projects.createChatCompletion(model: model, [.user("Untagged")], project: .defaultProject)
            mock.pass(days: 3)
            let report = try await costs.modelCosts(in: .month(2026, 10), by: "dept")
            let billed = try Money.sum(
                mock.bill.rows.filter { $0.day == "2026-10-02" && $0.tags["dept"] == "claims" }.map {
                    try Money($0.cost)
                })
            #expect(report.rows.filter { $0.tag != nil }.map { [$0.tag, $0.model] } == [["claims", "gpt-oss-120b"]])
            #expect(report.rows.first { $0.tag == "claims" }?.amount == billed)
            #expect(report.total == (try Money(mock.bill.total)))
            #expect(report.matchedServices == ["Amazon Bedrock"])
        }
    }

    @Test func `a short-term key opens Converse and the projects, and renews itself`() async throws {
        let mock = MockAWS(seed: 7) { $0.signatureTime = .simulated }
        let keys = ShortTermKeyProvider(
            mock.credentials, lifetime: .seconds(3_600), now: { mock.now })
        try await Front.inProcess.run(mock, authentication: .bearerToken(keys)) { aws in
            let projects = BedrockProjectsClient(aws)
            for _ in 0..<3 {
                _ = try await projects.createResponse(model: model, "Hello", project: .defaultProject)
                mock.clock.advance(by: .seconds(3_500))
            }
            #expect(mock.requests.map(\.authentication) == Array(repeating: .apiKey(.shortTerm), count: 3))
            #expect(mock.requests.map(\.status) == [200, 200, 200])
        }
    }
}
