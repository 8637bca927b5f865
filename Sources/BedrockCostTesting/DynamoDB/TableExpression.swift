import AWSCore

/// The words of an expression.
enum ExpressionToken: Hashable {
    case word(String)
    /// `#name`
    case name(String)
    /// `:value`
    case value(String)
    case symbol(String)

    static func all(of text: String, in member: String) throws(ServiceFault) -> [Self] {
        var tokens: [Self] = []
        var rest = Substring(text)
        while let first = rest.first {
            if first.isWhitespace {
                rest.removeFirst()
            } else if first.isLetter || first == "_" || first == "#" || first == ":" {
                rest.removeFirst()
                let tail = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                rest.removeFirst(tail.count)
                let word = "\(first)\(tail)"
                guard word.count > 1 || first.isLetter || first == "_" else { throw .syntax(member, word) }
                tokens.append(first == "#" ? .name(word) : first == ":" ? .value(word) : .word(word))
            } else if let symbol = ["<>", "<=", ">=", "<", ">", "=", "(", ")", ",", "+", "-"].first(where: rest.hasPrefix) {
                tokens.append(.symbol(symbol))
                rest.removeFirst(symbol.count)
            } else if first == "." || first == "[" {
                throw .validation("The simulator knows attributes of the item itself only, and no paths into them: \(text)")
            } else {
                throw .syntax(member, String(first))
            }
        }
        return tokens
    }
}

/// What names and values stand for, and which of them were used.
struct ExpressionContext {
    private let names: [String: String]
    private let values: [String: TableValue]
    private var usedNames: Set<String> = []
    private var usedValues: Set<String> = []

    init(_ request: JSONValue) throws(ServiceFault) {
        var names: [String: String] = [:]
        for (key, value) in request["ExpressionAttributeNames"]?.object ?? [:] {
            guard let name = value.string else { throw .serialization }
            guard key.hasPrefix("#"), key.count > 1 else {
                throw .validation("ExpressionAttributeNames contains invalid key: Syntax error; key: \"\(key)\"")
            }
            names[key] = name
        }
        self.names = names
        values = try request["ExpressionAttributeValues"].map { (json) throws(ServiceFault) in
            try TableValue.attributes(json)
        } ?? [:]
        for key in values.keys where !key.hasPrefix(":") || key.count < 2 {
            throw .validation("ExpressionAttributeValues contains invalid key: Syntax error; key: \"\(key)\"")
        }
    }

    mutating func name(_ key: String, in member: String) throws(ServiceFault) -> String {
        guard let name = names[key] else {
            throw .validation(
                "Invalid \(member): An expression attribute name used in the document path is not defined; attribute name: \(key)")
        }
        usedNames.insert(key)
        return name
    }

    mutating func value(_ key: String, in member: String) throws(ServiceFault) -> TableValue {
        guard let value = values[key] else {
            throw .validation(
                "Invalid \(member): An expression attribute value used in expression is not defined; attribute value: \(key)")
        }
        usedValues.insert(key)
        return value
    }

    /// Refuses what no expression uses.
    func finish() throws(ServiceFault) {
        let names = Set(names.keys).subtracting(usedNames)
        guard names.isEmpty else {
            throw .validation(
                "Value provided in ExpressionAttributeNames unused in expressions: keys: {\(names.sorted().joined(separator: ", "))}")
        }
        let values = Set(values.keys).subtracting(usedValues)
        guard values.isEmpty else {
            throw .validation(
                "Value provided in ExpressionAttributeValues unused in expressions: keys: {\(values.sorted().joined(separator: ", "))}")
        }
    }
}

/// Reads the words of one expression.
struct ExpressionReader {
    /// The request's member, such as `ConditionExpression`.
    let member: String
    private var tokens: ArraySlice<ExpressionToken>

    init(_ text: String, in member: String) throws(ServiceFault) {
        self.member = member
        tokens = try ExpressionToken.all(of: text, in: member)[...]
        guard !tokens.isEmpty else { throw .validation("Invalid \(member): The expression can not be empty;") }
    }

    var next: ExpressionToken? { tokens.first }
    var isAtEnd: Bool { tokens.isEmpty }

    /// Whether the word after the next one is `token`.
    func isFollowed(by token: ExpressionToken) -> Bool { tokens.dropFirst().first == token }

    mutating func take() throws(ServiceFault) -> ExpressionToken {
        guard let token = tokens.popFirst() else { throw .syntax(member, "<EOF>") }
        return token
    }

    mutating func takes(_ symbol: String) -> Bool {
        guard tokens.first == .symbol(symbol) else { return false }
        tokens.removeFirst()
        return true
    }

    /// Keywords may be written in either case.
    mutating func takesWord(_ word: String) -> Bool {
        guard case .word(let text)? = tokens.first, text.uppercased() == word else { return false }
        tokens.removeFirst()
        return true
    }

    mutating func expect(_ symbol: String) throws(ServiceFault) {
        guard takes(symbol) else { throw .syntax(member, tokens.first.map { "\($0)" } ?? "<EOF>") }
    }

    /// The name of an attribute.
    mutating func path(_ context: inout ExpressionContext) throws(ServiceFault) -> String {
        switch try take() {
        case .name(let key): return try context.name(key, in: member)
        case .word(let word): return word
        case let token: throw .syntax(member, "\(token)")
        }
    }
}

extension ServiceFault {
    static func syntax(_ member: String, _ token: String) -> Self {
        .validation("Invalid \(member): Syntax error; token: \"\(token)\"")
    }
}
