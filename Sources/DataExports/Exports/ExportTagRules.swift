import AWSCore
import Attribution

/// The limits of Data Exports on the tags of exports.
enum ExportTagRules {
    static func check(resourceTags tags: TagSet) throws(AWSError) {
        guard tags.count <= 200 else { throw .invalidInput("ResourceTags", "at most 200, got \(tags.count)") }
        for tag in tags where !(1...128).contains(tag.key.count) || tag.value.count > 256 {
            throw .invalidInput("ResourceTags", "a key has 1 to 128 characters, a value up to 256")
        }
    }

    static func check(resourceTagKeys keys: [String]) throws(AWSError) {
        guard keys.count <= 200 else { throw .invalidInput("ResourceTagKeys", "at most 200, got \(keys.count)") }
        guard keys.allSatisfy({ (1...128).contains($0.count) }) else {
            throw .invalidInput("ResourceTagKeys", "a key has 1 to 128 characters")
        }
    }
}
