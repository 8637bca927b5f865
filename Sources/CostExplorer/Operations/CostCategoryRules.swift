import AWSCore

/// What the operations on cost categories demand alike.
enum CostCategoryRules {
    static func validate(name: String, _ member: String) throws(AWSError) {
        guard (1...50).contains(name.count) else {
            throw .invalidInput(member, "1 to 50 characters, got \(name.count)")
        }
        guard name.first != " ", name.last != " " else {
            throw .invalidInput(member, "\"\(name)\" begins or ends with a space")
        }
        guard name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" }) else {
            throw .invalidInput(member, "\"\(name)\" may hold letters, digits, spaces, - and _ only")
        }
    }

    static func validate(_ arn: ARN) throws(AWSError) {
        guard arn.service == "ce", arn.resource.hasPrefix("costcategory/") else {
            throw .invalidInput(
                "CostCategoryArn", "\"\(arn)\" is not of the form arn:aws:ce::123456789012:costcategory/…")
        }
    }

    static func validate(_ tags: [CostResourceTag]?) throws(AWSError) {
        guard let tags else { return }
        guard tags.count <= 200 else { throw .invalidInput("ResourceTags", "at most 200 tags, got \(tags.count)") }
        for tag in tags {
            guard (1...128).contains(tag.key.count) else {
                throw .invalidInput("ResourceTags", "a key has 1 to 128 characters, got \(tag.key.count)")
            }
            guard tag.value.count <= 256 else {
                throw .invalidInput("ResourceTags", "a value has at most 256 characters, got \(tag.value.count)")
            }
        }
    }

    static func validate(
        _ rules: [CostCategoryRule], _ defaultValue: String?, _ splits: [CostCategorySplitCharge]?
    ) throws(AWSError) {
        guard (1...500).contains(rules.count) else {
            throw .invalidInput("Rules", "1 to 500 rules, got \(rules.count)")
        }
        for rule in rules { try validate(rule) }
        if let defaultValue { try validate(name: defaultValue, "DefaultValue") }
        if let splits {
            guard (1...10).contains(splits.count) else {
                throw .invalidInput("SplitChargeRules", "1 to 10 splits, got \(splits.count)")
            }
            for split in splits { try validate(split) }
        }
    }

    private static func validate(_ rule: CostCategoryRule) throws(AWSError) {
        guard rule.kind == .inheritedValue else {
            guard let value = rule.value, let filter = rule.rule else {
                throw .invalidInput("Rules", "a regular rule has a value and a rule")
            }
            guard rule.inheritedValue == nil else {
                throw .invalidInput("Rules", "the rule for \"\(value)\" cannot inherit a value, too")
            }
            try validate(name: value, "Rules")
            return try filter.validate(as: .costCategoryRule)
        }
        guard let inherited = rule.inheritedValue, rule.value == nil, rule.rule == nil else {
            throw .invalidInput("Rules", "a rule that inherits has an inherited value, and neither value nor rule")
        }
        guard inherited.source != .tag || inherited.key?.isEmpty == false else {
            throw .invalidInput("Rules", "a rule that inherits from a tag names the tag's key")
        }
    }

    private static func validate(_ split: CostCategorySplitCharge) throws(AWSError) {
        guard (1...500).contains(split.targets.count) else {
            throw .invalidInput("SplitChargeRules", "1 to 500 targets, got \(split.targets.count)")
        }
        guard !split.targets.contains(split.source) else {
            throw .invalidInput("SplitChargeRules", "\"\(split.source)\" cannot be charged to itself")
        }
        let percentages = (split.parameters ?? []).filter { $0.kind == .allocationPercentages }.flatMap(\.values)
        guard split.method != .fixed || percentages.count == split.targets.count else {
            throw .invalidInput(
                "SplitChargeRules",
                "FIXED needs a percentage for each of the \(split.targets.count) targets, got \(percentages.count)")
        }
    }
}
