public import AWSCore
public import Metering

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An event of a store's outbox, as people and programs are told of it.
public struct SpendAlert: Sendable, Hashable, Identifiable {
    /// The event.
    public let event: SpendEvent

    /// An alert.
    public init(_ event: SpendEvent) { self.event = event }

    /// The event's id. Delivery is at least once: whoever must not act twice keeps the ids that it has seen.
    public var id: String { event.id }

    /// What happened, in a line.
    public var title: String {
        switch event.kind {
        case .thresholdCrossed(let balance, let percent, _, _): "Budget \(Self.name(balance)) has reached \(percent) %"
        case .holdExpired(let hold, _, _): "Call \(hold) was not settled in time"
        case .overHold(_, let balance, _): "A call cost more than budget \(Self.name(balance)) held for it"
        case .burning(let balance, let level, _, _, _, _): "Budget \(Self.name(balance)) is spent too fast (\(level))"
        }
    }

    /// What happened, with its amounts.
    public var text: String {
        switch event.kind {
        case .thresholdCrossed(_, _, let spent, let allowance): "\(title): \(spent) of \(allowance) are spent."
        case .holdExpired(_, let owner, let charges):
            "\(title). \(owner) held "
                + (charges.isEmpty ? "nothing" : charges.map { "\($0.amount)" }.joined(separator: ", "))
                + ", which counts as spent until somebody knows more."
        case .overHold(let hold, _, let amount): "\(title): \(hold), by \(amount)."
        case .burning(_, _, let spent, let seconds, let remaining, let runsOut):
            "\(title): \(spent) in the last \(seconds) s, \(remaining) left"
                + (runsOut.map { "; nothing is left on \(TimestampFormat.iso8601.string(from: $0))." } ?? ".")
        }
    }

    /// The alert as a JSON object: `id`, `at`, `type`, `title`, `text`, and what belongs to its type. Amounts are text with all
    /// digits and the unit.
    public var document: JSONValue {
        var members: [String: JSONValue] = [
            "id": .string(id), "at": Self.date(event.at), "title": .string(title), "text": .string(text),
        ]
        func add(_ balance: BalanceKey) {
            members["budget"] = .string(balance.budget)
            members["scope"] = .string(balance.scope)
            members["window"] = .string(balance.window)
        }
        switch event.kind {
        case .thresholdCrossed(let balance, let percent, let spent, let allowance):
            members["type"] = "thresholdCrossed"
            add(balance)
            members["percent"] = .int(Int64(percent))
            members["spent"] = Self.amount(spent)
            members["allowance"] = Self.amount(allowance)
        case .holdExpired(let hold, let owner, let charges):
            members["type"] = "holdExpired"
            members["hold"] = .string(hold)
            members["owner"] = .string(owner)
            members["charges"] = .array(
                charges.map { ["budget": .string($0.balance.budget), "amount": Self.amount($0.amount)] })
        case .overHold(let hold, let balance, let amount):
            members["type"] = "overHold"
            add(balance)
            members["hold"] = .string(hold)
            members["by"] = Self.amount(amount)
        case .burning(let balance, let level, let spent, let seconds, let remaining, let runsOut):
            members["type"] = "burning"
            add(balance)
            members["level"] = .string(level)
            members["spent"] = Self.amount(spent)
            members["seconds"] = .int(Int64(seconds))
            members["remaining"] = Self.amount(remaining)
            members["runsOut"] = runsOut.map(Self.date)
        }
        return .object(members)
    }

    /// The document as UTF-8.
    var body: [UInt8] {
        // Strings and whole numbers have a form as JSON.
        (try? document.serialized()) ?? []
    }

    private static func name(_ balance: BalanceKey) -> String {
        balance.scope.isEmpty ? balance.budget : "\(balance.budget) of \(balance.scope)"
    }
    private static func amount(_ amount: SpendAmount) -> JSONValue { .string("\(amount)") }
    private static func date(_ date: Date) -> JSONValue { .string(TimestampFormat.iso8601.string(from: date)) }
}
