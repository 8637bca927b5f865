#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Date {
    /// Refuses times that have no day of four digits in the calendar, so that every store can write them.
    func validate(_ what: String) throws(SpendError) {
        guard timeIntervalSince1970 >= -62_135_596_800, timeIntervalSince1970 < 253_402_300_800 else {
            throw SpendError(.invalidInput, "\(what) lies between the years 1 and 9999")
        }
    }
}
