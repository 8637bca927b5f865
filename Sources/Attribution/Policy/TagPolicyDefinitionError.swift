/// A policy that contradicts itself or that cannot be read.
public struct TagPolicyDefinitionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where in the policy: `tags.team.default`, `projects[0].id`; empty where the document as a whole is meant.
    public let path: String
    /// What a policy must be there, such as `one of the allowed values`.
    public let rule: String
    /// What is wrong, in words.
    public let message: String
    /// What was probably meant.
    public let suggestion: String?

    /// Path, message and suggestion.
    public var description: String {
        "tag policy" + (path.isEmpty ? "" : " at \(path)") + ": \(message)"
            + (suggestion.map { "; did you mean \($0.debugDescription)?" } ?? "")
    }

    init(_ path: String, rule: String, _ message: String, suggestion: String? = nil) {
        self.path = path
        self.rule = rule
        self.message = message
        self.suggestion = suggestion
    }
}
