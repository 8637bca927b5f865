import AWSCore
public import Metering
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A ceiling on the requests to Cost Explorer, each of which costs one US cent.
///
/// ```swift
/// let budget = CostRequestBudget(requests: 50, per: .day)
/// let costExplorer = CostExplorerClient(aws, caching: .untilNextRefresh, budget: budget)
/// ```
///
/// A request beyond the ceiling is refused with an `AWSError` of code `overBudget` before it is sent. Pages and repeated
/// attempts count: while a request runs, the attempts it may still make are set aside, and given back when it ends, so that
/// retries cannot pass the ceiling either. Several clients may share a budget. Days and months are those of UTC, by the clock
/// of the client that asks.
public final class CostRequestBudget: Sendable {
    /// After which time a budget starts anew.
    public struct Period: Sendable, Hashable, CustomStringConvertible {
        enum Kind: String { case day, month, lifetime }
        let kind: Kind

        /// Days in UTC.
        public static let day = Period(kind: .day)
        /// Months in UTC.
        public static let month = Period(kind: .month)
        /// Never.
        public static let lifetime = Period(kind: .lifetime)

        /// The period in one word.
        public var description: String { kind.rawValue }

        /// The number of the period that a date falls into.
        func number(of date: Date) -> Int64 {
            let seconds = Int64(date.timeIntervalSince1970.rounded(.down))
            switch kind {
            case .day: return seconds / 86_400
            case .month:
                let civil = CivilTime(epochSeconds: seconds)
                return Int64(civil.year * 12 + civil.month)
            case .lifetime: return 0
            }
        }
    }

    /// The most requests in a period.
    public let limit: Int
    /// After which time the budget starts anew.
    public let period: Period
    private let state: Mutex<CostRequestBudgetState>

    /// A budget; a negative limit counts as zero.
    public init(requests limit: Int, per period: Period = .lifetime) {
        self.limit = max(0, limit)
        self.period = period
        state = Mutex(CostRequestBudgetState(limit: self.limit, period: period))
    }

    /// How many requests were sent in the current period, as of the last request.
    public var sentRequests: Int { state.withLock(\.sent) }
    /// What they cost.
    public var spent: Money { .costExplorerRequests(sentRequests) }

    /// Sets attempts aside: at least one, at most `attempts`.
    ///
    /// - Throws: `AWSError` of code `overBudget` where none is left.
    func reserve(upTo attempts: Int, at now: Date) throws(AWSError) -> CostRequestBudgetState.Reservation {
        let reservation = state.withLock { $0.reserve(upTo: attempts, at: now) }
        guard let reservation else {
            let span = period == .lifetime ? "" : " per \(period)"
            let price = Money.costExplorerRequests(limit)
            throw AWSError(
                .overBudget, "the budget of \(limit) Cost Explorer requests (\(price) USD)\(span) is used up")
        }
        return reservation
    }

    /// Gives back what a request did not need.
    func settle(_ reservation: CostRequestBudgetState.Reservation, sent: Int) {
        state.withLock { $0.settle(reservation, sent: sent) }
    }
}

/// The counts behind a ``CostRequestBudget``.
struct CostRequestBudgetState: Sendable {
    struct Reservation: Sendable, Hashable {
        let period: Int64
        let attempts: Int
    }

    let limit: Int
    let period: CostRequestBudget.Period
    private(set) var sent = 0
    private var reserved = 0
    private var current: Int64?

    init(limit: Int, period: CostRequestBudget.Period) {
        self.limit = limit
        self.period = period
    }

    mutating func reserve(upTo attempts: Int, at now: Date) -> Reservation? {
        let number = period.number(of: now)
        if number != current { (current, sent, reserved) = (number, 0, 0) }
        let granted = min(attempts, limit - sent - reserved)
        guard granted > 0 else { return nil }
        reserved += granted
        return Reservation(period: number, attempts: granted)
    }

    mutating func settle(_ reservation: Reservation, sent count: Int) {
        // What was set aside in a period that is over is not missing in this one.
        guard reservation.period == current else { return }
        reserved -= reservation.attempts
        sent += count
    }
}
