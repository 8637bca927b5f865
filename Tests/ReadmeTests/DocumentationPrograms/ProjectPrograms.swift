import BedrockCost

/// The code of the landing page of BedrockProjects.
enum ProjectPrograms {
    static func charge(_ aws: AWSClient) async throws {
        let projects = BedrockProjectsClient(aws)
        let chatbot = try await projects.createProject(
            named: "CustomerChatbot-Prod",
            tags: ["Application": "CustomerChatbot", "Environment": "Production", "CostCenter": "CC-1001"])
        let answer = try await projects.createResponse(
            model: "openai.gpt-oss-120b", "Summarise the findings of the report.", project: chatbot.id)
        print(answer.text, answer.tokenUsage ?? .zero)

        let draft = try await projects.createChatCompletion(
            model: "openai.gpt-oss-20b", [.system("Be brief."), .user("What is a deductible?")],
            project: .defaultProject)
        print(draft.text)

        _ = try await projects.setTags(["Application": "CustomerChatbot", "CostCenter": "CC-2002"], of: chatbot.id)
    }

    static func stream(_ projects: BedrockProjectsClient, _ chatbot: Project) async throws {
        try await projects.streamResponse(
            model: "openai.gpt-oss-120b", "Draft the letter.", project: chatbot.id
        ) { events in
            for try await event in events {
                if let text = event.text { print(text, terminator: "") }
                if let response = event.finished { print(response.status, response.tokenUsage ?? .zero) }
            }
        }

        let completion = try await projects.streamChatCompletion(
            model: "openai.gpt-oss-20b", [.user("What is a deductible?")], project: chatbot.id
        ) { chunks in
            var answer = ChatAccumulator()
            for try await chunk in chunks { answer.add(chunk) }
            return answer.completion
        }
        print(completion.text, completion.tokenUsage ?? .zero)
    }

    static func wait(_ projects: BedrockProjectsClient, _ chatbot: Project) async throws {
        let report = try await projects.backgroundResponse(
            ResponseRequest(model: "openai.gpt-5.5", input: "Compare the three offers.") {
                $0.reasoning = ReasoningOptions(effort: .high)
            }, project: chatbot.id, every: .seconds(5), within: .seconds(900))
        print(report.status)
    }

    static func keys(_ aws: AWSClient, _ credentials: any CredentialProvider) {
        let keys = ShortTermKeyProvider(credentials, lifetime: .seconds(3600))
        let short = BedrockProjectsClient(aws.authenticated(by: .bearerToken(keys, otherwise: credentials)))
        _ = short
    }
}
