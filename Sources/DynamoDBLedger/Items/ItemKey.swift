import AWSSigning
import Metering

/// Where an item stands in the table: its partition and its place in it.
///
/// | item | partition | place |
/// |---|---|---|
/// | hold | `h#` id | `h` |
/// | open hold, by the time of its end | `e#` slot | end `#` id |
/// | balance | `b#` budget `#` scope `#` window | `b` |
/// | balance in the list of its budget | `B#` budget | end of the window `#` digest |
/// | budget in the list of budgets | `D#budgets` | `n#` budget |
/// | id of a line | `l#` id | `l` |
/// | lines that a transaction has appended | `d#` day `#` slot | `j#` stamp `#` number |
/// | roll-up | `d#` day `#` slot | `r#` digest |
/// | day and slot in the list of days | `D#days` | day `#` slot |
/// | id of an event | `v#` digest | `v` |
/// | event that waits for delivery | `o` | stamp `.` number |
struct ItemKey: Sendable, Hashable {
    /// The name of the attribute that tells the partition.
    static let partitionName = "pk"
    /// The name of the attribute that tells the place.
    static let sortName = "sk"
    /// How many partitions the lines and roll-ups of one day may have.
    static let slotsOfDay = 8
    /// How many partitions the open holds have.
    static let slotsOfHolds = 16

    let partition: String
    let sort: String

    init(_ partition: String, _ sort: String) {
        self.partition = partition
        self.sort = sort
    }

    /// The key of an item.
    init?(_ item: Attributes) {
        guard let partition = item[Self.partitionName]?.string, let sort = item[Self.sortName]?.string else {
            return nil
        }
        self.init(partition, sort)
    }

    /// The key as DynamoDB takes it.
    var attributes: Attributes { [Self.partitionName: .string(partition), Self.sortName: .string(sort)] }

    // MARK: Items

    static func hold(_ id: String) -> Self { Self("h#\(id)", "h") }

    static func end(of hold: Hold) -> Self { Self(slotOfHold(hold.id), "\(OrderedText.of(hold.expires))#\(hold.id)") }

    static func balance(_ key: BalanceKey) -> Self {
        Self("b#\(escaped(key.budget))#\(escaped(key.scope))#\(escaped(key.window))", "b")
    }

    static func listing(of balance: Balance) throws(SpendError) -> Self {
        let end = balance.resets.map { OrderedText.of($0) } ?? OrderedText.never
        return Self(balances(of: balance.key.budget), "\(end)#\(try digest(Self.balance(balance.key).partition))")
    }

    static func listing(ofBudget budget: String) -> Self { Self(budgets, "n#\(budget)") }

    static func line(_ id: String) -> Self { Self("l#\(id)", "l") }

    static func journal(_ slot: DaySlot, _ stamp: TransactionStamp, first number: Int) -> Self {
        Self(slot.partition, "\(journalPrefix)\(stamp)#\(OrderedText.of(number))")
    }

    static func rollup(_ key: UsageRollup.Key, in slot: DaySlot) throws(SpendError) -> Self {
        let text = try StoredRollupKey(key).text()
        return Self(slot.partition, "\(rollupPrefix)\(try digest(text))")
    }

    static func listing(of slot: DaySlot) -> Self { Self(days, slot.description) }

    static func event(_ id: String) throws(SpendError) -> Self { Self("v#\(try digest(id))", "v") }

    static func waiting(_ stamp: TransactionStamp, _ number: Int) -> Self {
        Self(outbox, "\(stamp).\(OrderedText.of(number))")
    }

    // MARK: Partitions

    static let budgets = "D#budgets"
    static let days = "D#days"
    static let outbox = "o"
    static let journalPrefix = "j#"
    static let rollupPrefix = "r#"

    static func balances(of budget: String) -> String { "B#\(budget)" }

    static func slotOfHold(_ number: Int) -> String { "e#\(number)" }

    /// Spread by a hash that is the same in every process.
    private static func slotOfHold(_ id: String) -> String {
        let hash = id.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
        return slotOfHold(Int((hash >> 32) % UInt64(slotsOfHolds)))
    }

    // MARK: Texts

    private static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "%") }) else { return text }
        return text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "#": escaped += "%23"
            case "%": escaped += "%25"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }

    private static func digest(_ text: String) throws(SpendError) -> String {
        do {
            return try SHA256.hexadecimal(of: Array(text.utf8))
        } catch {
            throw SpendError(.configuration, "no digest could be computed", underlying: error)
        }
    }

    /// Refuses keys that are longer than DynamoDB's.
    func validate() throws(SpendError) {
        guard partition.utf8.count <= 2_048, sort.utf8.count <= 1_024 else {
            throw SpendError(
                .invalidInput,
                "names are too long for a key of DynamoDB, which has 2048 bytes for budget, scope and window together, "
                    + "and 1024 for a budget")
        }
    }
}

/// One of the partitions of a day.
struct DaySlot: Sendable, Hashable, CustomStringConvertible {
    let day: PriceDay
    let number: Int

    var partition: String { "d#\(self)" }
    var description: String { "\(day)#\(number)" }
}

extension DaySlot {
    /// The slot that an item of the list of days names.
    init?(_ text: String) {
        let parts = text.split(separator: "#")
        guard parts.count == 2, let day = PriceDay(String(parts[0])), let number = Int(parts[1]) else { return nil }
        self.init(day: day, number: number)
    }
}
