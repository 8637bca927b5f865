extension TagPolicy {
    /// What a call made in `context` carries, in every channel.
    ///
    /// Tags become codes, defaults are added, the project is chosen, and tags and attributes become request metadata. A call
    /// that lacks a required key or attribute, that would break a rule of AWS, or that would send personal data is refused,
    /// with all of its violations at once.
    ///
    /// - Parameter context: The context, usually ``CostContext/current``; `nil` has nothing, so that every policy with a
    ///   required key refuses it.
    /// - Returns: What the call is attributed by.
    /// - Throws: ``TagPolicyError``. Its first violation is ``TagViolation/Code/noContext`` where `context` is `nil`.
    public func attribution(of context: CostContext?) throws(TagPolicyError) -> CostAttribution {
        var violations: [TagViolation] = []
        let given = context ?? CostContext()
        let tags = resolve(given.tags, .asWritten, &violations)
        attributes.checkRequired(in: given.attributes, &violations)
        attributes.checkPersonalData(given.attributes, root: "attributes", &violations)
        if let principal = given.principal {
            attributes.checkPersonalData(principal, of: "principal", at: "principal", &violations)
        }
        let metadata = metadata(tags, given.attributes, &violations)
        let project = project(given.project, tags, &violations)
        guard violations.isEmpty else {
            if context == nil { violations.insert(Self.noContext, at: 0) }
            throw TagPolicyError(violations)
        }
        return CostAttribution(
            tags: tags, profileTags: profileTags(tags), attributes: given.attributes, metadata: metadata,
            project: project, principal: given.principal, rules: attributes)
    }

    private static let noContext = TagViolation(
        .noContext, at: "context", rule: "a cost context for each call",
        "the call is made outside of every withCostContext: detached tasks and callbacks do not inherit it")

    /// Tags and attributes as one map.
    private func metadata(
        _ tags: TagSet, _ given: [String: String], _ violations: inout [TagViolation]
    ) -> RequestMetadata {
        var found: [TagViolation] = []
        // Attributes first: tags that are sent keep stricter rules, and what is wrong with them is known by now.
        let attributes = RequestMetadata(given, escaping: attributes.escapes, root: "attributes", &found)
        found.removeAll { $0.code == .tooManyPairs }
        violations += found
        var pairs = attributes.pairs
        for tag in tags {
            if let value = pairs.updateValue(tag.value, forKey: tag.key), value != tag.value {
                violations.append(
                    TagViolation(
                        .conflictingValues, at: TagViolation.path("attributes", tag.key),
                        rule: "one value for each key", "the tag of this key has another value"))
            }
        }
        if pairs.count > RequestMetadata.maximumCount {
            violations.append(RequestMetadata.tooManyPairs(pairs.count))
        }
        return violations.isEmpty ? RequestMetadata(pairs, escaping: false, root: "tags", &violations) : attributes
    }

    private func project(_ id: String?, _ tags: TagSet, _ violations: inout [TagViolation]) -> String? {
        guard let id else {
            return projects.isEmpty ? nil : ProjectRule.project(for: tags, by: projects, &violations)
        }
        if !ProjectRule.isProject(id) {
            violations.append(
                TagViolation(
                    .illegalProject, at: "project", rule: ProjectRule.form,
                    "the project's id must be \(ProjectRule.form)"))
        }
        return id
    }

    /// The tags that name an inference profile.
    private func profileTags(_ tags: TagSet) -> TagSet {
        let picked = tags.filter { profileKeys.contains($0.key) }
        return picked.count == tags.count ? tags : TagSet(unvalidated: picked)
    }
}
