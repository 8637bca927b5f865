/// A table that came out of a statement.
struct SQLTable {
    struct Column {
        let name: String
        let type: String
    }

    let columns: [Column]
    let rows: [[String?]]
    /// The lines in the partitions that were read.
    let scannedLines: Int
}

/// `SELECT … FROM … WHERE … GROUP BY … ORDER BY …` with one sum: read by its structure, whoever wrote it.
struct SQLStatement {
    private struct Item {
        let expression: SQLExpression
        let alias: String
        let isSum: Bool
    }

    /// The table's name without catalogue and database, in lower case.
    let table: String
    private let items: [Item]
    private let conditions: [SQLCondition]
    /// The positions of the items that rows are grouped and sorted by.
    private let groups: [Int]

    init(_ sql: String) throws(SQLFailure) {
        var reader = Reader(tokens: try SQLToken.all(of: sql)[...])
        try reader.take(.word("SELECT"))
        var items: [Item] = []
        repeat {
            if reader.skip(.word("SUM")) {
                try reader.take(.symbol("("))
                let inner = try reader.expression()
                try reader.take(.symbol(")"))
                items.append(Item(expression: inner, alias: try reader.alias(), isSum: true))
            } else {
                items.append(Item(expression: try reader.expression(), alias: try reader.alias(), isSum: false))
            }
        } while reader.skip(.symbol(","))
        try reader.take(.word("FROM"))
        var names = [try reader.name()]
        while reader.skip(.symbol(".")) { names.append(try reader.name()) }
        var conditions: [SQLCondition] = []
        try reader.take(.word("WHERE"))
        repeat { conditions.append(try reader.condition()) } while reader.skip(.word("AND"))
        try reader.take(.word("GROUP"))
        let groups = try reader.ordinals()
        try reader.take(.word("ORDER"))
        guard try reader.ordinals() == groups else { throw .unknown("an order other than that of the groups") }
        guard reader.isAtEnd else { throw .unknown("anything behind ORDER BY") }
        let plain = items.indices.filter { !items[$0].isSum }
        guard groups == plain else { throw .unknown("groups other than all columns that are no sum") }
        table = (names.last ?? "").lowercased()
        self.items = items
        self.conditions = conditions
        self.groups = groups
    }

    /// Runs the statement.
    ///
    /// - Parameters:
    ///   - lines: All lines of the table.
    ///   - columns: The columns that the table has, beside its partition.
    func run(on lines: [BillLine], columns: Set<String>) throws(SQLFailure) -> SQLTable {
        let used = items.reduce(into: Set<String>()) { $0.formUnion($1.expression.columns) }
            .union(conditions.flatMap(\.columns))
        if let missing = used.subtracting(columns).subtracting(["billing_period"]).sorted().first {
            throw SQLFailure("COLUMN_NOT_FOUND: Column '\(missing)' cannot be resolved")
        }
        // Conditions on the partition are looked at first: files of other months are not opened.
        let onPartition = conditions.filter { $0.columns == ["billing_period"] }
        var scanned = 0
        var sums: [[SQLValue]: [ExactUSD]] = [:]
        for line in lines {
            guard try Self.hold(onPartition, in: line) else { continue }
            scanned += 1
            guard try Self.hold(conditions, in: line) else { continue }
            var key: [SQLValue] = []
            var amounts: [ExactUSD] = []
            for item in items {
                let value = try item.expression.value(in: line)
                if !item.isSum {
                    key.append(value)
                } else if case .amount(let amount) = value {
                    amounts.append(amount)
                } else {
                    throw SQLFailure("TYPE_MISMATCH: only costs can be added up")
                }
            }
            let known = sums[key] ?? Array(repeating: .zero, count: amounts.count)
            sums[key] = zip(known, amounts).map { $0 + $1 }
        }
        let rows = sums.map { key, amounts -> [String?] in
            var key = key[...]
            var amounts = amounts[...]
            return items.map { item in
                item.isSum ? amounts.popFirst().map { Self.decimalText($0) } : key.popFirst()?.text
            }
        }.sorted { Self.precedes($0, $1) }
        return SQLTable(
            columns: items.map { .init(name: $0.alias, type: $0.isSum ? "decimal" : "varchar") }, rows: rows,
            scannedLines: scanned)
    }

    private static func hold(_ conditions: [SQLCondition], in line: BillLine) throws(SQLFailure) -> Bool {
        for condition in conditions where try !condition.holds(in: line) { return false }
        return true
    }

