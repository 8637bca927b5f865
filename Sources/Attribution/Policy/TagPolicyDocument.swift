/// The members of a policy's file, before they are checked against each other.
struct TagPolicyDocument: Decodable {
    var tags: [TagKeyRule] = []
    var allowsOtherKeys = false
    var attributes = AttributeRules()
    var profileKeys: [String]?
    var projects: [ProjectRule] = []

    init(from decoder: any Decoder) throws {
        let members = try Members(
            decoder, ["tags", "allowOtherKeys", "attributes", "allowPersonalData", "profileKeys", "projects"])
        if let rules = try members.members("tags") {
            tags = try rules.allKeys.sorted { $0.stringValue < $1.stringValue }.map { key in
                // A key without any rule is a null in YAML.
                if try rules.decodeNil(forKey: key) { return TagKeyRule(key.stringValue, isRequired: false) }
                return try Self.rule(key.stringValue, Members(rules.superDecoder(forKey: key), Self.ruleMembers))
            }
        }
        allowsOtherKeys = try members.value("allowOtherKeys") ?? false
        if let rules = try members.decoder("attributes").map({ try Members($0, ["required", "escape"]) }) {
            attributes.required = try rules.value("required") ?? []
            attributes.escapes = try rules.value("escape") ?? false
        }
        attributes.allowingPersonalData = Set(try members.value("allowPersonalData") as [String]? ?? [])
        profileKeys = try members.value("profileKeys")
        if let decoder = try members.decoder("projects") {
            var list = try decoder.unkeyedContainer()
            while !list.isAtEnd {
                let project = try Members(list.superDecoder(), ["tags", "id"])
                let pairs: [String: String] = try project.value("tags") ?? [:]
                projects.append(
                    ProjectRule(
                        TagSet(
                            unvalidated: pairs.sorted { $0.key < $1.key }.map {
                                TagSet.Tag(key: $0.key, value: $0.value)
                            }),
                        charges: try project.required("id")))
            }
        }
    }

    private static let ruleMembers = ["required", "values", "pattern", "casing", "default", "names"]

    private static func rule(_ key: String, _ members: Members) throws -> TagKeyRule {
        TagKeyRule(
            key, isRequired: try members.value("required") ?? false,
            values: (try members.value("values") as Values?)?.values, pattern: try members.value("pattern"),
            casing: (try members.value("casing") as String?).map { TagCasing(rawValue: $0) } ?? .any,
            defaultValue: try members.value("default"), names: (try members.value("names") as Names?)?.names ?? [])
    }

    /// A text, or a list of them.
    struct Names: Decodable {
        let names: [String]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let name = try? container.decode(String.self) {
                names = [name]
            } else if let names = try? container.decode([String].self) {
                self.names = names
            } else {
                throw DecodingError.typeMismatch(Self.self, .init(codingPath: decoder.codingPath, debugDescription: ""))
            }
        }
    }

    /// A list of values, or an object of values and their display names.
    struct Values: Decodable {
        let values: TagValues

        init(from decoder: any Decoder) throws {
            if let codes = try? decoder.singleValueContainer().decode([String].self) {
                values = TagValues(codes)
                return
            }
            guard let names = try? decoder.container(keyedBy: Member.self) else {
                throw DecodingError.typeMismatch(Self.self, .init(codingPath: decoder.codingPath, debugDescription: ""))
            }
            let codes = names.allKeys.sorted { $0.stringValue < $1.stringValue }
            values = TagValues(
                names: try codes.map { code in
                    // A code whose names are left out in YAML is a null.
                    (code.stringValue, try names.decodeIfPresent(Names.self, forKey: code)?.names ?? [])
                })
        }
    }

    /// The name of a member.
    struct Member: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }
        init(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }

    /// An object of which all members are known.
    private struct Members {
        private let container: KeyedDecodingContainer<Member>

        init(_ decoder: any Decoder, _ known: [String]) throws {
            container = try decoder.container(keyedBy: Member.self)
            let strangers = container.allKeys.map(\.stringValue).filter { !known.contains($0) }.sorted()
            if let stranger = strangers.first {
                let path = decoder.codingPath + [Member(stranger)]
                let error = TagPolicyDefinitionError(
                    TagPolicyDefinitionError.path(path), rule: "one of \(known.joined(separator: ", "))",
                    "no member has this name; there are \(known.joined(separator: ", "))",
                    suggestion: Spelling.nearest(to: stranger, among: known))
                throw DecodingError.dataCorrupted(
                    .init(codingPath: path, debugDescription: error.description, underlyingError: error))
            }
        }

        func value<Value: Decodable>(_ name: String) throws -> Value? {
            try container.decodeIfPresent(Value.self, forKey: Member(name))
        }

        func required<Value: Decodable>(_ name: String) throws -> Value {
            try container.decode(Value.self, forKey: Member(name))
        }

        func decoder(_ name: String) throws -> (any Decoder)? {
            try isPresent(name) ? container.superDecoder(forKey: Member(name)) : nil
        }

        func members(_ name: String) throws -> KeyedDecodingContainer<Member>? {
            try isPresent(name) ? container.nestedContainer(keyedBy: Member.self, forKey: Member(name)) : nil
        }

        private func isPresent(_ name: String) throws -> Bool {
            let member = Member(name)
            guard container.contains(member) else { return false }
            return try !container.decodeNil(forKey: member)
        }
    }
}
