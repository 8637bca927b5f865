#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Which balance is meant: of one budget, for one scope, in one window of time.
public struct BalanceKey: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The budget's name.
    public let budget: String
    /// The tags that the balance is about, such as `user=alice`; empty where the budget has one balance for all.
    public let scope: String
    /// The window's id, such as `2026-11@Europe/Berlin`.
    public let window: String

    /// A key.
    public init(budget: String, scope: String = "", window: String) {
        self.budget = budget
        self.scope = scope
        self.window = window
    }

    /// The parts with a bar between them. Bars and backslashes within a part have a backslash before them, so that no two keys
    /// read alike.
    public var description: String {
        "\(Self.escaped(budget))|\(Self.escaped(scope))|\(Self.escaped(window))"
    }

    private static func escaped(_ part: String) -> String {
        guard part.utf8.contains(where: { $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: "\\") }) else { return part }
        var text = ""
        for character in part.unicodeScalars {
            if character == "|" || character == "\\" { text.append("\\") }
            text.unicodeScalars.append(character)
        }
        return text
    }
}

extension BalanceKey: Comparable {
    /// By budget, then scope, then window.
    public static func < (left: Self, right: Self) -> Bool {
        (left.budget, left.scope, left.window) < (right.budget, right.scope, right.window)
    }
}

/// How much of a budget is spent, held and left, for one scope in one window.
public struct Balance: Sendable, Hashable, Codable {
    /// Which balance it is.
    public let key: BalanceKey
    /// What the budget allows, as its last caller said; `nil` for a balance that only counts.
    public internal(set) var limit: SpendAmount?
    /// What was left over from the window before, and counts on top of the limit.
    public internal(set) var carried: SpendAmount
    /// What ended calls cost: lines that are estimated, settled or reconciled.
    public internal(set) var posted: SpendAmount
    /// What running calls may still cost.
    public internal(set) var held: SpendAmount
    /// What calls are assumed to have cost of which nobody saw the end.
    public internal(set) var unknown: SpendAmount
    /// When the window ends; `nil` for one that does not.
    public internal(set) var resets: Date?
    /// The thresholds, in per cent of the limit, that were crossed and told.
    public internal(set) var crossed: [Int]

    /// A balance, as a store has kept it.
    public init(
        key: BalanceKey, limit: SpendAmount?, carried: SpendAmount, posted: SpendAmount, held: SpendAmount,
        unknown: SpendAmount, resets: Date?, crossed: [Int]
    ) {
        self.key = key
        self.limit = limit
        self.carried = carried
        self.posted = posted
        self.held = held
        self.unknown = unknown
        self.resets = resets
        self.crossed = crossed
    }

    /// What is counted.
    public var unit: SpendUnit { posted.unit }

    /// What is spent or may still be: posted, held and unknown.
    ///
    /// - Throws: ``SpendError`` of code ``SpendError/Code/overflow``.
    public func committed() throws(SpendError) -> SpendAmount { try posted.adding(held).adding(unknown) }

    /// What the window allows: the limit and what was carried over; `nil` for a balance that only counts.
    ///
    /// - Throws: ``SpendError`` of code ``SpendError/Code/overflow``.
    public func allowance() throws(SpendError) -> SpendAmount? { try limit?.adding(carried) }

    /// What can still be held; below zero where more was spent than allowed, `nil` for a balance that only counts.
    ///
    /// - Throws: ``SpendError`` of code ``SpendError/Code/overflow``.
    public func remaining() throws(SpendError) -> SpendAmount? { try allowance()?.subtracting(try committed()) }
}
