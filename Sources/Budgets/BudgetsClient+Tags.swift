public import AWSCore
public import Attribution

extension BudgetsClient {
    /// The name under which a budget is tagged, `arn:aws:budgets::account:budget/name`.
    ///
    /// - Throws: `AWSError` of code `invalidInput` for what cannot be an account or a budget's name.
    public func arn(ofBudget name: String) throws(AWSError) -> ARN {
        try InputRules.check(account: accountID)
        try InputRules.check(budgetName: name)
        let partition = aws.configuration.region.partition.name
        guard let arn = ARN("arn:\(partition):budgets::\(accountID):budget/\(name)") else {
            throw .invalidInput("BudgetName", "\(name.debugDescription) makes no ARN")
        }
        return arn
    }

    /// Adds tags to a budget itself, or gives them new values (TagResource). They do not change what it counts.
    ///
    /// - Throws: `AWSError`; of code `notFound` where there is no such budget.
    public func tag(budgetNamed name: String, _ tags: TagSet) async throws(AWSError) {
        _ = try await aws.send(TagBudget(try arn(ofBudget: name), tags: tags))
    }

    /// Takes tags off a budget (UntagResource). Keys that it lacks do not matter.
    ///
    /// - Throws: `AWSError`; of code `notFound` where there is no such budget.
    public func untag(budgetNamed name: String, keys: [String]) async throws(AWSError) {
        _ = try await aws.send(UntagBudget(try arn(ofBudget: name), keys: keys))
    }

    /// The tags of a budget itself (ListTagsForResource).
    ///
    /// - Throws: `AWSError`; of code `notFound` where there is no such budget.
    public func tags(ofBudget name: String) async throws(AWSError) -> TagSet {
        try await aws.send(ListBudgetTags(try arn(ofBudget: name))).tags
    }
}
