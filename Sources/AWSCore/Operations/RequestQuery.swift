/// A request's query items, or the fields of a form body: names and values in order, encoded when they are sent.
public struct RequestQuery: Sendable, Hashable {
    /// One name and its value; a `nil` value is a name alone, without the equals sign.
    public struct Item: Sendable, Hashable {
        /// The name, not encoded.
        public var name: String
        /// The value, not encoded.
        public var value: String?
    }

    /// The items, in the order in which they are sent.
    public private(set) var items: [Item] = []

    /// No items.
    public init() {}

    /// Appends `name=value`; does nothing where `value` is `nil`.
    public mutating func append(_ name: String, _ value: (some CustomStringConvertible)?) {
        if let value { items.append(Item(name: name, value: value.description)) }
    }

    /// Appends `name=value` with the number as ``FloatFormat`` writes it; does nothing where `value` is `nil`.
    public mutating func append(_ name: String, _ value: Double?) {
        append(name, value.map(FloatFormat.string(from:)))
    }

    /// Appends a list as awsQuery numbers it: `Tags.member.1`, `Tags.member.2`, … An empty list is `Tags=`.
    ///
    /// - Parameters:
    ///   - name: The list's name.
    ///   - elements: Its elements.
    ///   - memberName: What stands between name and number; `nil` for a flattened list.
    ///   - append: Appends one element under the name it is given.
    public mutating func append<Element>(
        list name: String, _ elements: some Sequence<Element>, memberName: String? = "member",
        _ append: (inout RequestQuery, String, Element) throws -> Void
    ) rethrows {
        let prefix = memberName.map { "\(name).\($0)" } ?? name
        var count = 0
        for element in elements {
            count += 1
            try append(&self, "\(prefix).\(count)", element)
        }
        if count == 0 { self.append(name, "") }
    }

    /// Appends a map as awsQuery numbers it: `Attributes.entry.1.key`, `Attributes.entry.1.value`, … An empty map is nothing.
    ///
    /// - Parameters:
    ///   - name: The map's name.
    ///   - entries: Its entries, in the order in which they are sent.
    ///   - entryName: What stands between name and number; `nil` for a flattened map.
    ///   - keyName: What the keys are called.
    ///   - valueName: What the values are called.
    ///   - append: Appends one value under the name it is given.
    public mutating func append<Value>(
        map name: String, _ entries: some Sequence<(key: String, value: Value)>, entryName: String? = "entry",
        keyName: String = "key", valueName: String = "value",
        _ append: (inout RequestQuery, String, Value) throws -> Void
    ) rethrows {
        let prefix = entryName.map { "\(name).\($0)" } ?? name
        for (index, entry) in entries.enumerated() {
            self.append("\(prefix).\(index + 1).\(keyName)", entry.key)
            try append(&self, "\(prefix).\(index + 1).\(valueName)", entry.value)
        }
    }

    /// Appends a name without a value.
    public mutating func append(flag name: String) {
        items.append(Item(name: name, value: nil))
    }

    /// The items as they stand after the question mark, or in a form body. Spaces are `%20`.
    public var percentEncoded: String {
        items.map { item in
            let name = PercentEncoding.encode(item.name)
            return item.value.map { "\(name)=\(PercentEncoding.encode($0))" } ?? name
        }.joined(separator: "&")
    }
}
