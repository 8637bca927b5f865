import AWSCore
import Attribution

/// The limits of the Tagging API's model and reference.
enum InputRules {
    static func check(_ member: String, count: Int, _ range: ClosedRange<Int>) throws(AWSError) {
        guard range.contains(count) else {
            throw .invalidInput(member, "must hold \(range.lowerBound) to \(range.upperBound) items, not \(count)")
        }
    }

    static func check(_ member: String, length text: String, _ range: ClosedRange<Int>) throws(AWSError) {
        let count = text.unicodeScalars.count
        guard range.contains(count) else {
            throw .invalidInput(
                member, "must have \(range.lowerBound) to \(range.upperBound) characters, not \(count)")
        }
    }

    static func check(pageToken token: String?) throws(AWSError) {
        if let token { try check("PaginationToken", length: token, 0...2048) }
    }

    static func check(arns: [ARN], _ range: ClosedRange<Int>) throws(AWSError) {
        try check("ResourceARNList", count: arns.count, range)
        for arn in arns { try check("ResourceARNList", length: arn.rawValue, 1...1011) }
    }

    static func check(filters: [TagFilter]) throws(AWSError) {
        try check("TagFilters", count: filters.count, 0...50)
        for filter in filters {
            try check("TagFilters.Key", length: filter.key, 1...128)
            try check("TagFilters.Values", count: filter.values?.count ?? 0, 0...20)
            for value in filter.values ?? [] { try check("TagFilters.Values", length: value, 0...256) }
        }
    }

    /// Bedrock takes fewer characters in tags than other services do.
    static func check(tags: TagSet, for resources: [ARN]) throws(AWSError) {
        try check("Tags", count: tags.count, 1...50)
        if resources.contains(where: { $0.service == "bedrock" }) {
            do {
                try tags.validate()
            } catch {
                throw AWSError(.invalidInput, "Tags: \(error)", underlying: error)
            }
        }
        var seen: Set<String> = []
        for tag in tags {
            try check("Tags", length: tag.key, 1...128)
            try check("Tags", length: tag.value, 0...256)
            guard seen.insert(tag.key).inserted else {
                throw .invalidInput("Tags", "the key \(tag.key.debugDescription) may come once")
            }
        }
    }
}
