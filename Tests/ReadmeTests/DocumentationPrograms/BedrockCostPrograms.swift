import BedrockCost

/// The code of the façade's landing page.
enum BedrockCostPrograms {
    static func overview() async throws -> (String, CostReport) {
        let aws = try AWSClient(region: .usEast1)
        let profiles = ProfileResolver(TaggingClient(aws))
        let claims = try await profiles.profile(tagged: ["dept": "claims", "env": "prod"])
        let answer = try await BedrockRuntimeClient(aws).converse(model: claims, "Which claims are urgent?")
        let costs = try await CostExplorerClient(aws).costs(in: .month(2026, 10), by: .tag("dept"), where: .bedrock)
        return (answer.text, costs)
    }
}

/// The code of the article on budgets.
enum HoldingBudgetsPrograms {
    static func calls(_ aws: AWSClient, _ store: any BudgetStore) async throws -> String {
        let policy = try TagPolicy([.required("team", oneOf: ["claims", "sales"]), .optional("app")])
        let bedrock = try MeteredBedrock(
            aws, policy: policy,
            budgets: [
                SpendBudget(
                    "claims", .usd(500), per: .monthly(in: try TimeZoneRules(named: "Europe/Berlin")), for: ["team": "claims"],
                    carryOver: .atMost(.usd(100)), whenShort: [.lowerMaxTokens(atLeast: 256), .wait(atMost: .seconds(5))]),
                .daily(.usd(5), perValueOf: ["user"]),
                SpendBudget("tokens", .tokens(50_000_000), per: .rolling(over: .seconds(86_400))),
            ], store: store)

        let answer = try await withCostContext(["team": "claims"], attributes: ["user": "u-17"]) {
            try await bedrock.converse(model: "amazon.nova-lite-v1:0", "Which claims are urgent?")
        }
        return answer.text
    }
}
