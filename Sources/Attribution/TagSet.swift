/// The tags that say who pays: keys and values in the order in which they were written.
///
/// ```swift
/// let team: TagSet = ["dept": "claims", "env": "prod"]
/// let read = try TagSet([("dept", department), ("env", stage)])   // throws TagError at once
/// ```
///
/// A literal cannot throw, and what a service returns need not keep Bedrock's rules; such a set is kept as it is, and
/// ``validate()`` tells what is wrong with it. Every operation that sends tags asks for it first.
///
/// Two sets are equal where they hold the same tags in any order. The hash is computed once, when the set is made, so that
/// a set is a fast dictionary key.
public struct TagSet: Sendable {
    /// One key and its value.
    public struct Tag: Sendable, Hashable {
        /// The key, 1 to 128 characters.
        public let key: String
        /// The value, 0 to 256 characters.
        public let value: String

        /// A tag; nothing is checked.
        public init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }

    private let tags: [Tag]
    /// The sum of the tags' own hashes: the same in any order.
    private let storedHash: Int

    /// Tags as they are, whether or not they keep the rules.
    public init(unvalidated tags: [Tag]) {
        self.tags = tags
        self.storedHash = tags.reduce(into: 0) { $0 &+= $1.hashValue }
    }

    /// Tags that keep Bedrock's rules.
    ///
    /// - Parameter pairs: Keys and values.
    /// - Throws: ``TagError`` of the first rule that is broken, such as a key that comes twice.
    public init(_ pairs: some Sequence<(String, String)>) throws(TagError) {
        self.init(unvalidated: pairs.map { Tag(key: $0.0, value: $0.1) })
        try validate()
    }

    /// Tags that keep Bedrock's rules, sorted by key.
    ///
    /// - Throws: ``TagError`` of the first rule that is broken.
    public init(_ dictionary: [String: String]) throws(TagError) {
        try self.init(dictionary.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }

    /// The value of a key; `nil` where the set lacks it.
    public subscript(key: String) -> String? {
        for tag in tags where tag.key == key { return tag.value }
        return nil
    }

    /// The keys, in order.
    public var keys: [String] { tags.map(\.key) }

    /// A set in which `key` has `value`, in its old place or at the end.
    ///
    /// - Throws: ``TagError`` where the new set breaks a rule.
    public func setting(_ key: String, to value: String) throws(TagError) -> TagSet {
        let tag = Tag(key: key, value: value)
        var tags = tags
        if let index = tags.firstIndex(where: { $0.key == key }) { tags[index] = tag } else { tags.append(tag) }
        let set = TagSet(unvalidated: tags)
        try set.validate()
        return set
    }

    /// Whether every tag of `other` is in this set, too.
    public func isSuperset(of other: TagSet) -> Bool {
        other.tags.allSatisfy { self[$0.key] == $0.value }
    }
}

extension TagSet: RandomAccessCollection {
    /// Always 0.
    public var startIndex: Int { tags.startIndex }
    /// The number of tags.
    public var endIndex: Int { tags.endIndex }
    /// The tag at `position`, from 0.
    public subscript(position: Int) -> Tag { tags[position] }
}

extension TagSet: Hashable {
    /// Whether both hold the same tags, in any order.
    public static func == (left: TagSet, right: TagSet) -> Bool {
        guard left.storedHash == right.storedHash, left.tags.count == right.tags.count else { return false }
        if left.tags == right.tags { return true }
        // A set holds at most 50 tags: counting beats sorting, and allocates nothing.
        return left.tags.allSatisfy { tag in left.tags.count { $0 == tag } == right.tags.count { $0 == tag } }
    }

    /// Feeds the hash that was computed when the set was made.
    public func hash(into hasher: inout Hasher) { hasher.combine(storedHash) }
}

extension TagSet: ExpressibleByDictionaryLiteral {
    /// The tags of a literal, not yet checked: see ``validate()``.
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(unvalidated: elements.map { Tag(key: $0.0, value: $0.1) })
    }
}

extension TagSet: CustomStringConvertible {
    /// `key=value` for each tag, separated by commas.
    public var description: String { tags.map { "\($0.key)=\($0.value)" }.joined(separator: ",") }
}

extension TagSet: Codable {
    /// Decodes an object of strings. JSON objects have no order: the tags are sorted by key.
    ///
    /// - Throws: `DecodingError`; also for tags that break a rule, with the ``TagError`` as its underlying error.
    public init(from decoder: any Decoder) throws {
        let dictionary = try [String: String](from: decoder)
        do {
            try self.init(dictionary)
        } catch {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: error.description, underlyingError: error))
        }
    }

    /// Encodes an object of strings.
    public func encode(to encoder: any Encoder) throws {
        try Dictionary(tags.map { ($0.key, $0.value) }) { _, last in last }.encode(to: encoder)
    }
}
