/// Which tags a call must have, may have, and how they are written: a company's taxonomy, in Swift or in a file.
///
/// ```swift
/// let policy = try TagPolicy([
///     .required("team", oneOf: ["claims": "理赔部", "sales": "销售部"]),
///     .required("env", oneOf: ["dev", "staging", "prod"]),
///     .optional("costCenter", matching: "cc-[0-9]{4}"),
/// ])
/// try policy.validate(["team": "claims", "env": "prod"])                    // tags as they are sent
/// let tags = try policy.resolve(["team": "理赔部", "env": "prod"])           // team=claims,env=prod
/// let attribution = try policy.attribution(of: .current)                    // what a call carries, in every channel
/// ```
///
/// Patterns are compiled, and the policy is checked, when it is made. The article on tag policies tells more.
public struct TagPolicy: Sendable {
    /// The rules of the keys.
    public let keys: [TagKeyRule]
    /// Whether keys are allowed of which no rule speaks.
    public let allowsOtherKeys: Bool
    /// What is asked of attributes.
    public let attributes: AttributeRules
    /// The keys whose tags name an inference profile.
    public let profileKeys: [String]
    /// Which project is charged for which tags.
    public let projects: [ProjectRule]

    let index: TagPolicyIndex

    /// A policy of the given rules.
    ///
    /// - Parameters:
    ///   - keys: The rules of the keys, at most 50.
    ///   - allowingOtherKeys: Whether keys are allowed of which no rule speaks.
    ///   - attributes: What is asked of attributes, and where personal data is allowed.
    ///   - profileKeys: The keys by whose tags the inference profile is found; the required ones where `nil`.
    ///   - projects: Which project is charged for which tags, where the context names none. The rule with the most tags wins.
    /// - Throws: ``TagPolicyDefinitionError`` of the first thing that is wrong: an illegal key, code or pattern, a default
    ///   that is not allowed, a display name with two meanings, a project that is none.
    public init(
        _ keys: [TagKeyRule], allowingOtherKeys: Bool = false, attributes: AttributeRules = AttributeRules(),
        profileKeys: [String]? = nil, projects: [ProjectRule] = []
    ) throws(TagPolicyDefinitionError) {
        self.keys = keys
        self.allowsOtherKeys = allowingOtherKeys
        self.attributes = attributes
        self.profileKeys = profileKeys ?? keys.filter(\.isRequired).map(\.key)
        self.projects = projects
        self.index = try TagPolicyIndex(keys)
        try checkReferences(profileKeys)
    }

    private init(unrestricted index: TagPolicyIndex) {
        keys = []
        allowsOtherKeys = true
        attributes = AttributeRules()
        profileKeys = []
        projects = []
        self.index = index
    }

    /// A policy that asks for nothing: only AWS's own rules hold, and the guard against personal data.
    public static let unrestricted = TagPolicy(unrestricted: TagPolicyIndex())

    /// Checks what refers to keys and values.
    private func checkReferences(_ profileKeys: [String]?) throws(TagPolicyDefinitionError) {
        for (position, key) in (profileKeys ?? []).enumerated() where index.position[key] == nil && !allowsOtherKeys {
            throw TagPolicyDefinitionError(
                "profileKeys[\(position)]", rule: "one of the policy's keys",
                "\(TagRules.quoted(key)) is no key of this policy",
                suggestion: Spelling.nearest(to: key, among: keys.map(\.key)))
        }
        for (position, rule) in projects.enumerated() {
            guard ProjectRule.isProject(rule.id) else {
                throw TagPolicyDefinitionError(
                    "projects[\(position)].id", rule: ProjectRule.form,
                    "\(TagRules.quoted(rule.id)) is no project's id: \(ProjectRule.form)")
            }
            var violations: [TagViolation] = []
            _ = resolve(rule.tags, .asSent(completely: false), &violations)
            if let violation = violations.first {
                throw TagPolicyDefinitionError(
                    "projects[\(position)].\(violation.path)", rule: violation.rule, violation.message,
                    suggestion: violation.suggestion)
            }
            if let other = projects[..<position].firstIndex(where: { $0.tags == rule.tags && $0.id != rule.id }) {
                throw TagPolicyDefinitionError(
                    "projects[\(position)].tags", rule: "tags that no other project has",
                    "the tags are those of projects[\(other)], which charges another project")
            }
        }
    }
}

extension TagPolicy: Hashable {
    /// Equal where all rules are.
    public static func == (left: TagPolicy, right: TagPolicy) -> Bool {
        left.keys == right.keys && left.allowsOtherKeys == right.allowsOtherKeys && left.attributes == right.attributes
            && left.profileKeys == right.profileKeys && left.projects == right.projects
    }

    /// Feeds the keys' rules.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(keys)
        hasher.combine(projects)
    }
}
