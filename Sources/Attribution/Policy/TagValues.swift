/// The values that a tag may have, and what people call them in their own language.
///
/// A list names codes; a dictionary names codes and display names, of which a code may have several:
///
/// ```swift
/// .required("env", oneOf: ["dev", "staging", "prod"])
/// .required("team", oneOf: ["claims": "理赔部", "sales": "销售部", "sales": "Vertrieb"])
/// ```
public struct TagValues: Sendable, Hashable {
    /// The codes, which are what is sent, in order.
    public private(set) var codes: [String] = []
    /// The display names of each code, in order; codes without any are missing.
    public private(set) var names: [String: [String]] = [:]

    /// Codes without display names.
    public init(_ codes: some Sequence<String>) {
        for code in codes { add(code) }
    }

    /// Codes and their display names.
    public init(names: some Sequence<(String, [String])>) {
        for (code, names) in names {
            add(code)
            for name in names { add(code, name: name) }
        }
    }

    private mutating func add(_ code: String, name: String? = nil) {
        if !codes.contains(code) { codes.append(code) }
        if let name, names[code]?.contains(name) != true { names[code, default: []].append(name) }
    }
}

extension TagValues: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    /// Codes without display names.
    public init(arrayLiteral codes: String...) { self.init(codes) }

    /// Codes and their display names; a code that comes again gets a further name.
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(names: elements.map { ($0.0, [$0.1]) })
    }
}

/// Which case a tag's values have.
public struct TagCasing: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The name in a policy's file.
    public let rawValue: String

    /// A casing by its name in a policy's file.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The name in a policy's file.
    public var description: String { rawValue }

    /// As it is written.
    public static let any = Self(rawValue: "any")
    /// No upper-case letters.
    public static let lower = Self(rawValue: "lower")
    /// No lower-case letters.
    public static let upper = Self(rawValue: "upper")

    static let all: [TagCasing] = [.any, .lower, .upper]

    /// `text` in this case.
    func applied(to text: String) -> String {
        switch self {
        case .lower: text.lowercased()
        case .upper: text.uppercased()
        default: text
        }
    }

    /// Whether `text`, in ASCII, has this case.
    func holds(_ text: String) -> Bool {
        switch self {
        case .lower: text.utf8.allSatisfy { !(0x41...0x5A).contains($0) }
        case .upper: text.utf8.allSatisfy { !(0x61...0x7A).contains($0) }
        default: true
        }
    }
}
