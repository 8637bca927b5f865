import AWSCore
import Metering

/// What a transaction adds to a roll-up, and what its items sum up to.
///
/// Amounts are kept as whole units of the currency and the rest in 10⁻¹⁸, both of which DynamoDB adds exactly: 128 bits have 39
/// digits, and its numbers 38. Counts of usages are added under the names of their own coding, so that none is dropped.
struct RollupCounts: Sendable {
    private static let atomsOfUnit: Int128 = 1_000_000_000_000_000_000

    /// The changes by the names of the attributes.
    private(set) var counts: [String: Int128]

    /// The counts of a roll-up.
    init(_ rollup: UsageRollup) throws(SpendError) {
        let (quotient, rest) = rollup.attoUnits.quotientAndRemainder(dividingBy: Self.atomsOfUnit)
        counts = [ItemName.lines: Int128(rollup.lines), ItemName.units: quotient, ItemName.atoms: rest]
        let usage: JSONValue
        do {
            usage = try JSONValue(parsing: Array(try rollup.usage.text().utf8))
        } catch {
            throw SpendError(.corrupt, "a usage cannot be read again", underlying: error)
        }
        for (name, value) in usage.object ?? [:] {
            guard let count = value.int else { throw SpendError(.corrupt, "the usage's \(name) is no whole number") }
            counts[ItemName.usagePrefix + name] = Int128(count)
        }
    }

    /// The update that adds the counts to a roll-up's item.
    func update(_ key: StoredRollupKey, at place: ItemKey, of table: String) throws(SpendError)
        -> TransactWriteAction.Update
    {
        var names = ["#k": ItemName.rollupKey, "#h": ItemName.units, "#l": ItemName.atoms]
        var values: Attributes = [":k": .string(try key.text())]
        var additions: [String] = []
        for (index, (name, count)) in counts.sorted(by: { $0.key < $1.key }).enumerated() {
            names["#\(index)"] = name
            values[":\(index)"] = .number(String(count))
            additions.append("#\(index) :\(index)")
        }
        return TransactWriteAction.Update(
            key: place.attributes, update: "SET #k = :k ADD \(additions.joined(separator: ", "))", table: table,
            condition: room(&values), names: names, values: values)
    }

    /// The condition under which the sum stays within 128 bits.
    ///
    /// The rests add up beyond a unit: far from the bound their sum, less than 2⁴⁰ units, does not matter; near it, a unit's
    /// worth of them is room enough; at the bound itself they are compared.
    private func room(_ values: inout Attributes) -> String {
        let units = counts[ItemName.units] ?? 0
        let atoms = counts[ItemName.atoms] ?? 0
        let isCredit = units < 0 || atoms < 0
        let (edge, rest) = (isCredit ? Int128.min : .max).quotientAndRemainder(dividingBy: Self.atomsOfUnit)
        let step: Int128 = isCredit ? -1 : 1
        values[":far"] = .number(String(edge - units - step << 40))
        values[":near"] = .number(String(edge - units - step))
        values[":unit"] = .number(String(rest - atoms + step * Self.atomsOfUnit))
        values[":edge"] = .number(String(edge - units))
        values[":rest"] = .number(String(rest - atoms))
        let within = isCredit ? ">=" : "<="
        return "attribute_not_exists(#h) OR #h \(within) :far OR (#h \(within) :near AND #l \(within) :unit) "
            + "OR (#h = :edge AND #l \(within) :rest)"
    }

    /// The roll-up that an item holds.
    static func rollup(_ item: Attributes) throws(SpendError) -> UsageRollup {
        guard let key = item[ItemName.rollupKey]?.string else {
            throw SpendError(.corrupt, "a roll-up does not say what its lines share")
        }
        let lines = try count(item, ItemName.lines)
        let units = try count(item, ItemName.units)
        let atoms = try count(item, ItemName.atoms)
        let (scaled, isTooLarge) = units.multipliedReportingOverflow(by: atomsOfUnit)
        let (amount, isTooFar) = scaled.addingReportingOverflow(atoms)
        guard !isTooLarge, !isTooFar, let lines = Int(exactly: lines) else {
            throw SpendError(.overflow, "the cost of a day exceeds what an amount can hold")
        }
        var usage: [String: JSONValue] = [:]
        for name in item.keys where name.hasPrefix(ItemName.usagePrefix) {
            guard let count = Int64(exactly: try count(item, name)) else {
                throw SpendError(.overflow, "the usage of a day exceeds what a count can hold")
            }
            usage[String(name.dropFirst(ItemName.usagePrefix.count))] = .int(count)
        }
        return UsageRollup(
            key: try StoredRollupKey(text: key).key, lines: lines,
            usage: try TokenUsage(text: try JSONValue.object(usage).text()), attoUnits: amount)
    }

    private static func count(_ item: Attributes, _ name: String) throws(SpendError) -> Int128 {
        guard let count = item[name]?.number.flatMap(whole) else {
            throw SpendError(.corrupt, "a roll-up has no count \(name)")
        }
        return count
    }

    /// A whole number, also where it is written with an exponent, such as `1.5E+3`.
    static func whole(_ text: String) -> Int128? {
        if let number = Int128(text) { return number }
        let parts = text.uppercased().split(separator: "E", omittingEmptySubsequences: false)
        guard parts.count <= 2, let exponent = parts.count == 2 ? Int(parts[1]) : 0 else { return nil }
        let digits = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        guard digits.count <= 2 else { return nil }
        let fraction = digits.count == 2 ? digits[1] : ""
        let zeros = exponent - fraction.utf8.count
        guard zeros >= 0, zeros <= 39 else {
            // A fraction of nothing but zeros, as in `2.0`.
            return zeros < 0 && exponent == 0 && fraction.allSatisfy { $0 == "0" } ? Int128(digits[0]) : nil
        }
        return Int128(digits[0] + fraction + String(repeating: "0", count: zeros))
    }
}
