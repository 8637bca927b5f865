import AWSCore

/// What GetDimensionValues and GetTags demand alike.
enum SearchRules {
    static func validate(searchString: String?, maxResults: Int?) throws(AWSError) {
        if let searchString, searchString.count > 1024 {
            throw .invalidInput("SearchString", "at most 1024 characters, got \(searchString.count)")
        }
        if let maxResults, maxResults < 1 {
            throw .invalidInput("MaxResults", "at least 1, got \(maxResults)")
        }
    }
}
