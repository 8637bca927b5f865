public import AWSCore

/// The end of a prefix that the model may cache.
public struct CachePointBlock: Sendable, Hashable, Codable {
    /// What kind of cache point it is.
    public var type: Kind
    /// How long the prefix lives; `nil` leaves it to the service (five minutes).
    public var ttl: CacheTTL?

    /// Creates one from its members.
    public init(type: Kind, ttl: CacheTTL? = nil) {
        self.type = type
        self.ttl = ttl
    }

    /// A cache point of the default kind.
    public init(ttl: CacheTTL? = nil) { self.init(type: .default, ttl: ttl) }

    /// A kind of cache point. An open set.
    public struct Kind: OpenStringSet {
        /// The value on the wire.
        public let rawValue: String

        /// A value as the service spells it.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The only kind there is.
        public static let `default`: Self = "default"
    }
}

/// How long a cached prefix lives. Writes are billed by it, reads are not. An open set.
public struct CacheTTL: OpenStringSet {
    /// The value on the wire.
    public let rawValue: String

    /// A value as the service spells it.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Five minutes after the last use.
    public static let fiveMinutes: Self = "5m"
    /// One hour.
    public static let oneHour: Self = "1h"
}
