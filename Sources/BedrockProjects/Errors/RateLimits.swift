public import AWSCore
public import HTTPTypes

/// What a reply says about the caller's rate limits, in OpenAI's `x-ratelimit-*` header fields.
///
/// ```swift
/// let reply = try await projects.aws.response(to: CreateResponse(request, project: project.id))
/// let left = RateLimits(reply.headerFields).remainingTokens
/// ```
public struct RateLimits: Sendable, Hashable {
    /// The fields as they came, by name in lower case.
    public let fields: [String: String]

    /// The limits in a reply's header fields.
    public init(_ headerFields: HTTPFields) {
        var fields: [String: String] = [:]
        for field in headerFields where Self.isLimit(field.name.canonicalName) {
            fields[field.name.canonicalName] = field.value
        }
        self.fields = fields
    }

    init(fields: [String: String]) { self.fields = fields }

    /// Whether the reply said nothing.
    public var isEmpty: Bool { fields.isEmpty }

    /// The requests that are allowed in a period.
    public var limitRequests: Int? { number("limit-requests") }
    /// The requests that are left.
    public var remainingRequests: Int? { number("remaining-requests") }
    /// How long until all requests are there again.
    public var resetRequests: Duration? { duration("reset-requests") }
    /// The tokens that are allowed in a period.
    public var limitTokens: Int? { number("limit-tokens") }
    /// The tokens that are left.
    public var remainingTokens: Int? { number("remaining-tokens") }
    /// How long until all tokens are there again.
    public var resetTokens: Duration? { duration("reset-tokens") }
    /// How long the service asks to wait before another attempt, where it says so in milliseconds or seconds.
    public var retryAfter: Duration? {
        if let milliseconds = fields["retry-after-ms"].flatMap({ Int($0) }) { return .milliseconds(milliseconds) }
        return fields["retry-after"].flatMap { Int($0) }.map { .seconds($0) }
    }

    static let detailsName = "rate_limits"
    private static let prefix = "x-ratelimit-"

    private static func isLimit(_ name: String) -> Bool {
        name.hasPrefix(prefix) || name == "retry-after" || name == "retry-after-ms"
    }

    private func number(_ name: String) -> Int? { fields[Self.prefix + name].flatMap { Int($0) } }

    /// A duration as Go writes it, such as `6m0s`, `1.5s` or `120ms`; a bare number is in seconds.
    private func duration(_ name: String) -> Duration? {
        guard let text = fields[Self.prefix + name] else { return nil }
        if let seconds = Double(text), seconds >= 0, seconds.isFinite { return .seconds(seconds) }
        var total = Duration.zero
        var rest = text[...]
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isNumber || $0 == "." }
            let unit = rest.dropFirst(digits.count).prefix { $0.isLetter }
            guard let value = Double(digits), let length = Self.units[String(unit)] else { return nil }
            total += .seconds(value * length)
            rest = rest.dropFirst(digits.count + unit.count)
        }
        return text.isEmpty ? nil : total
    }

    private static let units: [String: Double] = ["ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400]
}

extension AWSError {
    /// The rate limits that came with a refusal of an OpenAI-compatible endpoint; `nil` where it told none.
    public var rateLimits: RateLimits? {
        guard let fields = details?[RateLimits.detailsName]?.object else { return nil }
        return RateLimits(fields: fields.compactMapValues(\.string))
    }
}
