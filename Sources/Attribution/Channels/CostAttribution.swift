/// What one call is attributed by, checked and ready for every channel: a policy's answer to a ``CostContext``.
///
/// ```swift
/// let attribution = try policy.attribution(of: .current)
/// let profile = try await profiles.profile(tagged: attribution.profileTags)      // AIP tags: in the bill
/// request.requestMetadata = attribution.requestMetadata                          // the invocation log
/// let project = try attribution.requiredProject()                                // bedrock-mantle: in the bill
/// let acting = try aws.assuming(role: role, tags: attribution.sessionTags())     // IAM principals: in the bill
/// ```
public struct CostAttribution: Sendable, Hashable {
    /// The tags as codes: they keep the policy and Bedrock's own rules.
    public let tags: TagSet
    /// The tags by which the inference profile is found: those of ``TagPolicy/profileKeys``.
    public let profileTags: TagSet
    /// What tells this request from others, as the caller wrote it; for the ledger.
    public let attributes: [String: String]
    /// The pairs for the model-invocation log: tags and attributes.
    public let metadata: RequestMetadata
    /// The project that the context or else the policy names, by its id.
    public let project: String?
    /// Who acts and answers for the budget.
    public let principal: String?
    /// How later pairs are treated.
    let rules: AttributeRules

    /// The pairs of ``metadata`` as Converse and InvokeModel take them; `nil` where there are none, since the service
    /// refuses an empty map.
    public var requestMetadata: [String: String]? { metadata.pairs.isEmpty ? nil : metadata.pairs }

    /// The pairs for the model-invocation log together with those that a request brings, such as its own id.
    ///
    /// - Parameter pairs: More pairs; the policy's rules for attributes hold for them.
    /// - Returns: All pairs; `nil` where there are none.
    /// - Throws: ``TagPolicyError`` where together they break a rule, or contradict a tag or an attribute.
    public func requestMetadata(adding pairs: [String: String]?) throws(TagPolicyError) -> [String: String]? {
        let joined = try metadata(adding: pairs)
        return joined.pairs.isEmpty ? nil : joined.pairs
    }

    /// The same, as pairs that are known to keep the rules.
    package func metadata(adding pairs: [String: String]?) throws(TagPolicyError) -> RequestMetadata {
        guard let pairs, !pairs.isEmpty else { return metadata }
        var violations: [TagViolation] = []
        rules.checkPersonalData(pairs, root: "requestMetadata", &violations)
        let added = RequestMetadata(pairs, escaping: rules.escapes, root: "requestMetadata", &violations)
        let all = metadata.pairs.merging(added.pairs) { mine, _ in mine }
        for (key, value) in added.pairs.sorted(by: { $0.key < $1.key }) where all[key] != value {
            violations.append(
                TagViolation(
                    .conflictingValues, at: TagViolation.path("requestMetadata", key), rule: "one value for each key",
                    "the context has another value for this key"))
        }
        // The parts are legal; all that can still be wrong is their number and their length together.
        let joined = RequestMetadata(all, escaping: false, root: "requestMetadata", &violations)
        guard violations.isEmpty else { throw TagPolicyError(violations) }
        return joined
    }

    /// The project that is charged.
    ///
    /// - Returns: Its id; `default` only where the context or the policy says so in so many words.
    /// - Throws: ``TagPolicyError`` of code ``TagViolation/Code/missingProject``: a call without a project is charged to the
    ///   default project, whose costs no tag splits.
    public func requiredProject() throws(TagPolicyError) -> String {
        guard let project else {
            throw TagPolicyError([
                TagViolation(
                    .missingProject, at: "project", rule: "a project for each call",
                    "neither the context nor the policy names a project, and the default project's costs cannot be split"
                )
            ])
        }
        return project
    }
}