    /// All eighteen digits of a `decimal(38, 18)`.
    private static func decimalText(_ amount: ExactUSD) -> String {
        let text = amount.description
        let point = text.firstIndex(of: ".")
        let digits = point.map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0
        return text + (point == nil ? "." : "") + String(repeating: "0", count: 18 - digits)
    }

    /// Ascending, nulls last.
    private static func precedes(_ left: [String?], _ right: [String?]) -> Bool {
        for (one, other) in zip(left, right) where one != other {
            guard let one else { return false }
            guard let other else { return true }
            return one < other
        }
        return false
    }
}

/// Takes a statement apart.
private struct Reader {
    var tokens: ArraySlice<SQLToken>

    var isAtEnd: Bool { tokens.isEmpty }

    mutating func skip(_ token: SQLToken) -> Bool {
        guard tokens.first == token else { return false }
        tokens.removeFirst()
        return true
    }

    mutating func take(_ token: SQLToken) throws(SQLFailure) {
        guard skip(token) else { throw .unknown("\(shown), where \(token.shown) is expected") }
    }

    private var shown: String { tokens.first?.shown ?? "the end" }

    mutating func name() throws(SQLFailure) -> String {
        guard case .name(let name)? = tokens.first else { throw .unknown("\(shown) as a name") }
        tokens.removeFirst()
        return name
    }

    mutating func text() throws(SQLFailure) -> String {
        guard case .text(let text)? = tokens.first else { throw .unknown("\(shown) as a text") }
        tokens.removeFirst()
        return text
    }

    mutating func alias() throws(SQLFailure) -> String {
        try take(.word("AS"))
        return try name()
    }

    /// `BY 1, 2`, as positions from zero.
    mutating func ordinals() throws(SQLFailure) -> [Int] {
        try take(.word("BY"))
        var ordinals: [Int] = []
        repeat {
            guard case .number(let number)? = tokens.first else { throw .unknown("\(shown) as a position") }
            tokens.removeFirst()
            ordinals.append(number - 1)
        } while skip(.symbol(","))
        return ordinals
    }

    mutating func expression() throws(SQLFailure) -> SQLExpression {
        switch tokens.popFirst() {
        case .name(let name): return .column(name.lowercased())
        case .text(let text): return .text(text)
        case .word("CASE"):
            try take(.word("WHEN"))
            let condition = try condition()
            try take(.word("THEN"))
            let one = try expression()
            try take(.word("ELSE"))
            let other = try expression()
            try take(.word("END"))
            return .choice(condition, one, other)
        case .word("CAST"):
            try take(.symbol("("))
            let inner = try expression()
            for token: SQLToken in [
                .word("AS"), .word("DECIMAL"), .symbol("("), .number(38), .symbol(","), .number(18), .symbol(")"),
                .symbol(")"),
            ] { try take(token) }
            return .cast(inner)
        case .word(let function) where tokens.first == .symbol("("):
            tokens.removeFirst()
            var arguments: [SQLExpression] = []
            repeat {
                // A position, as of the group in regexp_extract, changes nothing here.
                if case .number? = tokens.first { tokens.removeFirst() } else { arguments.append(try expression()) }
            } while skip(.symbol(","))
            try take(.symbol(")"))
            return .call(function, arguments)
        case let other: throw .unknown(other?.shown ?? "the end")
        }
    }

    mutating func condition() throws(SQLFailure) -> SQLCondition {
        let subject = try expression()
        if skip(.symbol("=")) { return SQLCondition(subject: subject, test: .isOneOf([try text()])) }
        if skip(.word("LIKE")) { return SQLCondition(subject: subject, test: .isLike(try text())) }
        if skip(.word("IS")) {
            try take(.word("NULL"))
            return SQLCondition(subject: subject, test: .isNull)
        }
        try take(.word("IN"))
        try take(.symbol("("))
        var texts: [String] = []
        repeat { texts.append(try text()) } while skip(.symbol(","))
        try take(.symbol(")"))
        return SQLCondition(subject: subject, test: .isOneOf(texts))
    }
}

extension SQLToken {
    fileprivate var shown: String {
        switch self {
        case .word(let word): word
        case .name(let name): "\"\(name)\""
        case .text(let text): "'\(text)'"
        case .number(let number): "\(number)"
        case .symbol(let symbol): "\(symbol)"
        }
    }
}
