import AWSCore

/// Tags of a budget or an export itself: a list of `Key` and `Value`.
struct ResourceTagList {
    /// The most tags on one resource.
    private static let limit = 200

    private(set) var tags: [String: String] = [:]

    /// The tags as the services list them, by key.
    var documents: [JSONValue] {
        tags.sorted { $0.key < $1.key }.map { ["Key": .string($0.key), "Value": .string($0.value)] }
    }

    /// Adds a list of tags.
    ///
    /// - Parameter invalid: The service's fault for a list that breaks a rule.
    mutating func add(_ list: JSONValue?, _ invalid: (String) -> ServiceFault) throws(ServiceFault) {
        var seen: Set<String> = []
        var merged = tags
        for tag in list?.array ?? [] {
            guard let key = tag["Key"]?.string, let value = tag["Value"]?.string else {
                throw invalid("A tag must have a Key and a Value.")
            }
            guard (1...128).contains(key.unicodeScalars.count), value.unicodeScalars.count <= 256 else {
                throw invalid("A tag's Key has 1 to 128 characters, its Value up to 256.")
            }
            guard !key.lowercased().hasPrefix("aws:") else { throw invalid("Tag keys must not start with aws:.") }
            guard seen.insert(key).inserted else { throw invalid("Duplicate tag keys found: \(key).") }
            merged[key] = value
        }
        guard merged.count <= Self.limit else { throw invalid("A resource can have at most \(Self.limit) tags.") }
        tags = merged
    }

    /// Takes keys off. Those that are not there do not matter.
    mutating func remove(_ keys: JSONValue?) {
        for key in keys?.array?.compactMap(\.string) ?? [] { tags[key] = nil }
    }
}
