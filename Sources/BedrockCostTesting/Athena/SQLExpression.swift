/// A value while a statement runs.
enum SQLValue: Hashable {
    case null
    case text(String)
    case map([String: String])
    case amount(ExactUSD)

    var text: String? { if case .text(let text) = self { text } else { nil } }
}

/// An expression over one line of the bill.
indirect enum SQLExpression {
    case column(String)
    case text(String)
    case call(String, [SQLExpression])
    case cast(SQLExpression)
    /// `CASE WHEN … THEN … ELSE … END`.
    case choice(SQLCondition, SQLExpression, SQLExpression)

    /// The columns that it reads.
    var columns: Set<String> {
        switch self {
        case .column(let name): [name]
        case .text: []
        case .call(_, let arguments): arguments.reduce(into: []) { $0.formUnion($1.columns) }
        case .cast(let inner): inner.columns
        case .choice(let condition, let one, let other):
            condition.columns.union(one.columns).union(other.columns)
        }
    }

    func value(in line: BillLine) throws(SQLFailure) -> SQLValue {
        switch self {
        case .column(let name):
            guard let value = line.value(of: name) else {
                throw SQLFailure("COLUMN_NOT_FOUND: Column '\(name)' cannot be resolved")
            }
            return value
        case .text(let text): return .text(text)
        case .cast(let inner): return try inner.value(in: line)
        case .choice(let condition, let one, let other):
            return try condition.holds(in: line) ? one.value(in: line) : other.value(in: line)
        case .call(let name, let arguments):
            var values: [SQLValue] = []
            for argument in arguments { values.append(try argument.value(in: line)) }
            return try Self.call(name, values)
        }
    }

    private static func call(_ name: String, _ values: [SQLValue]) throws(SQLFailure) -> SQLValue {
        switch (name, values.count) {
        case ("ELEMENT_AT", 2):
            guard case .map(let map) = values[0], let key = values[1].text else { break }
            return map[key].map { .text($0) } ?? .null
        case ("NULLIF", 2): return values[0] == values[1] ? .null : values[0]
        case ("REPLACE", 3):
            guard let text = values[0].text, let old = values[1].text, let new = values[2].text else { return .null }
            return .text(old.isEmpty ? text : text.replacing(old, with: new))
        case ("DATE_FORMAT", 2):
            guard values[1] == .text("%Y-%m-%d") else { break }
            return values[0].text.map { .text(String($0.prefix(10))) } ?? .null
        case ("REGEXP_EXTRACT", 2...3):
            guard values[1] == .text("^[A-Z0-9]+-(.+?)(-mantle)?-(input|output|cache)-") else {
                throw .unknown("this pattern of regexp_extract")
            }
            guard let text = values[0].text, let meter = meter(text) else { return .null }
            return .text(meter)
        default: break
        }
        throw .unknown("\(name.lowercased()) with these arguments")
    }

    /// What stands in a usage type between the Region's code and the class of tokens.
    private static func meter(_ usageType: String) -> String? {
        guard let dash = usageType.firstIndex(of: "-"), dash > usageType.startIndex else { return nil }
        let words = usageType[usageType.index(after: dash)...].split(separator: "-", omittingEmptySubsequences: false)
        guard let end = words.indices.dropFirst().first(where: { ["input", "output", "cache"].contains(words[$0]) })
        else { return nil }
        let meter = words[..<end]
        return (meter.count > 1 && meter.last == "mantle" ? meter.dropLast() : meter).joined(separator: "-")
    }
}

/// A condition over one line of the bill.
struct SQLCondition {
    enum Test {
        case isNull
        case isOneOf([String])
        case isLike(String)
    }

    let subject: SQLExpression
    let test: Test

    var columns: Set<String> { subject.columns }

    func holds(in line: BillLine) throws(SQLFailure) -> Bool {
        let value = try subject.value(in: line)
        switch test {
        case .isNull: return value == .null
        case .isOneOf(let texts): return value.text.map(texts.contains) ?? false
        case .isLike(let pattern): return value.text.map { Self.matches($0[...], pattern[...]) } ?? false
        }
    }

    /// `LIKE` with `%` for any text; `_` is not used here and stands for itself.
    private static func matches(_ text: Substring, _ pattern: Substring) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        let rest = pattern.dropFirst()
        guard first == "%" else { return text.first == first && matches(text.dropFirst(), rest) }
        if matches(text, rest) { return true }
        return !text.isEmpty && matches(text.dropFirst(), pattern)
    }
}
