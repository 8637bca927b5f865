/// An expression of metric math as a tree.
indirect enum MetricMath: Equatable {
    case number(Double)
    case text(String)
    case name(String)
    case list([MetricMath])
    case call(String, [MetricMath])
    case negated(MetricMath)
    case operation(String, MetricMath, MetricMath)
}

/// Reads metric math: arithmetic, comparisons, function calls, lists, texts in quotes of either kind.
struct MetricMathParser {
    private let characters: [Character]
    private var position = 0

    /// - Throws: `InvalidParameterValue` for what is no expression.
    static func parse(_ text: String) throws(ServiceFault) -> MetricMath {
        var parser = MetricMathParser(text)
        let tree = try parser.either()
        parser.skipSpace()
        guard parser.position == parser.characters.count else { throw parser.fault() }
        return tree
    }

    private init(_ text: String) { characters = Array(text) }

    private func fault() -> ServiceFault {
        .invalidParameter(
            "Error in expression: syntax error near position \(position + 1) of \"\(String(characters))\".")
    }

    private mutating func skipSpace() {
        while position < characters.count, characters[position].isWhitespace { position += 1 }
    }

    private mutating func take(_ symbols: [String]) -> String? {
        skipSpace()
        for symbol in symbols where characters[position...].starts(with: symbol) {
            position += symbol.count
            return symbol
        }
        return nil
    }

    private mutating func either() throws(ServiceFault) -> MetricMath {
        try chain(["||", "OR "]) { (parser) throws(ServiceFault) in try parser.both() }
    }

    private mutating func both() throws(ServiceFault) -> MetricMath {
        try chain(["&&", "AND "]) { (parser) throws(ServiceFault) in try parser.comparison() }
    }

    private mutating func comparison() throws(ServiceFault) -> MetricMath {
        try chain(["<=", ">=", "==", "!=", "<", ">"]) { (parser) throws(ServiceFault) in try parser.sum() }
    }

    private mutating func sum() throws(ServiceFault) -> MetricMath {
        try chain(["+", "-"]) { (parser) throws(ServiceFault) in try parser.product() }
    }

    private mutating func product() throws(ServiceFault) -> MetricMath {
        try chain(["*", "/"]) { (parser) throws(ServiceFault) in try parser.power() }
    }

    private mutating func power() throws(ServiceFault) -> MetricMath {
        try chain(["^"]) { (parser) throws(ServiceFault) in try parser.factor() }
    }

    private mutating func chain(
        _ operators: [String], _ operand: (inout MetricMathParser) throws(ServiceFault) -> MetricMath
    ) throws(ServiceFault) -> MetricMath {
        var left = try operand(&self)
        while let symbol = take(operators) {
            let right = try operand(&self)
            left = .operation(symbol == "OR " ? "||" : symbol == "AND " ? "&&" : symbol, left, right)
        }
        return left
    }

    private mutating func factor() throws(ServiceFault) -> MetricMath {
        skipSpace()
        guard position < characters.count else { throw fault() }
        let first = characters[position]
        if take(["-"]) != nil { return .negated(try factor()) }
        if take(["("]) != nil {
            let inner = try either()
            guard take([")"]) != nil else { throw fault() }
            return inner
        }
        if take(["["]) != nil { return .list(try elements(until: "]")) }
        if first == "'" || first == "\"" { return .text(try text(first)) }
        if first.isNumber || first == "." { return .number(try number()) }
        guard first.isLetter || first == "_" else { throw fault() }
        var name = ""
        while position < characters.count,
            characters[position].isLetter || characters[position].isNumber
                || characters[position] == "_"
        {
            name.append(characters[position])
            position += 1
        }
        if take(["("]) != nil { return .call(name.uppercased(), try elements(until: ")")) }
        return .name(name)
    }

    private mutating func elements(until close: String) throws(ServiceFault) -> [MetricMath] {
        var elements: [MetricMath] = []
        if take([close]) != nil { return elements }
        while true {
            elements.append(try either())
            if take([close]) != nil { return elements }
            guard take([","]) != nil else { throw fault() }
        }
    }

    private mutating func text(_ quote: Character) throws(ServiceFault) -> String {
        position += 1
        var text = ""
        while position < characters.count {
            let character = characters[position]
            position += 1
            if character == quote { return text }
            // What is escaped in a search is read by the search itself.
            if character == "\\", position < characters.count {
                if characters[position] != quote { text.append(character) }
                text.append(characters[position])
                position += 1
            } else {
                text.append(character)
            }
        }
        throw fault()
    }

    private mutating func number() throws(ServiceFault) -> Double {
        var digits = ""
        while position < characters.count, characters[position].isNumber || characters[position] == "." {
            digits.append(characters[position])
            position += 1
        }
        guard let value = Double(digits) else { throw fault() }
        return value
    }
}
