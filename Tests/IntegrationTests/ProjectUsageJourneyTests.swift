import BedrockCost
import BedrockCostTesting
import Testing

/// What a project called, as its own answers, the bill and CloudWatch tell it: three counts that share no code.
@Suite struct `The usage of projects in CloudWatch` {
    private let mock = MockAWS(seed: 7)
    private let large: ModelID = "openai.gpt-oss-120b"
    private let small: ModelID = "openai.gpt-oss-20b"

    /// Responses and chats, whole and streamed, with two models: the tokens that the answers tell.
    private func call(_ projects: BedrockProjectsClient, for project: ProjectID) async throws -> [TokenUsage] {
        var usages: [TokenUsage?] = []
        let whole = try await projects.createResponse(model: large, "Summarise the findings.", project: project)
        usages.append(whole.tokenUsage)
        let next = try await projects.createResponse(model: large, "And now?", project: project) {
            $0.previousResponseID = whole.id
        }
        usages.append(next.tokenUsage)
        let streamed = try await projects.streamResponse(model: small, "Draft the letter.", project: project) {
            events in
            var finished: Response?
            for try await event in events { finished = event.finished ?? finished }
            return finished
        }
        usages.append(streamed?.tokenUsage)
        let chat = try await projects.createChatCompletion(model: small, [.user("Hello")], project: project)
        usages.append(chat.usage?.tokenUsage)
        return try usages.map { try #require($0) }
    }

    @Test(arguments: Front.allCases)
    func `a project's usage is what its answers told and what is billed, over all of its models`(
        _ front: Front
    ) async throws {
        try await front.run(mock) { aws in
            let projects = BedrockProjectsClient(aws)
            let claims = try await projects.createProject(named: "claims", tags: ["dept": "claims"])
            let sales = try await projects.createProject(named: "sales", tags: ["dept": "sales"])
            let idle = try await projects.createProject(named: "idle").id
            let told = try await call(projects, for: claims.id)
            let other = try await projects.createResponse(model: large, "Hello", project: sales.id)
            mock.clock.advance(by: .seconds(60))

            let cloudWatch = CloudWatchClient(aws)
            let usages = try await cloudWatch.usage(
                ofProjects: [claims.id, sales.id, idle].map(\.rawValue), last: .hours(1))
            #expect(usages.map(\.projectID) == [claims.id, sales.id, idle].map(\.rawValue))
            let usage = usages[0]
            #expect(usage.inferences == 4)
            #expect(usage.inputTokens == told.map(\.wholeInput).reduce(0, +))
            #expect(usage.outputTokens == told.map(\.output).reduce(0, +))
            #expect(usage.clientErrors == 0)
            #expect(usage.isComplete)
            let resource = try #require(claims.arn).description
            let rows = mock.bill.rows.filter { $0.resource == resource }
            #expect(Set(rows.map(\.modelID)) == [large.rawValue, small.rawValue])
            #expect(rows.map(\.tokens).reduce(0, +) == usage.inputTokens + usage.outputTokens)

            #expect(usages[1].inferences == 1)
            #expect(usages[1].inputTokens == other.usage?.inputTokens)
            #expect(usages[1].outputTokens == other.usage?.outputTokens)
            // A project that nobody called has no data, which is not the same as zero.
            #expect(!usages[2].hasData)
        }
    }

    @Test(arguments: Front.allCases)
    func `calls that the endpoint refuses are counted apart, and bill nothing`(_ front: Front) async throws {
        try await front.run(mock) { aws in
            let projects = BedrockProjectsClient(aws)
            let claims = try await projects.createProject(named: "claims").id
            for _ in 0..<2 {
                let refused = await #expect(throws: AWSError.self) {
                    try await projects.createResponse(model: large, "And now?", project: claims) {
                        $0.previousResponseID = "resp_that_is_not_there"
                    }
                }
                #expect(refused?.httpStatus == 400)
            }
            mock.clock.advance(by: .seconds(60))
            let usage = try await CloudWatchClient(aws).usage(ofProject: claims.rawValue, last: .hours(1))
            #expect(usage.clientErrors == 2)
            #expect(usage.inferences == 0)
            #expect(usage.reported == [.inferenceClientErrors])
            #expect(mock.bill.rows.isEmpty)
        }
    }

    @Test(arguments: Front.allCases)
    func `the default project is counted under its name, and a window holds what lies in it`(
        _ front: Front
    ) async throws {
        try await front.run(mock) { aws in
            let projects = BedrockProjectsClient(aws)
            let cloudWatch = CloudWatchClient(aws)
            func inferences(_ window: MetricWindow) async throws -> Int {
                try await cloudWatch.usage(ofProject: ProjectID.defaultProject.rawValue, last: window).inferences
            }
            _ = try await projects.createResponse(model: large, "Hello", project: .defaultProject)
            mock.clock.advance(by: .seconds(2 * 3_600))
            _ = try await projects.createChatCompletion(model: large, [.user("Hello")], project: .defaultProject)
            mock.clock.advance(by: .seconds(60))
            let found = [try await inferences(.hours(1)), try await inferences(.hours(3))]
            #expect(found == [1, 2])
        }
    }
}

extension TokenUsage {
    /// What went in, from a cache or not.
    fileprivate var wholeInput: Int { input + cacheRead + cacheWrite5m + cacheWrite1h }
}
