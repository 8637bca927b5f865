/// How Amazon Bedrock counts a call against its quotas of tokens per minute.
///
/// The service takes the prompt and all of `maxTokens` when a call begins, however short the answer becomes. When it ends, it sets
/// right: what was read from a cache is given back, and the output counts with its burn-down rate. A limit of one's own that is to
/// keep calls from being throttled counts in the same way:
///
/// ```swift
/// let quota = QuotaTokens(model: "us.anthropic.claude-sonnet-4-5-20250929-v1:0")
/// let decision = limiter.admit(tokens: quota.reserved(prompt: 1_200, maxTokens: 4_096), under: limits, at: now)
/// // … and when the call has ended:
/// limiter.settle(admission, tokens: quota.used(usage))
/// ```
///
/// Quotas are no prices: a token that burns five times is billed once.
public struct QuotaTokens: Sendable, Hashable {
    /// What an output token counts when the call ends.
    public var outputBurndown: Int

    /// A count with a burn-down rate of its own, such as AWS states for a new model.
    public init(outputBurndown: Int = 1) { self.outputBurndown = max(1, outputBurndown) }

    /// The count for a model: 5 for Claude from version 3.7 on, 1 for the others.
    ///
    /// - Parameter model: A model id, the id of a system-defined profile, or an ARN with either.
    public init(model: String) {
        let marker = "anthropic.claude-"
        guard let range = model.firstRange(of: marker) else {
            self.init()
            return
        }
        let version = model[range.upperBound...]
        let older = ["v1", "v2", "instant", "3-haiku", "3-sonnet", "3-opus", "3-5-"]
        self.init(outputBurndown: older.contains { version.hasPrefix($0) } ? 1 : 5)
    }

    /// What a call takes when it begins.
    ///
    /// - Parameters:
    ///   - prompt: The tokens of the whole prompt, those to be cached or read from a cache included.
    ///   - maxTokens: The most tokens that the call may answer with.
    public func reserved(prompt: Int, maxTokens: Int) -> Int {
        let (sum, overflow) = prompt.addingReportingOverflow(maxTokens)
        return overflow ? .max : sum
    }

    /// What a call has taken when it has ended. It can be more than was reserved, where the output burns fast.
    public func used(_ usage: TokenUsage) -> Int {
        let (output, isTooLarge) = usage.output.multipliedReportingOverflow(by: outputBurndown)
        let prompt = usage.prompt - usage.cacheRead
        let (sum, isTooFar) = output.addingReportingOverflow(prompt)
        return isTooLarge || isTooFar ? .max : sum
    }
}
