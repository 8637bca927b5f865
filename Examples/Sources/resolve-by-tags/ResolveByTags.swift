import ArgumentParser
import BedrockCost
import BedrockCostTesting
import ExampleKit

/// The Japanese guide's "dynamic ARN lookup" and its cache, without their traps: every page is read, several matches are an
/// error, and callers of the same tags share one request.
@main
struct ResolveByTags: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve-by-tags", abstract: "Finds inference profiles by their tags, and remembers them.")

    @OptionGroup var scenario: Scenario

    static let sonnet = ModelID("us.anthropic.claude-3-7-sonnet-20250219-v1:0")
    static let llama = ModelID("us.meta.llama3-3-70b-instruct-v1:0")

    func run() async throws {
        // The Tagging API begins with an empty page though more follow, as the real one sometimes does.
        try await scenario.run(region: .usEast1) {
            $0.startsWithEmptyTaggingPage = true
        } _: { stage in
            let control = BedrockControlClient(stage.aws)
            var ids: [String: String] = [:]
            for (name, source, dept) in [
                ("claims_dept_claude_profile", Self.sonnet, "claims"),
                ("underwriting_dept_llama3_70b_profile", Self.llama, "underwriting"),
                ("underwriting_dept_claude_profile", Self.sonnet, "underwriting"),
            ] {
                let profile = try await control.createInferenceProfile(
                    named: name, copying: .systemDefined(source), description: "Inference profile for \(name)",
                    tags: ["dept": dept])
                ids[profile.arn.rawValue] = name
            }

            let profiles = ProfileResolver(TaggingClient(stage.aws))
            func name(_ arn: ARN) -> String { ids[arn.rawValue] ?? arn.rawValue }

            print("dept=claims: \(name(try await profiles.profile(tagged: ["dept": "claims"])))")
            // The guide's code takes the first of the list here, whichever it is.
            for dept in ["underwriting", "sales"] {
                do throws(ProfileLookupError) {
                    let profile = try await profiles.profile(tagged: ["dept": dept])
                    print("dept=\(dept): \(name(profile))")
                } catch {
                    print("dept=\(dept): \(error.code) \(error.candidates.map(name).sorted())")
                }
            }
            let llama = try await profiles.profile(tagged: ["dept": "underwriting"], model: Self.llama)
            print("dept=underwriting, Llama: \(name(llama))")
            try stage.check("the model's profile", name(llama), equals: "underwriting_dept_llama3_70b_profile")

            let before = stage.simulator?.requests.count
            for _ in 0..<100 { _ = try await profiles.profile(tagged: ["dept": "claims"]) }
            try stage.check("requests for known tags", stage.simulator?.requests.count, equals: before)

            var table = Table("statistics", "count")
            let statistics = profiles.statistics
            table.add("asked", "\(statistics.hits + statistics.negativeHits + statistics.misses)")
            table.add("answered from memory", "\(statistics.hits)")
            table.add("looked up", "\(statistics.flights)")
            print(table)
            guard let simulator = stage.simulator else { return }
            let pages = simulator.requests.count { $0.operation == "GetResources" }
            print("\(pages) pages of GetResources were read")
            try stage.check("look-ups", statistics.flights, equals: 4)
        }
    }
}
