import AWSCore
public import Attribution
public import Metering
public import TaggingLookup

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What becomes of the usage of a stream whose reader leaves before the end.
///
/// Bedrock bills what it generates, whoever listens.
public enum StreamEnding: Sendable, Hashable {
    /// The rest is read in the background, up to the event that tells the usage; after this time, an estimate is settled.
    case drain(within: Duration)
    /// The transfer is ended, and an estimate of what was read so far is settled, marked as one.
    case estimate
}

/// What becomes of a call whose price is not known.
public enum UnpricedCalls: Sendable, Hashable {
    /// It is refused where a budget of money counts it.
    case refuse
    /// It counts as this much in budgets of money, until somebody has corrected its line.
    case countAs(Money)
}

/// How a ``MeteredBedrock`` meters.
public struct MeteredConfiguration: Sendable {
    /// What calls cost. The bundled, dated list by default.
    public var prices = PriceBook.bundled
    /// Finds the inference profile of the caller's tags, for calls that name no model.
    public var profiles: ProfileResolver?
    /// The most tokens of an answer where the request does not say; it is set in the request, since what is not limited cannot be
    /// held. 4,096 by default.
    public var defaultMaxTokens = 4_096
    /// Calls of unknown price are refused by default.
    public var unpriced = UnpricedCalls.refuse
    /// Learns what calls really use, so that less is held for them than the most they could cost: more of a budget is usable, and
    /// calls in flight can overrun it by what they use beyond their holds. `nil`, the default, to hold the worst case.
    public var holdLearner: HoldLearner?
    /// What becomes of streams that are left early: by default, they are drained for a minute.
    public var streamEnding = StreamEnding.drain(within: .seconds(60))
    /// The rates that a call is under, by who pays for it: requests and tokens per time, calls at once. None by default.
    ///
    /// They hold in this process; divide a rate by the number of processes. Tokens count as Bedrock's own quotas count them: see
    /// `QuotaTokens`.
    public var rateLimits: @Sendable (CostAttribution) -> [RateLimit] = { _ in [] }
    /// How long a call may take before its hold becomes unknown. 30 minutes by default.
    public var holdTime: Duration = .seconds(1_800)
    /// Whether calls draw from leases, which cost no I/O; `nil` to ask the store for each call. The default.
    public var leases: SpendLeases.Configuration?
    /// Who holds, for people who look at open holds. The process by default.
    public var owner = "pid-\(ProcessInfo.processInfo.processIdentifier)"
    /// Who is told of each call's decisions and ends.
    public var observers: [any CallObserving] = []
    /// The ids of calls; a UUID by default. One that was used before is refused.
    public var makeCallID: @Sendable () -> String = { IdempotencyToken.random() }

    /// The defaults.
    public init() {}
}
