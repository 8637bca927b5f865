public import AWSCore

/// Why Athena throttled a request.
public struct QueryThrottleReason: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral,
    CustomStringConvertible
{
    /// The name on the wire.
    public let rawValue: String

    /// A reason by its name on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// A reason by its name on the wire.
    public init(stringLiteral value: String) { self.init(rawValue: value) }
    /// The name on the wire.
    public var description: String { rawValue }

    /// The account has as many queries under way as it may: waiting for one to end helps, asking again at once does not.
    public static let concurrentQueryLimitExceeded = Self(rawValue: "CONCURRENT_QUERY_LIMIT_EXCEEDED")
}

extension AWSError {
    /// Why Athena throttled the request; `nil` in other errors.
    public var queryThrottleReason: QueryThrottleReason? {
        guard serviceCode == "TooManyRequestsException" else { return nil }
        return details?["Reason"]?.string.map { QueryThrottleReason(rawValue: $0) }
    }
}
