import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What the payer has set up in Cost Explorer, beside tag keys.
struct CostManagement: Sendable {
    var backfills = TagBackfills()
    var categories = CostCategories()
    var anomalies = AnomalyDetection()
}

/// The backfills of cost allocation tags, in the order of the requests.
struct TagBackfills {
    struct Backfill {
        let from: Date
        let requested: Date
        let completed: Date
        /// The keys that were active when it was asked for.
        let activeKeys: Set<String>

        func document(at now: Date) -> JSONValue {
            let isDone = completed <= now
            var document: [String: JSONValue] = [
                "BackfillFrom": .string(from.iso8601), "RequestedAt": .string(requested.iso8601),
                "BackfillStatus": isDone ? "SUCCEEDED" : "PROCESSING",
                "LastUpdatedAt": .string((isDone ? completed : requested).iso8601),
            ]
            if isDone { document["CompletedAt"] = .string(completed.iso8601) }
            return .object(document)
        }
    }

    var all: [Backfill] = []

    /// The tags that a line counts under: those whose keys were active at the time of use, or at the time of the last
    /// finished backfill that covers it. Either way they are tags that the resource had then.
    func tags(of item: LineItem, at now: Date) -> [String: String] {
        let date = Date(timeIntervalSince1970: Double(item.key.hour) * 3_600)
        let last = all.last { $0.completed <= now && $0.from <= date && date < $0.requested }
        return last.map { backfill in item.key.tags.filter { backfill.activeKeys.contains($0.key) } }
            ?? item.key.attributedTags
    }
}
