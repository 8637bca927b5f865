import ArgumentParser
import BedrockCost
import BedrockCostTesting
import ExampleKit

/// The AWS blog's `aws bedrock list-inference-profiles --type-equals APPLICATION`, and its map from cost centre to profile.
@main
struct ListProfiles: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list-profiles", abstract: "Lists the account's inference profiles with their cost centres.")

    @OptionGroup var scenario: Scenario

    func run() async throws {
        try await scenario.run { stage in
            let control = BedrockControlClient(stage.aws)
            // The profiles of the article; a real account has its own.
            if stage.simulator != nil { try await createProfiles(control) }

            var table = Table("name", "id", "model", "costCenter")
            var map: [String: ModelID] = [:]
            for try await profile in control.inferenceProfiles(type: .application, pageSize: 2) {
                let tags = try await control.tags(of: profile.arn.arn)
                let center = tags["costCenter"] ?? ""
                table.add(profile.name, profile.id, profile.foundationModelID?.rawValue ?? "", center)
                map[center] = profile.arn.modelID
            }
            print(table)

            var systemDefined = 0
            for try await _ in control.inferenceProfiles(type: .systemDefined) { systemDefined += 1 }
            print("\nand \(systemDefined) that AWS defined; what calls name as their model:")
            for (center, model) in map.sorted(by: { $0.key < $1.key }) { print("  \(center): \(model)") }

            guard let simulator = stage.simulator else { return }
            try stage.check("the map", map.keys.sorted(), equals: ["sales", "services", "support"])
            // Two pages of two and one; the parameter is called `type` on the wire, whatever the CLI calls it.
            let pages = simulator.requests.map(\.target).filter { $0.contains("type=APPLICATION") }
            try stage.check("the pages", pages.count, equals: 2)
        }
    }

    private func createProfiles(_ control: BedrockControlClient) async throws {
        for center in ["sales", "services", "support"] {
            let tags: TagSet = [
                "applicationId": "aws-documentation-helper", "costCenter": center, "environment": "production",
            ]
            _ = try await control.createInferenceProfile(
                named: "aws-docs-\(center)-prod",
                copying: .foundationModel("anthropic.claude-3-haiku-20240307-v1:0"), tags: tags)
        }
    }
}
