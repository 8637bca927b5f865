import ArgumentParser
import BedrockCost
import BedrockCostTesting
import ExampleKit

/// Step 4 of the Chinese guide, its second half: InvokeModel with the profile's ARN as the model.
@main
struct InvokeThroughProfile: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invoke-through-profile",
        abstract: "Calls a model through a tagged profile, and shows under which tags the call is billed.")

    @Argument(help: "What the model is asked.")
    var prompt = "撰寫關於 AWS Bedrock 的摘要"

    @OptionGroup var scenario: Scenario

    func run() async throws {
        try await scenario.run { stage in
            let profile = try await BedrockControlClient(stage.aws).createInferenceProfile(
                named: "claims_dept_claude_3_7_sonnet_profile",
                copying: .systemDefined("us.anthropic.claude-3-7-sonnet-20250219-v1:0"),
                tags: ["Application": "chatbot", "Project": "Internal-Agent", "Environment": "Development"])

            let answer = try await BedrockRuntimeClient(stage.aws).messages(
                model: profile, AnthropicMessages(maxTokens: 1000, messages: [.user(.text(prompt))]))
            print(answer.text)

            let usage = answer.usage.tokenUsage
            print("\n\(usage.input) tokens in, \(usage.output) out")
            guard let simulator = stage.simulator else { return }
            let bill = simulator.bill
            var table = Table("usage type", "tokens", "USD", "Project", "Environment")
            for row in bill.rows {
                table.add(
                    row.usageType, "\(row.tokens)", row.cost, row.tags["Project"] ?? "", row.tags["Environment"] ?? "")
            }
            print("\non the bill under \"\(bill.rows.first?.service ?? "")\":\n\(table)")
            try stage.check("the profile billed", Set(bill.rows.map(\.resource)), equals: [profile.arn.rawValue])
            try stage.check("the tokens", usage.total, equals: bill.tokens.values.reduce(0, +))
        }
    }
}
