/// What a ``RateLimiter`` says to a call.
public enum RateDecision: Sendable, Hashable {
    /// It may begin. Hand the admission to ``RateLimiter/settle(_:tokens:)`` or ``RateLimiter/cancel(_:)`` when it has ended.
    case admitted(RateAdmission)
    /// It may not, and nothing was counted.
    case denied(RateDenial)

    /// The admission, if it is one.
    public var admission: RateAdmission? { if case .admitted(let admission) = self { admission } else { nil } }
    /// The denial, if it is one.
    public var denial: RateDenial? { if case .denied(let denial) = self { denial } else { nil } }
}

/// A call that was admitted, as long as it runs.
public struct RateAdmission: Sendable, Hashable {
    let id: UInt64
    let limits: [RateLimit]
    /// The tokens reserved.
    public let tokens: Int
}

/// Why a call was not admitted: the limit that keeps it longest, and what would help.
public struct RateDenial: Error, Sendable, Hashable, CustomStringConvertible {
    /// Whether and when the call would be admitted.
    public enum Remedy: Sendable, Hashable {
        /// After this time, if nobody else is admitted before; sooner, if calls end that used less than they had reserved.
        case wait(Duration)
        /// When another call of the scope ends.
        case anotherCallEnds
        /// Never: the call alone exceeds the burst.
        case none
    }

    /// The limit.
    public let limit: RateLimit
    /// How much of the measure the call needs.
    public let needed: Int
    /// How much of it there is now, below zero where calls used more than they had reserved.
    public let available: Int
    /// What would help.
    public let remedy: Remedy

    /// How long to wait before the next try; `nil` where time alone does not help.
    public var retryAfter: Duration? { if case .wait(let time) = remedy { time } else { nil } }

    /// All of it in a sentence without anything secret.
    public var description: String {
        let advice =
            switch remedy {
            case .wait(let time): "retry after \(time)"
            case .anotherCallEnds: "retry when another call ends"
            case .none: "it can never fit"
            }
        return "\(limit): needs \(needed), \(available) available; \(advice)"
    }
}
