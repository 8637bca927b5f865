/// What stands in a SEARCH: `{Namespace,Dimension,…} terms`.
struct MetricSearch {
    /// A condition on one series.
    private indirect enum Term {
        /// A word that a name or value must contain.
        case word(String)
        /// A name or dimension with one of some values.
        case property(String, [String])
        case not(Term)
        case all([Term])
        case any([Term])
    }

    private let namespace: String
    private let dimensions: Set<String>
    private let term: Term

    /// - Throws: `InvalidParameterValue` for a search without a schema, or with terms that are not understood.
    init(_ text: String) throws(ServiceFault) {
        let fault = ServiceFault.invalidParameter("Error in expression: the search \"\(text)\" is not understood.")
        var tokens = Self.tokens(text)[...]
        guard tokens.popFirst() == .symbol("{") else { throw fault }
        var schema: [String] = []
        while let token = tokens.popFirst(), token != .symbol("}") {
            if case .word(let word) = token { schema.append(word) }
        }
        guard let namespace = schema.first else { throw fault }
        self.namespace = namespace
        dimensions = Set(schema.dropFirst())
        guard let term = Self.either(&tokens), tokens.isEmpty else { throw fault }
        self.term = term
    }

    /// Whether a series has exactly the schema's dimensions and passes the terms.
    func matches(_ key: MetricKey) -> Bool {
        key.namespace == namespace && key.dimensions.count == dimensions.count
            && key.dimensions.allSatisfy { dimensions.contains($0.name) } && Self.matches(term, key)
    }

    private static func matches(_ term: Term, _ key: MetricKey) -> Bool {
        switch term {
        case .word(let word):
            let texts = [key.name] + key.dimensions.flatMap { [$0.name, $0.value] }
            return texts.contains { $0.lowercased().firstRange(ofText: word.lowercased()) != nil }
        case .property(let name, let values):
            guard let value = name == "MetricName" ? key.name : key.value(of: name) else { return false }
            return values.contains(value)
        case .not(let inner): return !matches(inner, key)
        case .all(let terms): return terms.allSatisfy { matches($0, key) }
        case .any(let terms): return terms.contains { matches($0, key) }
        }
    }

    // MARK: Reading

    private enum Token: Equatable {
        case word(String)
        case symbol(Character)
    }

    private static func either(_ tokens: inout ArraySlice<Token>) -> Term? {
        guard let first = both(&tokens) else { return nil }
        var terms = [first]
        while tokens.first == .word("OR") {
            tokens.removeFirst()
            guard let next = both(&tokens) else { return nil }
            terms.append(next)
        }
        return terms.count == 1 ? first : .any(terms)
    }

    private static func both(_ tokens: inout ArraySlice<Token>) -> Term? {
        var terms: [Term] = []
        while let token = tokens.first, token != .symbol(")"), token != .word("OR") {
            if token == .word("AND") {
                tokens.removeFirst()
                continue
            }
            guard let term = single(&tokens) else { return nil }
            terms.append(term)
        }
        return .all(terms)
    }

    private static func single(_ tokens: inout ArraySlice<Token>) -> Term? {
        switch tokens.popFirst() {
        case .word("NOT"): return single(&tokens).map { .not($0) }
        case .symbol("("):
            let inner = either(&tokens)
            return tokens.popFirst() == .symbol(")") ? inner : nil
        case .word(let word):
            guard tokens.first == .symbol("=") else { return .word(word) }
            tokens.removeFirst()
            return values(&tokens).map { .property(word, $0) }
        default: return nil
        }
    }

    private static func values(_ tokens: inout ArraySlice<Token>) -> [String]? {
        switch tokens.popFirst() {
        case .word(let value): return [value]
        case .symbol("("):
            var values: [String] = []
            while let token = tokens.popFirst() {
                switch token {
                case .symbol(")"): return values
                case .word("OR"): continue
                case .word(let value): values.append(value)
                case .symbol: return nil
                }
            }
            return nil
        default: return nil
        }
    }

    private static func tokens(_ text: String) -> [Token] {
        var tokens: [Token] = []
        var word = ""
        var isQuoted = false
        var isEscaped = false
        func flush() {
            if !word.isEmpty { tokens.append(.word(word)) }
            word = ""
        }
        for character in text {
            if isEscaped {
                word.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if isQuoted {
                word.append(character)
            } else if "{}()=,".contains(character) {
                flush()
                if character != "," { tokens.append(.symbol(character)) }
            } else if character.isWhitespace {
                flush()
            } else {
                word.append(character)
            }
        }
        flush()
        return tokens
    }
}
