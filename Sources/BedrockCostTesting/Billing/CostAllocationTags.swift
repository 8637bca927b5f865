#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Which tag keys are active for cost allocation, and since when.
struct CostAllocationTags {
    struct Record {
        var isActive: Bool
        /// When the status was last changed.
        var updated: Date
        /// When the key was first activated.
        var firstActivated: Date?
    }

    /// The most keys that may be active at once.
    static let activeLimit = 500

    private(set) var records: [String: Record] = [:]

    var activeKeys: Set<String> { Set(records.filter(\.value.isActive).keys) }

    mutating func setActive(_ isActive: Bool, _ key: String, at date: Date) {
        // Repeating the current status changes nothing, not even its date.
        guard records[key]?.isActive ?? false != isActive else { return }
        let first = records[key]?.firstActivated ?? (isActive ? date : nil)
        records[key] = Record(isActive: isActive, updated: date, firstActivated: first)
    }

    /// The keys whose values Cost Explorer shows at `date`: `lag` after they were first activated.
    func shownKeys(at date: Date, lag: Duration) -> Set<String> {
        Set(
            records.filter { record in
                record.value.firstActivated.map { $0.addingTimeInterval(lag.inSeconds) <= date } ?? false
            }.keys)
    }
}
