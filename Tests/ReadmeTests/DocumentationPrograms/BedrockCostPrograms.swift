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
