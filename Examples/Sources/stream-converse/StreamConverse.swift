import ArgumentParser
import BedrockCost
import BedrockCostTesting
import ExampleKit

/// Step 4 of the Chinese guide, its first half: LangChain's `llm.stream`, as ConverseStream through the profile.
@main
struct StreamConverse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stream-converse", abstract: "Prints a model's answer while it is made, and what it used.")

    @Argument(help: "What the model is asked.")
    var prompt = "Explain in three sentences why each department should have a profile of its own."

    @Option(
        name: .long,
        help: "The most tokens of the answer. Without a limit the model's own maximum counts against quotas.")
    var maxTokens = 300

    @OptionGroup var scenario: Scenario

    func run() async throws {
        try await scenario.run { stage in
            let profile = try await BedrockControlClient(stage.aws).createInferenceProfile(
                named: "claims_dept_claude_3_7_sonnet_profile",
                copying: .systemDefined("us.anthropic.claude-3-7-sonnet-20250219-v1:0"),
                tags: ["Application": "chatbot", "Project": "Internal-Agent", "Environment": "Development"])

            var answer = ConverseAccumulator()
            try await BedrockRuntimeClient(stage.aws).converseStream(model: profile, prompt) {
                $0.inferenceConfig = InferenceConfiguration(maxTokens: maxTokens, temperature: 1)
            } _: { events in
                for try await event in events {
                    if let text = event.text { print(text, terminator: "") }
                    answer.add(event)
                }
            }
            let usage = answer.usage?.tokenUsage ?? .zero
            print("\n\n\(answer.stopReason?.rawValue ?? "?"): \(usage.input) tokens in, \(usage.output) out")

            guard let simulator = stage.simulator else { return }
            try stage.check("the tokens", usage.total, equals: simulator.bill.tokens.values.reduce(0, +))
            try stage.check("the streams left open", simulator.openStreams, equals: 0)
            print("\(simulator.bill.total) USD, as the simulator billed")
        }
    }
}
