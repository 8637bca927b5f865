/// How much a scope may do in a time: requests, tokens, or calls at once.
///
/// It is a rate, not a budget: what was used comes back evenly with time. Up to ``burst`` can be used at once, and from then on
/// ``amount`` in each ``period``; so a span of a period sees at most `burst + amount`.
public struct RateLimit: Sendable, Hashable, CustomStringConvertible {
    /// What is counted.
    public enum Measure: String, Sendable, Hashable {
        /// Calls.
        case requests
        /// Tokens, in the way of ``QuotaTokens``.
        case tokens
        /// Calls that have been admitted and have not ended.
        case concurrency
    }

    /// Whose rate it is, such as `team=claims`. Equal limits share one count.
    public let scope: String
    /// What is counted.
    public let measure: Measure
    /// How many of them.
    public let amount: Int
    /// In what time; zero for ``Measure/concurrency``.
    public let period: Duration
    /// How many at once.
    public let burst: Int

    static let largestAmount = 1_000_000_000_000

    private init(
        scope: String, _ measure: Measure, _ amount: Int, per period: Duration, burst: Int?
    ) throws(RateLimitError) {
        // These ranges keep all products within 128 bits.
        let range = 1...Self.largestAmount
        for (member, value) in [("amount", amount), ("burst", burst ?? amount)] where !range.contains(value) {
            throw RateLimitError("\(member) of a limit must be from 1 to \(range.upperBound); it is \(value)")
        }
        guard measure == .concurrency || period >= .milliseconds(1) && period <= .seconds(366 * 86_400) else {
            throw RateLimitError("period of a limit must be from a millisecond to 366 days; it is \(period)")
        }
        self.scope = scope
        self.measure = measure
        self.amount = amount
        self.period = period
        self.burst = burst ?? amount
    }

    /// A limit on calls.
    ///
    /// - Parameters:
    ///   - amount: How many, from 1 to 10¹².
    ///   - period: In what time, from a millisecond to 366 days.
    ///   - burst: How many at once, from 1 to 10¹²; `amount` where it is left out. A burst of 1 spaces calls evenly.
    ///   - scope: Whose limit it is.
    /// - Throws: ``RateLimitError`` for a value out of range.
    public static func requests(
        _ amount: Int, per period: Duration = .seconds(60), burst: Int? = nil, of scope: String
    ) throws(RateLimitError) -> Self {
        try Self(scope: scope, .requests, amount, per: period, burst: burst)
    }

    /// A limit on tokens. A call whose tokens exceed the burst never fits.
    ///
    /// - Parameters:
    ///   - amount: How many, from 1 to 10¹².
    ///   - period: In what time, from a millisecond to 366 days.
    ///   - burst: How many at once, from 1 to 10¹²; `amount` where it is left out.
    ///   - scope: Whose limit it is.
    /// - Throws: ``RateLimitError`` for a value out of range.
    public static func tokens(
        _ amount: Int, per period: Duration = .seconds(60), burst: Int? = nil, of scope: String
    ) throws(RateLimitError) -> Self {
        try Self(scope: scope, .tokens, amount, per: period, burst: burst)
    }

    /// A limit on calls at once.
    ///
    /// - Parameters:
    ///   - amount: How many, from 1 to 10¹².
    ///   - scope: Whose limit it is.
    /// - Throws: ``RateLimitError`` for a value out of range.
    public static func concurrency(_ amount: Int, of scope: String) throws(RateLimitError) -> Self {
        try Self(scope: scope, .concurrency, amount, per: .zero, burst: nil)
    }

    /// Such as `team=claims: 100000 tokens per 60.0 seconds`.
    public var description: String {
        guard measure != .concurrency else { return "\(scope): \(amount) calls at once" }
        return "\(scope): \(amount) \(measure.rawValue) per \(period)" + (burst == amount ? "" : ", \(burst) at once")
    }
}

/// Why a limit cannot be made.
public struct RateLimitError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The member and the rule.
    public let message: String

    init(_ message: String) { self.message = message }

    /// The message.
    public var description: String { message }
}
