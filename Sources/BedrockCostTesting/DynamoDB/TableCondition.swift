/// A condition on an item: comparisons, `BETWEEN`, `IN`, three functions, and `AND`, `OR`, `NOT` over them.
indirect enum TableCondition {
    enum Operand {
        case attribute(String)
        case value(TableValue)

        func value(in item: [String: TableValue]) -> TableValue? {
            switch self {
            case .attribute(let name): item[name]
            case .value(let value): value
            }
        }
    }

    case comparison(Operand, String, Operand)
    case between(Operand, Operand, Operand)
    case isOneOf(Operand, [Operand])
    case exists(String)
    case isAbsent(String)
    case begins(Operand, Operand)
    case all([TableCondition])
    case any([TableCondition])
    case not(TableCondition)

    /// Reads a whole expression.
    init(_ text: String, in member: String, _ context: inout ExpressionContext) throws(ServiceFault) {
        var reader = try ExpressionReader(text, in: member)
        self = try Self.disjunction(&reader, &context)
        guard reader.isAtEnd else { throw .syntax(member, "\(reader.next.map { "\($0)" } ?? "")") }
    }

    private static func disjunction(
        _ reader: inout ExpressionReader, _ context: inout ExpressionContext
    ) throws(ServiceFault) -> Self {
        var parts = [try conjunction(&reader, &context)]
        while reader.takesWord("OR") { parts.append(try conjunction(&reader, &context)) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private static func conjunction(
        _ reader: inout ExpressionReader, _ context: inout ExpressionContext
    ) throws(ServiceFault) -> Self {
        var parts = [try negation(&reader, &context)]
        while reader.takesWord("AND") { parts.append(try negation(&reader, &context)) }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private static func negation(
        _ reader: inout ExpressionReader, _ context: inout ExpressionContext
    ) throws(ServiceFault) -> Self {
        if reader.takesWord("NOT") { return .not(try negation(&reader, &context)) }
        if reader.takes("(") {
            let inner = try disjunction(&reader, &context)
            try reader.expect(")")
            return inner
        }
        if case .word(let function)? = reader.next, reader.isFollowed(by: .symbol("(")) {
            return try call(function, &reader, &context)
        }
        let left = try operand(&reader, &context)
        if reader.takesWord("BETWEEN") {
            let low = try operand(&reader, &context)
            guard reader.takesWord("AND") else { throw .syntax(reader.member, "BETWEEN") }
            let high = try operand(&reader, &context)
            if case .value(let one) = low, case .value(let two) = high, two.precedes(one) ?? true {
                throw .validation(
                    "Invalid \(reader.member): The BETWEEN operator requires upper bound to be greater than or equal to lower bound")
            }
            return .between(left, low, high)
        }
        if reader.takesWord("IN") {
            try reader.expect("(")
            var choices = [try operand(&reader, &context)]
            while reader.takes(",") { choices.append(try operand(&reader, &context)) }
            try reader.expect(")")
            return .isOneOf(left, choices)
        }
        guard case .symbol(let comparator) = try reader.take(),
            ["=", "<>", "<", "<=", ">", ">="].contains(comparator)
        else { throw .syntax(reader.member, "operand") }
        return .comparison(left, comparator, try operand(&reader, &context))
    }

    private static func operand(
        _ reader: inout ExpressionReader, _ context: inout ExpressionContext
    ) throws(ServiceFault) -> Operand {
        if case .word(let function)? = reader.next, reader.isFollowed(by: .symbol("(")) { throw .unknown(function) }
        guard case .value(let key)? = reader.next else { return .attribute(try reader.path(&context)) }
        _ = try reader.take()
        return .value(try context.value(key, in: reader.member))
    }

    private static func call(
        _ function: String, _ reader: inout ExpressionReader, _ context: inout ExpressionContext
    ) throws(ServiceFault) -> Self {
        guard ["attribute_exists", "attribute_not_exists", "begins_with"].contains(function) else {
            throw .unknown(function)
        }
        _ = try reader.take()
        try reader.expect("(")
        let condition: Self
        if function == "begins_with" {
            let subject = try operand(&reader, &context)
            try reader.expect(",")
            condition = .begins(subject, try operand(&reader, &context))
        } else {
            let name = try reader.path(&context)
            condition = function == "attribute_exists" ? .exists(name) : .isAbsent(name)
        }
        try reader.expect(")")
        return condition
    }

    /// Whether it holds of an item; an item that is not there has no attributes.
    func holds(of item: [String: TableValue]) -> Bool {
        switch self {
        case .comparison(let left, let comparator, let right):
            let (one, two) = (left.value(in: item), right.value(in: item))
            // What is not there is unequal to everything, and has no order.
            guard let one, let two else { return comparator == "<>" }
            switch comparator {
            case "=": return one == two
            case "<>": return one != two
            case "<": return one.precedes(two) ?? false
            case ">": return two.precedes(one) ?? false
            case "<=": return two.precedes(one).map { !$0 } ?? false
            default: return one.precedes(two).map { !$0 } ?? false
            }
        case .between(let subject, let low, let high):
            guard let value = subject.value(in: item), let low = low.value(in: item), let high = high.value(in: item),
                let isBelow = value.precedes(low), let isAbove = high.precedes(value)
            else { return false }
            return !isBelow && !isAbove
        case .isOneOf(let subject, let choices):
            guard let value = subject.value(in: item) else { return false }
            return choices.contains { $0.value(in: item) == value }
        case .exists(let name): return item[name] != nil
        case .isAbsent(let name): return item[name] == nil
        case .begins(let subject, let prefix):
            switch (subject.value(in: item), prefix.value(in: item)) {
            case (.string(let text)?, .string(let start)?): return text.utf8.starts(with: start.utf8)
            case (.binary(let bytes)?, .binary(let start)?): return bytes.starts(with: start)
            default: return false
            }
        case .all(let parts): return parts.allSatisfy { $0.holds(of: item) }
        case .any(let parts): return parts.contains { $0.holds(of: item) }
        case .not(let inner): return !inner.holds(of: item)
        }
    }
}

extension ServiceFault {
    static func unknown(_ function: String) -> Self {
        .validation("The simulator does not know the function \(function).")
    }
}
