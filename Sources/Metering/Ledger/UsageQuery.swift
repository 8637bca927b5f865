public import Attribution

/// What a report of the ledger groups by.
public enum UsageGrouping: Sendable, Hashable {
    /// The value of a tag; lines without it are in the group of `nil`.
    case tag(String)
    /// The model.
    case model
    /// The day in UTC.
    case day
}

/// Which lines a report is about, and how it is cut.
public struct UsageQuery: Sendable, Hashable {
    /// The first day; `nil` for all before ``until``.
    public var from: PriceDay?
    /// The first day that no longer counts; `nil` for all from ``from`` on.
    public var until: PriceDay?
    /// Tags that the lines have.
    public var tags: TagSet
    /// What to group by, in this order; none for one total.
    public var groupings: [UsageGrouping]

    /// A query.
    public init(
        from: PriceDay? = nil, until: PriceDay? = nil, where tags: TagSet = [:], by groupings: [UsageGrouping] = []
    ) {
        self.from = from
        self.until = until
        self.tags = tags
        self.groupings = groupings
    }
}

/// One row of a report: what a group used, and what it cost in one currency.
public struct UsageTotal: Sendable, Hashable {
    /// The group's values, one for each of the query's groupings; `nil` where lines lack the tag.
    public var group: [String?]
    /// How many attempts there were.
    public var lines: Int
    /// What was used.
    public var usage: TokenUsage
    /// What the priced lines cost.
    public var cost: Money
    /// The part of ``cost`` that is estimated.
    public var estimated: Money
    /// The part of ``cost`` that belongs to attempts whose end nobody saw.
    public var unknown: Money
    /// How many lines have no price: ``cost`` lacks them.
    public var unpricedLines: Int
}

extension UsageQuery {
    /// The report over roll-ups, sorted by group.
    ///
    /// Lines without a price count in the row of the currency that their group has, or of US dollars where it has none.
    ///
    /// - Parameter rollups: Roll-ups; those outside the query are passed over.
    /// - Throws: ``SpendError`` of code ``SpendError/Code/overflow``.
    public func totals(of rollups: some Sequence<UsageRollup>) throws(SpendError) -> [UsageTotal] {
        var sums: [Row: UsageTotal] = [:]
        var unpriced: [[String?]: (lines: Int, usage: TokenUsage)] = [:]
        for rollup in rollups where contains(rollup.key) {
            let group = groupings.map { grouping -> String? in
                switch grouping {
                case .tag(let key): rollup.key.tags[key]
                case .model: rollup.key.model
                case .day: rollup.key.day.description
                }
            }
            guard let currency = rollup.key.currency else {
                let rest = unpriced[group] ?? (0, .zero)
                unpriced[group] = (rest.lines + rollup.lines, try rest.usage.adding(rollup.usage))
                continue
            }
            let row = Row(group: group, currency: currency)
            let cost = Money(attoUnits: rollup.attoUnits, currency)
            var total = sums[row] ?? UsageTotal(group: group, currency: currency)
            do throws(MoneyError) {
                total.cost = try total.cost.adding(cost)
                if rollup.key.state == .estimated { total.estimated = try total.estimated.adding(cost) }
                if rollup.key.state == .unknown { total.unknown = try total.unknown.adding(cost) }
            } catch {
                throw SpendError(.overflow, error.message, underlying: error)
            }
            total.lines += rollup.lines
            total.usage = try total.usage.adding(rollup.usage)
            sums[row] = total
        }
        let priced = Dictionary(grouping: sums.keys, by: \.group)
        for (group, rest) in unpriced where rest.lines != 0 || !rest.usage.isNothing {
            let currencies = priced[group]?.map(\.currency) ?? []
            let currency = currencies.contains(.usd) ? .usd : currencies.min { $0.description < $1.description } ?? .usd
            let row = Row(group: group, currency: currency)
            var total = sums[row] ?? UsageTotal(group: group, currency: currency)
            total.lines += rest.lines
            total.usage = try total.usage.adding(rest.usage)
            total.unpricedLines += rest.lines
            sums[row] = total
        }
        return sums.values.filter { $0.lines != 0 || !$0.usage.isNothing || !$0.cost.isZero }.sorted(by: Self.isBefore)
    }

    /// Whether the report counts roll-ups of `key`.
    public func contains(_ key: UsageRollup.Key) -> Bool {
        (from.map { $0 <= key.day } ?? true) && (until.map { key.day < $0 } ?? true) && key.tags.isSuperset(of: tags)
    }

    /// Groups in the order of their values, the group without a value last.
    private static func isBefore(_ left: UsageTotal, _ right: UsageTotal) -> Bool {
        for (one, other) in zip(left.group, right.group) where one != other {
            guard let one else { return false }
            guard let other else { return true }
            return one < other
        }
        return left.cost.currency.description < right.cost.currency.description
    }
}

/// What has one row in a report.
private struct Row: Hashable {
    let group: [String?]
    let currency: Currency
}

extension UsageTotal {
    init(group: [String?], currency: Currency) {
        self.init(
            group: group, lines: 0, usage: .zero, cost: .zero(currency), estimated: .zero(currency),
            unknown: .zero(currency), unpricedLines: 0)
    }
}
