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
