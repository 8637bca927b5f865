extension TagPolicy {
    /// Checks tags as they are sent to AWS, such as those of a profile that is to be created.
    ///
    /// Display names are not accepted here, and defaults do not stand in for what is missing: ``resolve(_:)`` puts the codes
    /// and defaults in.
    ///
    /// - Parameter tags: The tags.
    /// - Throws: ``TagPolicyError`` with all violations.
    public func validate(_ tags: TagSet) throws(TagPolicyError) {
        var violations: [TagViolation] = []
        _ = resolve(tags, .asSent(completely: true), &violations)
        guard violations.isEmpty else { throw TagPolicyError(violations) }
    }

    /// The tags that are sent for tags as people write them: display names become codes, defaults are added at the end.
    ///
    /// - Parameter tags: The tags.
    /// - Returns: Tags that ``validate(_:)`` accepts, in the order in which they were written.
    /// - Throws: ``TagPolicyError`` with all violations.
    public func resolve(_ tags: TagSet) throws(TagPolicyError) -> TagSet {
        var violations: [TagViolation] = []
        let resolved = resolve(tags, .asWritten, &violations)
        guard violations.isEmpty else { throw TagPolicyError(violations) }
        return resolved
    }

    /// Tags as people write them, the way back from ``resolve(_:)``: keys and codes become their first display names.
    ///
    /// - Parameter tags: Tags as they are sent; what the policy does not know stays as it is.
    public func displayed(_ tags: TagSet) -> TagSet {
        TagSet(
            unvalidated: tags.map { tag in
                guard let place = index.position[tag.key] else { return tag }
                let rule = index.entries[place].rule
                return TagSet.Tag(
                    key: rule.names.first ?? tag.key, value: rule.values?.names[tag.value]?.first ?? tag.value)
            })
    }

    /// How tags are read.
    enum Reading: Equatable {
        /// Display names stand for codes, and defaults for what is missing.
        case asWritten
        /// Codes only. A part of a set need not have the required keys.
        case asSent(completely: Bool)
    }

    /// The tags that are sent; what is wrong with them goes into `violations`.
    func resolve(_ tags: TagSet, _ reading: Reading, _ violations: inout [TagViolation]) -> TagSet {
        if tags.count > TagRules.maximumCount {
            violations.append(
                TagViolation(
                    .illegalTag, at: "tags", rule: "at most \(TagRules.maximumCount) tags",
                    "a resource can have at most \(TagRules.maximumCount) tags, not \(tags.count)"))
        }
        // Where nothing changes, the set that was given is returned: making a new one costs a hash per tag.
        var isChanged = false
        // At most 50 keys have rules.
        var seen: UInt64 = 0
        var sent: [TagSet.Tag] = []
        sent.reserveCapacity(tags.count + index.expected.count)
        for tag in tags {
            guard let place = index.position[tag.key] ?? named(tag.key, reading) else {
                checkOther(tag, reading, sent, &violations)
                sent.append(tag)
                continue
            }
            let entry = index.entries[place]
            let value = resolve(tag, entry, reading, &violations)
            let bit: UInt64 = 1 << UInt64(place)
            if seen & bit != 0 {
                let isRepeated = sent.contains(TagSet.Tag(key: entry.rule.key, value: value))
                if tags.count(where: { $0.key == tag.key }) > 1 {
                    violations.append(duplicate(tag.key))
                } else if !isRepeated {
                    violations.append(
                        TagViolation(
                            .conflictingValues, at: entry.path, rule: "one value for each key",
                            "two names of this key have different values"))
                }
                isChanged = true
                continue
            }
            seen |= bit
            if entry.rule.key != tag.key || value != tag.value { isChanged = true }
            sent.append(TagSet.Tag(key: entry.rule.key, value: value))
        }
        for place in index.expected where seen & (1 << UInt64(place)) == 0 {
            let entry = index.entries[place]
            if reading == .asWritten, let value = entry.rule.defaultValue {
                sent.append(TagSet.Tag(key: entry.rule.key, value: value))
                isChanged = true
            } else if entry.rule.isRequired, reading != .asSent(completely: false) {
                violations.append(missing(entry, tags))
            }
        }
        return isChanged && violations.isEmpty ? TagSet(unvalidated: sent) : tags
    }

    private func named(_ key: String, _ reading: Reading) -> Int? {
        reading == .asWritten ? index.positionOfName[key] : nil
    }

    /// The code of a tag's value.
    private func resolve(
        _ tag: TagSet.Tag, _ entry: TagPolicyIndex.Entry, _ reading: Reading, _ violations: inout [TagViolation]
    ) -> String {
        if let codes = entry.codes {
            if codes.contains(tag.value) { return tag.value }
            if reading == .asWritten, let code = entry.codeOfName[tag.value] { return code }
            violations.append(notAllowed(tag, entry))
            return tag.value
        }
        do { try TagRules.validate(value: tag.value, of: entry.rule.key) } catch {
            violations.append(TagViolation(.illegalTag, at: entry.path, rule: "a value that AWS takes", error.message))
            return tag.value
        }
        if !entry.rule.casing.holds(tag.value) {
            violations.append(
                TagViolation(
                    .valueCasing, at: entry.path, rule: entry.description,
                    "the value must be in \(entry.rule.casing) case",
                    suggestion: personal(tag) ? nil : entry.rule.casing.applied(to: tag.value)))
        } else if let pattern = entry.pattern, !pattern.matches(tag.value) {
            let respelled = [tag.value.lowercased(), tag.value.uppercased()].first { pattern.matches($0) }
            violations.append(
                TagViolation(
                    .pattern, at: entry.path, rule: entry.description, "the value does not match \(pattern)",
                    suggestion: personal(tag) ? nil : respelled))
        }
        attributes.checkPersonalData(tag.value, of: entry.rule.key, at: entry.path, &violations)
        return tag.value
    }

    private func personal(_ tag: TagSet.Tag) -> Bool { PersonalData.kind(of: tag.value) != nil }

    /// Why a value is not among the allowed ones.
    private func notAllowed(_ tag: TagSet.Tag, _ entry: TagPolicyIndex.Entry) -> TagViolation {
        let path = entry.path
        let codes = entry.rule.values?.codes ?? []
        if let code = entry.codeOfName[tag.value] {
            return TagViolation(
                .displayName, at: path, rule: entry.description,
                "a display name stands where the code must stand, since Bedrock takes only ASCII in tags",
                suggestion: code)
        }
        if let code = codes.first(where: { $0.lowercased() == tag.value.lowercased() }) {
            return TagViolation(
                .valueCasing, at: path, rule: entry.description,
                "the value differs from an allowed one by upper and lower case, and AWS takes the two for different",
                suggestion: code)
        }
        let names = entry.codeOfName.keys.sorted()
        let near =
            Spelling.nearest(to: tag.value, among: codes)
            ?? Spelling.nearest(to: tag.value, among: names).flatMap { entry.codeOfName[$0] }
        let listed = codes.prefix(8).joined(separator: ", ") + (codes.count > 8 ? ", … (\(codes.count) values)" : "")
        return TagViolation(
            .valueNotAllowed, at: path, rule: entry.description, "the value is none of the allowed ones: \(listed)",
            suggestion: near)
    }

    /// What is wrong with a tag whose key has no rule.
    private func checkOther(
        _ tag: TagSet.Tag, _ reading: Reading, _ before: [TagSet.Tag], _ violations: inout [TagViolation]
    ) {
        if allowsOtherKeys, index.position.isEmpty { return checkFree(tag, before, &violations) }
        let path = TagViolation.path("tags", tag.key)
        let keys = index.entries.map(\.rule.key)
        if let place = index.positionOfName[tag.key] {
            violations.append(
                TagViolation(
                    .displayName, at: path, rule: "a key of the policy",
                    "a display name stands where the key must stand, since Bedrock takes only ASCII in tags",
                    suggestion: index.entries[place].rule.key))
        } else if let key = keys.first(where: { $0.lowercased() == tag.key.lowercased() }) {
            violations.append(
                TagViolation(
                    .keyCasing, at: path, rule: "a key of the policy",
                    "the key differs from the policy's by upper and lower case, and AWS takes the two for different",
                    suggestion: key))
        } else if !allowsOtherKeys {
            let near =
                Spelling.nearest(to: tag.key, among: keys)
                ?? Spelling.nearest(to: tag.key, among: index.positionOfName.keys.sorted())
                .flatMap { index.positionOfName[$0] }.map { index.entries[$0].rule.key }
            violations.append(
                TagViolation(
                    .unknownKey, at: path, rule: "one of \(keys.joined(separator: ", "))",
                    "the policy does not know this key", suggestion: near))
        } else {
            checkFree(tag, before, &violations)
        }
    }

    private func checkFree(_ tag: TagSet.Tag, _ before: [TagSet.Tag], _ violations: inout [TagViolation]) {
        do {
            try TagRules.validate(key: tag.key)
            try TagRules.validate(value: tag.value, of: tag.key)
        } catch {
            violations.append(
                TagViolation(
                    .illegalTag, at: TagViolation.path("tags", tag.key), rule: "a tag that AWS takes", error.message))
        }
        if before.contains(where: { $0.key == tag.key }) { violations.append(duplicate(tag.key)) }
        attributes.checkPersonalData(tag.value, of: tag.key, at: TagViolation.path("tags", tag.key), &violations)
    }

    private func duplicate(_ key: String) -> TagViolation {
        TagViolation(
            .duplicateKey, at: TagViolation.path("tags", key), rule: "a key comes once", "the key comes more than once")
    }

    private func missing(_ entry: TagPolicyIndex.Entry, _ tags: TagSet) -> TagViolation {
        let strangers = tags.map(\.key).filter { index.position[$0] == nil }
        let near = Spelling.nearest(to: entry.rule.key, among: strangers)
        return TagViolation(
            .missingKey, at: entry.path, rule: "required: \(entry.description)",
            "the key is required"
                + (near.map { ", and \(TagRules.quoted($0)) is probably meant to be it" } ?? "")
                + (entry.rule.defaultValue.map { "; its default, \(TagRules.quoted($0)), must be written out here" }
                    ?? ""))
    }
}
