#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Why a budget let a call not through.
public struct SpendDenial: Error, Sendable, Hashable, Codable, CustomStringConvertible {
    /// Whether waiting can help.
    public enum Remedy: String, Sendable, Hashable, Codable {
        /// Running calls may leave enough of what they hold.
        case holdsMayReturn
        /// Not before the window ends.
        case windowEnds
        /// The call alone exceeds what the budget allows in a window.
        case never
    }

    /// One budget that is short.
    public struct Shortage: Sendable, Hashable, Codable {
        /// The balance.
        public let balance: BalanceKey
        /// What was asked for.
        public let requested: SpendAmount
        /// What is left; below zero where more was spent than allowed.
        public let remaining: SpendAmount
        /// What running calls hold.
        public let held: SpendAmount
        /// What is posted or unknown.
        public let spent: SpendAmount
        /// What the window allows, carried amounts included.
        public let allowance: SpendAmount
        /// When the window ends; `nil` for one that does not.
        public let resets: Date?
        /// Whether waiting can help.
        public let remedy: Remedy

        /// A shortage.
        public init(
            balance: BalanceKey, requested: SpendAmount, remaining: SpendAmount, held: SpendAmount, spent: SpendAmount,
            allowance: SpendAmount, resets: Date?, remedy: Remedy
        ) {
            self.balance = balance
            self.requested = requested
            self.remaining = remaining
            self.held = held
            self.spent = spent
            self.allowance = allowance
            self.resets = resets
            self.remedy = remedy
        }
    }

    /// Every budget that is short, at least one, in the order of the call's parts.
    public let shortages: [Shortage]

    /// A denial.
    public init(_ shortages: [Shortage]) {
        self.shortages = shortages
    }

    /// Whether waiting can help: the least hopeful of the shortages' answers.
    public var remedy: Remedy {
        if shortages.contains(where: { $0.remedy == .never }) { return .never }
        return shortages.contains { $0.remedy == .windowEnds } ? .windowEnds : .holdsMayReturn
    }

    /// Each shortage in a line.
    public var description: String {
        shortages.map { shortage in
            let scope = shortage.balance.scope.isEmpty ? "" : " of \(shortage.balance.scope)"
            return "budget \(shortage.balance.budget)\(scope) has \(shortage.remaining) left of \(shortage.allowance) "
                + "(\(shortage.held) held), \(shortage.requested) needed"
        }.joined(separator: "; ")
    }
}
