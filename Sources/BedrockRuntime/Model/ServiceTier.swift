public import AWSCore
import Metering

/// The tier that a request is served in, and priced by.
public struct ServiceTier: Sendable, Hashable, Codable {
    /// The tier.
    public var type: ServiceTierType

    /// Creates one from its members.
    public init(_ type: ServiceTierType) {
        self.type = type
    }

    /// Served before others, at a higher price.
    public static var priority: Self { Self(.priority) }
    /// The usual tier.
    public static var `default`: Self { Self(.default) }
    /// Served when there is room, at a lower price.
    public static var flex: Self { Self(.flex) }
    /// Served by capacity that was bought before.
    public static var reserved: Self { Self(.reserved) }
}

/// A tier that requests are served in. An open set.
public struct ServiceTierType: OpenStringSet {
    /// The value on the wire.
    public let rawValue: String

    /// A value as the service spells it.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Served before others, at a higher price.
    public static let priority: Self = "priority"
    /// The usual tier.
    public static let `default`: Self = "default"
    /// Served when there is room, at a lower price.
    public static let flex: Self = "flex"
    /// Served by capacity that was bought before.
    public static let reserved: Self = "reserved"
}

/// How fast a model shall answer.
public struct PerformanceConfiguration: Sendable, Hashable, Codable {
    /// The latency wanted; `nil` counts as standard.
    public var latency: PerformanceLatency?

    /// Creates one from its members.
    public init(latency: PerformanceLatency? = nil) {
        self.latency = latency
    }

    /// The usual latency.
    public static var standard: Self { Self(latency: .standard) }
    /// A low latency, for models that offer it.
    public static var optimized: Self { Self(latency: .optimized) }
}

/// How fast a model shall answer. An open set.
public struct PerformanceLatency: OpenStringSet {
    /// The value on the wire.
    public let rawValue: String

    /// A value as the service spells it.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The usual latency.
    public static let standard: Self = "standard"
    /// A low latency, for models that offer it.
    public static let optimized: Self = "optimized"
}

extension PriceTier {
    /// The tier by which a call is priced that was served so; `nil` where neither is told.
    init?(_ tier: ServiceTierType?, _ latency: PerformanceLatency?) {
        if latency == .optimized {
            self = .latencyOptimized
        } else if let tier {
            self.init(servedAs: tier.rawValue)
        } else {
            return nil
        }
    }
}
