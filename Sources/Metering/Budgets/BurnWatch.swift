#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Sees from the balances of each turn how fast they are spent.
///
/// It remembers what was spent at earlier turns, so it knows no more than what it has seen: what was spent before its first turn is no
/// spending of a span, and a process that has just begun raises an alarm later than others, never wrongly. Of a rolling budget each step is
/// looked at alone.
public struct BurnWatch: Sendable {
    private struct Sample: Sendable {
        let date: Date
        let spent: Int128
    }

    /// The rules.
    public let rules: [BurnRule]
    private var samples: [BalanceKey: [Sample]] = [:]
    private var lastTurn: Date?

    /// A watch that has seen nothing yet.
    ///
    /// - Throws: ``SpendError`` of code ``SpendError/Code/invalidInput`` for a rule that cannot be, or two of one level.
    public init(_ rules: [BurnRule] = [.fast, .slow]) throws(SpendError) {
        for rule in rules { try rule.validate() }
        guard Set(rules.map(\.level)).count == rules.count else {
            throw SpendError(.invalidInput, "two burn rules have the same level")
        }
        self.rules = rules
    }

    /// Takes a turn's balances.
    ///
    /// - Parameters:
    ///   - balances: All balances whose window has not ended. One that is missing is forgotten.
    ///   - date: The time now; a turn whose time is not after the last one's is left out.
    /// - Returns: An alarm for each balance and rule by which it burns; the same one at every turn, as long as it does.
    /// - Throws: ``SpendError`` of code ``SpendError/Code/overflow``.
    public mutating func turn(_ balances: [Balance], at date: Date) throws(SpendError) -> [BurnAlarm] {
        guard let longest = rules.map(\.span.wholeSeconds).max(), lastTurn.map({ $0 < date }) ?? true else { return [] }
        var alarms: [BurnAlarm] = []
        var seen: [BalanceKey: [Sample]] = [:]
        for balance in balances where balance.limit != nil && balance.resets != nil {
            let spent = try balance.posted.adding(balance.unknown)
            // Nothing had been spent of a balance that was not there at the turn before.
            var history = samples[balance.key] ?? lastTurn.map { [Sample(date: $0, spent: 0)] } ?? []
            history.append(Sample(date: date, spent: spent.count))
            history = Self.thinned(history, to: longest, at: date)
            seen[balance.key] = history
            for rule in rules {
                let start = date.addingTimeInterval(-Double(rule.span.wholeSeconds))
                // What was spent since the first sample within the span: never more than in the whole span.
                guard let first = history.first(where: { $0.date >= start }) else { continue }
                let rate = BurnRate(
                    try spent.subtracting(SpendAmount(count: first.spent, of: spent.unit)), in: rule.span)
                if try rate.burns(balance, by: rule, at: date) {
                    alarms.append(BurnAlarm(of: balance.key, by: rule, rate, at: date))
                }
            }
        }
        samples = seen
        lastTurn = date
        return alarms
    }

    /// Drops what is older than the longest span, and lets 128 samples at most stand for the rest, so that memory has a bound however
    /// short turns are.
    private static func thinned(_ samples: [Sample], to span: Int, at date: Date) -> [Sample] {
        let start = date.addingTimeInterval(-Double(span))
        let recent = samples.filter { $0.date >= start }
        guard recent.count > 128, let last = recent.last else { return recent }
        return recent.dropLast().enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element) + [last]
    }
}

extension Duration {
    fileprivate var wholeSeconds: Int { Int(components.seconds) }
}
