public import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Cost Explorer StartCostAllocationTagBackfill: labels past costs with the tag keys that are active now. For the payer's
/// account only, once in 24 hours.
public struct StartCostAllocationTagBackfill: JSONRPCOperation, Hashable, Codable {
    /// Cost Explorer.
    public typealias Service = CostExplorerService
    /// `StartCostAllocationTagBackfill`.
    public static let name = "StartCostAllocationTagBackfill"
    /// A second one is refused while the first is under way, which would hide that the first has begun.
    public static let isIdempotent = false

    /// The first moment of a month, up to twelve months back.
    public var backfillFrom: CostDate

    private enum CodingKeys: String, CodingKey { case backfillFrom = "BackfillFrom" }

    /// Asks for a backfill.
    public init(from backfillFrom: CostDate) { self.backfillFrom = backfillFrom }

    /// What StartCostAllocationTagBackfill returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The backfill that has begun.
        public var backfill: CostAllocationTagBackfill?

        private enum CodingKeys: String, CodingKey { case backfill = "BackfillRequest" }
    }

    /// Checks that the date begins a month; not how long ago it is, which needs a clock.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) { try backfillFrom.validateAsStartOfMonth("BackfillFrom") }

    /// Refuses a month that is in the future, or more than twelve months back.
    func validateReach(at now: Date) throws(AWSError) {
        try validate()
        guard let date = backfillFrom.date else { return }
        let (first, current) = (Self.month(of: date), Self.month(of: now))
        guard first <= current else {
            throw .invalidInput("BackfillFrom", "\(backfillFrom) is in the future")
        }
        guard current - first <= 12 else {
            throw .invalidInput(
                "BackfillFrom",
                "a backfill reaches back 12 months, and \(backfillFrom) is \(current - first) months ago")
        }
    }

    /// Months since year 0.
    private static func month(of date: Date) -> Int {
        let civil = CivilTime(epochSeconds: Int64(date.timeIntervalSince1970.rounded(.down)))
        return civil.year * 12 + civil.month
    }
}
