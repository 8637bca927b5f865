#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What was set aside for a call, or for the calls of a process, before their cost is known.
public struct Hold: Sendable, Hashable, Codable, Identifiable {
    /// Where a hold stands.
    public struct State: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
        /// The name, such as `open`.
        public let rawValue: String

        /// A state by its name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The name.
        public var description: String { rawValue }

        /// It counts against its budgets.
        public static let open = Self(rawValue: "open")
        /// Lines have taken its place.
        public static let settled = Self(rawValue: "settled")
        /// The call did not run: nothing counts.
        public static let voided = Self(rawValue: "voided")
        /// Nobody settled it in time: it counts as ``LedgerLine/State/unknown`` until somebody does.
        public static let expired = Self(rawValue: "expired")
    }

    /// What happens to what is held when nobody settles in time.
    public enum Expiry: String, Sendable, Hashable, Codable {
        /// The call may have run: what is held becomes an unknown line, and stays counted.
        case countsAsUnknown
        /// It is known that nothing ran: what is held is given back.
        case releases
    }

    /// The caller's id, used once.
    public let id: String
    /// Who holds, such as a process; for people who look at open holds.
    public let owner: String
    /// When it was opened.
    public let opened: Date
    /// When it expires.
    public internal(set) var expires: Date
    /// Where it stands.
    public internal(set) var state: State
    /// What happens when it expires.
    public let onExpiry: Expiry
    /// What its balances bear, as asked for, extensions included.
    public internal(set) var parts: [HoldPart]
    /// What is still held of each part, in the order of ``parts``.
    public internal(set) var held: [SpendAmount]
    /// The line that is written where nobody settles.
    public let draft: LedgerLine

    /// A hold, as a store has kept it.
    public init(
        id: String, owner: String, opened: Date, expires: Date, state: State, onExpiry: Expiry, parts: [HoldPart],
        held: [SpendAmount], draft: LedgerLine
    ) {
        self.id = id
        self.owner = owner
        self.opened = opened
        self.expires = expires
        self.state = state
        self.onExpiry = onExpiry
        self.parts = parts
        self.held = held
        self.draft = draft
    }
}
