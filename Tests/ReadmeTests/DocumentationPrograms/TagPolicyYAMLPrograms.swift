#if YAML
import BedrockCost
import TagPolicyYAML

/// The code of the landing page of TagPolicyYAML.
enum TagPolicyYAMLPrograms {
    static func read(_ text: String) throws {
        let policy = try TagPolicy(yaml: text)
        try policy.validate(["team": "claims", "env": "prod"])
    }
}
#endif
