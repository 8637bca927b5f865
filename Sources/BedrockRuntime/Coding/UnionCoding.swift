/// Reads a union of the service model: a JSON object of which exactly one member is set.
struct UnionDecoder {
    /// The name of the member that is set.
    let member: String
    private let container: KeyedDecodingContainer<MemberName>

    /// - Throws: `DecodingError` where no member or more than one is set. Null members and `__type` do not count.
    init(_ decoder: any Decoder) throws {
        container = try decoder.container(keyedBy: MemberName.self)
        var members = container.allKeys.lazy.map(\.stringValue).filter { $0 != "__type" }.makeIterator()
        var set: String?
        while let member = members.next() {
            guard try !container.decodeNil(forKey: MemberName(member)) else { continue }
            guard set == nil else { throw Self.error("a union has more than one member", decoder) }
            set = member
        }
        guard let set else { throw Self.error("a union has no member", decoder) }
        member = set
    }

    /// What the member holds.
    func value<Value: Decodable>() throws -> Value {
        try container.decode(Value.self, forKey: MemberName(member))
    }

    private static func error(_ message: String, _ decoder: any Decoder) -> DecodingError {
        .dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: message))
    }
}

extension Encoder {
    /// Writes a union: an object of the one member that is set.
    func encode(member: String, _ value: some Encodable) throws {
        var container = container(keyedBy: MemberName.self)
        try container.encode(value, forKey: MemberName(member))
    }
}

/// A member's name as it comes.
struct MemberName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
}
