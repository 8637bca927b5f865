/// Which project of `bedrock-mantle` is charged for calls with given tags.
public struct ProjectRule: Sendable, Hashable {
    /// The tags that a call must have, as codes. Without any, the rule fits every call.
    public var tags: TagSet
    /// The project's id: `proj_` and letters and digits, or `default` for the account's default project.
    public var id: String

    /// The project `id` for calls that have `tags`.
    public init(_ tags: TagSet, charges id: String) {
        self.tags = tags
        self.id = id
    }

    /// Whether `id` has the form of a project's id.
    static func isProject(_ id: String) -> Bool {
        let tail = id.utf8.dropFirst(5)
        return id == "default"
            || id.hasPrefix("proj_") && (1...64).contains(tail.count)
                && tail.allSatisfy(SessionTagRules.isLetterOrDigit)
    }

    static let form = "proj_ and letters and digits, or default"

    /// The rule that fits the tags best: the one with the most tags.
    static func project(for tags: TagSet, by rules: [ProjectRule], _ violations: inout [TagViolation]) -> String? {
        var best: [ProjectRule] = []
        for rule in rules where tags.isSuperset(of: rule.tags) {
            if let other = best.first, other.tags.count >= rule.tags.count {
                if other.tags.count == rule.tags.count { best.append(rule) }
            } else {
                best = [rule]
            }
        }
        let ids = Set(best.map(\.id))
        guard ids.count > 1 else { return best.first?.id }
        violations.append(
            TagViolation(
                .ambiguousProject, at: "project", rule: "the project whose rule has the most tags",
                "several projects fit the tags equally well: \(ids.sorted().joined(separator: ", "))"))
        return nil
    }
}
