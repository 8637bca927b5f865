/// What an UpdateExpression changes: `SET` of values, other attributes, `if_not_exists`, sums and differences; `REMOVE`; and
/// `ADD` of numbers.
struct TableUpdate {
    private enum Operand {
        case value(TableValue)
        case attribute(String)
        case attributeOrElse(String, TableValue)
    }

    private enum Change {
        case set(String, Operand)
        case sum(String, Operand, Operand, isDifference: Bool)
        case remove(String)
        case add(String, TableValue)
    }

    private var changes: [Change] = []
    private(set) var names: [String] = []

    init(_ text: String, _ context: inout ExpressionContext) throws(ServiceFault) {
        var reader = try ExpressionReader(text, in: "UpdateExpression")
        var clauses: Set<String> = []
        while !reader.isAtEnd {
            guard case .word(let word) = try reader.take() else { throw .syntax(reader.member, text) }
            let clause = word.uppercased()
            guard clauses.insert(clause).inserted else {
                throw .validation(
                    "Invalid UpdateExpression: The \"\(clause)\" section can only be used once in an update expression;")
            }
            repeat {
                switch clause {
                case "SET": try readSet(&reader, &context)
                case "REMOVE":
                    let name = try reader.path(&context)
                    names.append(name)
                    changes.append(.remove(name))
                case "ADD":
                    let name = try reader.path(&context)
                    guard case .value(let key) = try reader.take() else { throw .syntax(reader.member, name) }
                    let value = try context.value(key, in: reader.member)
                    guard case .number = value else {
                        throw .validation(
                            "Invalid UpdateExpression: The simulator adds numbers only; operator: ADD, operand type: \(value.type)")
                    }
                    names.append(name)
                    changes.append(.add(name, value))
                case "DELETE": throw .validation("The simulator does not know DELETE in an UpdateExpression.")
                default: throw .syntax(reader.member, word)
                }
            } while reader.takes(",")
        }
        guard Set(names).count == names.count else {
            throw .validation(
                "Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths")
        }
    }

    private mutating func readSet(
        _ reader: inout ExpressionReader, _ context: inout ExpressionContext
    ) throws(ServiceFault) {
        let name = try reader.path(&context)
        names.append(name)
        try reader.expect("=")
        let left = try Self.operand(&reader, &context)
        if reader.takes("+") {
            changes.append(.sum(name, left, try Self.operand(&reader, &context), isDifference: false))
        } else if reader.takes("-") {
            changes.append(.sum(name, left, try Self.operand(&reader, &context), isDifference: true))
        } else {
            changes.append(.set(name, left))
        }
    }

    private static func operand(
        _ reader: inout ExpressionReader, _ context: inout ExpressionContext
    ) throws(ServiceFault) -> Operand {
        if case .word(let function)? = reader.next, reader.isFollowed(by: .symbol("(")) {
            guard function == "if_not_exists" else { throw .unknown(function) }
            _ = try reader.take()
            try reader.expect("(")
            let name = try reader.path(&context)
            try reader.expect(",")
            guard case .value(let key) = try reader.take() else { throw .syntax(reader.member, name) }
            let value = try context.value(key, in: reader.member)
            try reader.expect(")")
            return .attributeOrElse(name, value)
        }
        guard case .value(let key)? = reader.next else { return .attribute(try reader.path(&context)) }
        _ = try reader.take()
        return .value(try context.value(key, in: reader.member))
    }

    /// The item after the update. All operands are those of the item before.
    func applied(to item: [String: TableValue]) throws(ServiceFault) -> [String: TableValue] {
        var updated = item
        for change in changes {
            switch change {
            case .set(let name, let operand): updated[name] = try Self.value(operand, in: item)
            case .sum(let name, let left, let right, let isDifference):
                guard case .number(let one) = try Self.value(left, in: item),
                    case .number(let two) = try Self.value(right, in: item)
                else { throw .validation("An operand in the update expression has an incorrect data type") }
                updated[name] = .number(isDifference ? try one.subtracting(two) : try one.adding(two))
            case .remove(let name): updated[name] = nil
            case .add(let name, let value):
                guard case .number(let summand) = value else { continue }
                switch item[name] {
                case nil: updated[name] = value
                case .number(let number): updated[name] = .number(try number.adding(summand))
                default: throw .validation("An operand in the update expression has an incorrect data type")
                }
            }
        }
        return updated
    }

    private static func value(_ operand: Operand, in item: [String: TableValue]) throws(ServiceFault) -> TableValue {
        switch operand {
        case .value(let value): return value
        case .attributeOrElse(let name, let value): return item[name] ?? value
        case .attribute(let name):
            guard let value = item[name] else {
                throw .validation(
                    "The provided expression refers to an attribute that does not exist in the item")
            }
            return value
        }
    }
}
