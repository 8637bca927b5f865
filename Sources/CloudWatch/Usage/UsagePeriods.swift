import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A stretch of time in periods that CloudWatch still keeps: minutes for 15 days, five minutes for 63 days, hours for 455.
struct UsagePeriods {
    let start: Date
    let end: Date
    /// The length of a period in seconds.
    let period: Int

    /// - Parameters:
    ///   - window: The stretch of time that ends now.
    ///   - step: The length of a period; the whole stretch where `nil`.
    ///   - now: The present.
    /// - Throws: `AWSError` of code `invalidInput` for a stretch that is empty or longer than data is kept, and for a
    ///   step that does not fit.
    init(last window: MetricWindow, every step: MetricWindow?, now: Date) throws(AWSError) {
        guard (60...455 * 86_400).contains(window.seconds) else {
            throw .invalidInput("window", "must be from 1 minute to the 455 days for which data is kept, not \(window)")
        }
        // The stretch grows to whole periods, by at most one at each end.
        let grain = window.seconds <= 15 * 86_400 ? 60 : window.seconds <= 63 * 86_400 ? 300 : 3600
        if let step {
            guard step.seconds >= grain, step.seconds % grain == 0 else {
                throw .invalidInput(
                    "every", "data of the last \(window) is kept by \(MetricWindow.minutes(grain / 60)), not by \(step)"
                )
            }
        }
        let seconds = Int(now.timeIntervalSince1970.rounded(.up))
        let last = Self.roundedUp(seconds, to: grain)
        let first = last - Self.roundedUp(window.seconds, to: step?.seconds ?? grain)
        start = Date(timeIntervalSince1970: Double(first))
        end = Date(timeIntervalSince1970: Double(last))
        period = step?.seconds ?? last - first
    }

    /// The first moment of each period.
    var starts: [Date] {
        stride(from: start.timeIntervalSince1970, to: end.timeIntervalSince1970, by: Double(period))
            .map { Date(timeIntervalSince1970: $0) }
    }

    /// The place of the period that `date` falls into.
    func index(of date: Date) -> Int? {
        let index = Int((date.timeIntervalSince(start) / Double(period)).rounded(.down))
        return date < end ? max(0, index) : nil
    }

    private static func roundedUp(_ value: Int, to step: Int) -> Int { (value + step - 1) / step * step }
}
