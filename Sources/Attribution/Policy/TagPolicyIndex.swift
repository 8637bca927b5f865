/// The rules of a policy, checked and prepared for look-ups: what is asked for each call is one look-up per tag.
struct TagPolicyIndex: Sendable {
    /// The rule of one key. A class, so that handing it around counts one reference, not one per member.
    final class Entry: Sendable {
        let rule: TagKeyRule
        /// Where its violations are.
        let path: String
        /// The allowed codes; `nil` allows all.
        let codes: Set<String>?
        /// The code that each display name stands for.
        let codeOfName: [String: String]
        let pattern: TagPattern?
        /// In the policy's words.
        let description: String

        init(_ rule: TagKeyRule, _ path: String) throws(TagPolicyDefinitionError) {
            guard TagCasing.all.contains(rule.casing) else {
                throw TagPolicyDefinitionError(
                    "\(path).casing", rule: "any, lower or upper",
                    "\(TagRules.quoted(rule.casing.rawValue)) is no casing: any, lower or upper",
                    suggestion: Spelling.nearest(to: rule.casing.rawValue, among: TagCasing.all.map(\.rawValue)))
            }
            self.rule = rule
            self.path = path
            if let pattern = rule.pattern {
                do { self.pattern = try TagPattern(pattern) } catch {
                    throw TagPolicyDefinitionError("\(path).pattern", rule: "a pattern", error.message)
                }
            } else {
                pattern = nil
            }
            codes = rule.values.map { Set($0.codes) }
            var codeOfName: [String: String] = [:]
            if let values = rule.values {
                guard !values.codes.isEmpty else {
                    throw TagPolicyDefinitionError(
                        "\(path).values", rule: "at least one value",
                        "no value is allowed, so that no call could be made")
                }
                for code in values.codes {
                    if let flaw = TagPolicyIndex.flaw(code, rule, pattern) {
                        throw TagPolicyDefinitionError(
                            TagViolation.path("\(path).values", code), rule: flaw.rule, "the value \(flaw.message)")
                    }
                    for name in values.names[code] ?? [] {
                        let place = TagViolation.path("\(path).values", code)
                        guard !name.isEmpty else {
                            throw TagPolicyDefinitionError(place, rule: "not empty", "a display name is empty")
                        }
                        if let other = codeOfName.updateValue(code, forKey: name)
                            ?? (values.codes.contains(name) && name != code ? name : nil)
                        {
                            throw TagPolicyDefinitionError(
                                place, rule: "display names that stand for one value only",
                                "the display name \(TagRules.quoted(name)) stands for \(TagRules.quoted(other)), too")
                        }
                    }
                }
            }
            self.codeOfName = codeOfName
            if let value = rule.defaultValue {
                if let values = rule.values, !values.codes.contains(value) {
                    throw TagPolicyDefinitionError(
                        "\(path).default", rule: "one of the allowed values",
                        "\(TagRules.quoted(value)) is none of the allowed values",
                        suggestion: codeOfName[value] ?? Spelling.nearest(to: value, among: values.codes))
                }
                if let flaw = TagPolicyIndex.flaw(value, rule, pattern) {
                    throw TagPolicyDefinitionError("\(path).default", rule: flaw.rule, "the default \(flaw.message)")
                }
            }
            var parts: [String] = []
            if let values = rule.values { parts.append("one of \(values.codes.joined(separator: ", "))") }
            if let pattern = rule.pattern { parts.append("matches \(pattern)") }
            if rule.casing != .any { parts.append("\(rule.casing) case") }
            description = parts.isEmpty ? "any value" : parts.joined(separator: ", ")
        }
    }

    private(set) var entries: [Entry] = []
    /// The place of each key in ``entries``.
    private(set) var position: [String: Int] = [:]
    /// The place of each key's display names in ``entries``.
    private(set) var positionOfName: [String: Int] = [:]
    /// The places of keys that a call must have, or that have a default.
    private(set) var expected: [Int] = []

    init() {}

    init(_ rules: [TagKeyRule]) throws(TagPolicyDefinitionError) {
        guard rules.count <= TagRules.maximumCount else {
            throw TagPolicyDefinitionError(
                "tags", rule: "at most \(TagRules.maximumCount) keys",
                "a resource has at most \(TagRules.maximumCount) tags, and the policy has \(rules.count) keys")
        }
        var folded: [String: String] = [:]
        for rule in rules {
            let path = TagViolation.path("tags", rule.key)
            do { try TagRules.validate(key: rule.key) } catch {
                throw TagPolicyDefinitionError(path, rule: "a key that AWS takes", error.message)
            }
            if let other = folded.updateValue(rule.key, forKey: rule.key.lowercased()) {
                throw TagPolicyDefinitionError(
                    path, rule: "keys differ by more than case",
                    "the key stands for the same as \(TagRules.quoted(other))")
            }
            if rule.isRequired || rule.defaultValue != nil { expected.append(entries.count) }
            position[rule.key] = entries.count
            entries.append(try Entry(rule, path))
        }
        for (place, rule) in rules.enumerated() {
            for name in rule.names {
                let path = TagViolation.path("tags", rule.key) + ".names"
                guard !name.isEmpty else { throw TagPolicyDefinitionError(path, rule: "not empty", "a name is empty") }
                if position[name].map({ $0 != place }) ?? false
                    || positionOfName.updateValue(place, forKey: name) != nil
                {
                    throw TagPolicyDefinitionError(
                        path, rule: "names that stand for one key only",
                        "\(TagRules.quoted(name)) stands for another key, too, or twice for this one")
                }
            }
        }
    }
}

extension TagPolicyIndex {
    /// The rule that a value in a policy breaks, and how.
    fileprivate static func flaw(
        _ value: String, _ rule: TagKeyRule, _ pattern: TagPattern?
    ) -> (rule: String, message: String)? {
        do { try TagRules.validate(value: value, of: rule.key) } catch {
            return ("a value that AWS takes", "is none that AWS takes: \(error.message)")
        }
        if !rule.casing.holds(value) { return ("\(rule.casing) case", "is not in \(rule.casing) case") }
        if let pattern, !pattern.matches(value) { return ("matches \(pattern)", "does not match \(pattern)") }
        return nil
    }
}
