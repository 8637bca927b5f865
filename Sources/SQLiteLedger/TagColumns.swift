#if SQLite

import Attribution
import Metering

/// Tags and attributes as JSON objects, sorted by key, so that equal ones have equal texts.
enum TagColumns {
    static func text(_ tags: TagSet) -> String {
        text(tags.map { ($0.key, $0.value) })
    }

    static func text(_ attributes: [String: String]) -> String {
        text(attributes.map { ($0.key, $0.value) })
    }

    static func tags(_ text: String) throws(SpendError) -> TagSet {
        if text == "{}" { return [:] }
        return TagSet(unvalidated: try JSONNode.pairs(text).map { TagSet.Tag(key: $0.key, value: $0.value) })
    }

    static func attributes(_ text: String) throws(SpendError) -> [String: String] {
        if text == "{}" { return [:] }
        return Dictionary(try JSONNode.pairs(text).map { ($0.key, $0.value) }) { _, last in last }
    }

    private static func text(_ pairs: [(String, String)]) -> String {
        if pairs.isEmpty { return "{}" }
        var json = JSONText()
        json.beginObject()
        // By bytes, as every process and every version of Unicode sorts them.
        for (key, value) in pairs.sorted(by: { isBefore($0, $1) }) {
            json.key(key)
            json.value(value)
        }
        json.endObject()
        return json.text
    }

    private static func isBefore(_ left: (String, String), _ right: (String, String)) -> Bool {
        left.0.utf8.elementsEqual(right.0.utf8)
            ? left.1.utf8.lexicographicallyPrecedes(right.1.utf8)
            : left.0.utf8.lexicographicallyPrecedes(right.0.utf8)
    }
}

#endif
