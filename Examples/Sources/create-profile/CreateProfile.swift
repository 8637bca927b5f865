import ArgumentParser
import BedrockCost
import BedrockCostTesting
import ExampleKit

/// Step 1 of the Chinese guide: a copy of a system-defined profile that carries the tags by which its costs are split.
@main
struct CreateProfile: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create-profile", abstract: "Creates a tagged inference profile and shows what it is.")

    @Option(name: .long, help: "The profile's name.")
    var name = "claims_dept_claude_3_7_sonnet_profile"

    @Option(name: .long, help: "The system-defined profile that is copied.")
    var copying = "us.anthropic.claude-3-7-sonnet-20250219-v1:0"

    @OptionGroup var scenario: Scenario

    func run() async throws {
        try await scenario.run { stage in
            let control = BedrockControlClient(stage.aws)
            let tags: TagSet = ["Application": "chatbot", "Project": "Internal-Agent", "Environment": "Development"]

            // The guide describes the profile in Chinese. Bedrock takes ASCII only there, and the SDK says so before it asks.
            do throws(AWSError) {
                _ = try await control.createInferenceProfile(
                    named: name, copying: .systemDefined(ModelID(rawValue: copying)), description: "開發環境的推理設定檔",
                    tags: tags)
            } catch {
                print("refused before sending: \(error.message)\n")
            }

            let created = try await control.createInferenceProfile(
                named: name, copying: .systemDefined(ModelID(rawValue: copying)),
                description: "Inference profile of the development environment", tags: tags)
            let profile = try await control.inferenceProfile(created)
            let stored = try await control.tags(of: created.arn.arn)

            print("\(profile.name): \(profile.type), \(profile.status)")
            print(created.arn)
            var models = Table("Region", "model")
            for arn in profile.models.compactMap(\.arn) { models.add(arn.region, String(arn.resourceID)) }
            print("\n\(models)\n")
            var table = Table("tag", "value")
            for tag in stored { table.add(tag.key, tag.value) }
            print(table)

            try stage.check("the tags", stored, equals: tags)
            guard let simulator = stage.simulator else { return }
            let creations = simulator.requests.filter { $0.operation == "CreateInferenceProfile" }
            try stage.check("the creations", creations.map(\.status), equals: [201])
        }
    }
}
