package import AWSCore

/// The numbers of a decoded object that none of its known members holds, for types that decode their counts themselves.
package enum UnrecognizedCounts {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Numbers by their paths.
    ///
    /// - Parameters:
    ///   - decoder: The decoder of the object.
    ///   - known: The members that are read.
    ///   - path: The path of the object.
    package static func read(
        from decoder: any Decoder, besides known: Set<String>, at path: String
    ) throws -> [String: JSONValue] {
        let container = try decoder.container(keyedBy: Key.self)
        var found: [String: JSONValue] = [:]
        for key in container.allKeys where !known.contains(key.stringValue) {
            let value = try container.decode(JSONValue.self, forKey: key)
            found.merge(UsageCounts.numbers(in: value, at: "\(path).\(key.stringValue)")) { mine, _ in mine }
        }
        return found
    }
}
