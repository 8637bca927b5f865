#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The index that the Resource Groups Tagging API answers from: it learns of changes some time after they were made.
struct TaggingIndex {
    private struct Change {
        let date: Date
        /// `nil` once the resource is gone.
        let tags: [String: String]?
    }

    struct Resource {
        let arn: String
        /// Empty for a resource that used to be tagged.
        let tags: [String: String]
    }

    private var changes: [String: [Change]] = [:]

    mutating func record(_ tags: [String: String]?, of arn: String, at date: Date) {
        // A resource that was never tagged is unknown to this API, and so is its end.
        guard tags != nil || changes[arn] != nil else { return }
        changes[arn, default: []].append(Change(date: date, tags: tags))
    }

    /// What the index shows of changes made up to `date`, by ARN.
    func resources(asOf date: Date) -> [Resource] {
        changes.sorted { $0.key < $1.key }.compactMap { arn, changes in
            guard let last = changes.last(where: { $0.date <= date }), let tags = last.tags else { return nil }
            return Resource(arn: arn, tags: tags)
        }
    }
}
