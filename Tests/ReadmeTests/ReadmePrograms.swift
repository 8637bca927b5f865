import BedrockCost
import BedrockCostTesting

/// The programs of the README, word for word, with only the client put in from outside.
enum ReadmePrograms {
    static func whereItIsKept() -> String {
        let path = "spend.sqlite"
        return path
    }

    static func limits(_ aws: AWSClient, spend path: String) async throws -> MeteredBedrock {
        let bedrock = try MeteredBedrock(
            aws, policy: try TagPolicy([.required("dept", oneOf: ["claims", "sales"])]),
            budgets: [.monthly(.usd(500), for: ["dept": "claims"])],
            store: try SQLiteSpendStore(path: path))

        try await withCostContext(["dept": "claims"]) {
            let urgent = try await bedrock.converse(model: "amazon.nova-lite-v1:0", "Which claims are urgent?")
            print(urgent.text)
        }
        return bedrock
    }

    static func profile(_ aws: AWSClient) async throws -> CreateInferenceProfile.Output {
        let control = BedrockControlClient(aws)
        let profile = try await control.createInferenceProfile(
            named: "claims-sonnet",
            copying: .systemDefined("us.anthropic.claude-3-7-sonnet-20250219-v1:0"),
            tags: ["dept": "claims", "env": "prod"])
        print(profile.arn)
        return profile
    }

    static func call(_ aws: AWSClient, _ profile: CreateInferenceProfile.Output) async throws {
        let runtime = BedrockRuntimeClient(aws)
        let answer = try await runtime.converse(model: profile, "Summarise claim 4711 in one line.")
        print(answer.text, answer.usage.inputTokens, answer.usage.outputTokens)

        try await runtime.converseStream(model: profile, "Draft the letter to the policyholder.") { events in
            for try await event in events {
                if let text = event.text { print(text, terminator: "") }
                if let usage = event.usage { print("\n\(usage.outputTokens) tokens") }
            }
        }
    }

    static func lookup(_ aws: AWSClient, _ runtime: BedrockRuntimeClient) async throws {
        let profiles = ProfileResolver(TaggingClient(aws))  // 300 s of memory, one request per key at a time
        let arn = try await profiles.profile(tagged: ["dept": "claims", "env": "prod"])
        let reply = try await runtime.converse(model: arn, "Which claims are urgent?")
        print(reply.text)
    }

    static func activate(_ costExplorer: CostExplorerClient) async throws {
        try await costExplorer.activateCostAllocationTags(["dept"])  // once; AWS needs a day
    }

    static func costs(_ costExplorer: CostExplorerClient) async throws -> CostReport {
        let costs = try await costExplorer.costs(in: .month(2026, 10), by: .tag("dept"), where: .bedrock)
        for row in costs { print(row.tag ?? "untagged", row.amount) }
        print("total", costs.total, "asked for", costs.requestCost, "of", costs.matchedServices)
        return costs
    }

    static func testKit() async throws -> MockAWS {
        let mock = MockAWS(seed: 1)
        let fake = try AWSClient(region: .usEast1, transport: mock.transport, credentials: mock.credentials)
        let text = try await BedrockRuntimeClient(fake).converse(model: "amazon.nova-lite-v1:0", "Hello").text
        mock.clock.advance(by: .seconds(86_400))
        print(text, mock.bill.total)
        return mock
    }

    static func defaults() throws -> AWSClient {
        let aws = try AWSClient(region: .usEast1)  // the default credential chain, the shared transport
        return aws
    }

    static func costExplorer(_ aws: AWSClient) -> CostExplorerClient {
        let costExplorer = CostExplorerClient(aws)
        return costExplorer
    }
}
