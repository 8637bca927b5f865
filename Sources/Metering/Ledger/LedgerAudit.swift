#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Whether a store agrees with itself: its balances and roll-ups with its lines and open holds.
///
/// ```swift
/// let audit = try await LedgerAudit(of: store)
/// for finding in audit.findings { print(finding) }
/// ```
///
/// It reads all lines, page by page, and then the rest, so that nobody should write to the store meanwhile: what is written
/// between two reads looks like a difference.
public struct LedgerAudit: Sendable {
    /// Something that does not agree.
    public struct Finding: Sendable, Hashable, CustomStringConvertible {
        /// What kind of thing it is. New kinds may be added; compare with `==`.
        public struct Kind: Sendable, Hashable, CustomStringConvertible {
            private enum Name: String { case posted, unknown, held, rollup, repeatedLine, missingLine }
            private let name: Name

            /// The kind in one word.
            public var description: String { name.rawValue }

            /// The charges of lines and what a balance has posted.
            public static var posted: Self { Self(name: .posted) }
            /// The charges of unknown lines and what a balance has as unknown.
            public static var unknown: Self { Self(name: .unknown) }
            /// What open holds hold and what a balance has held.
            public static var held: Self { Self(name: .held) }
            /// The lines of a day and their roll-up.
            public static var rollup: Self { Self(name: .rollup) }
            /// An id that several lines have.
            public static var repeatedLine: Self { Self(name: .repeatedLine) }
            /// A line that another one takes back or replaces, and that is not before it.
            public static var missingLine: Self { Self(name: .missingLine) }
        }

        /// What kind of thing it is.
        public let kind: Kind
        /// Which balance, roll-up or line.
        public let subject: String
        /// What follows from the lines and holds.
        public let expected: String
        /// What the store says.
        public let found: String

        /// All in a line.
        public var description: String { "\(kind) of \(subject): \(found), but \(expected) by lines and holds" }
    }

    /// How many lines there are.
    public private(set) var lines = 0
    /// How many of them take others back.
    public private(set) var reversals = 0
    /// How many holds are open.
    public private(set) var openHolds = 0
    /// How many balances there are.
    public private(set) var balances = 0
    /// How many roll-ups there are.
    public private(set) var rollups = 0
    /// What does not agree; empty where all does.
    public private(set) var findings: [Finding] = []

    /// Audits a store.
    ///
    /// - Throws: ``SpendError``.
    public init(of store: some BudgetStore) async throws(SpendError) {
        var sums = Sums()
        var page: String?
        repeat {
            let part = try await store.lines(LineQuery(limit: 5_000), after: page)
            for line in part.lines { try count(line, in: &sums) }
            page = part.next
        } while page != nil

        let open = try await store.expiredHolds(at: .distantFuture, limit: .max)
        openHolds = open.count
        for id in open {
            guard let hold = try await store.hold(id) else { continue }
            for (part, held) in zip(hold.parts, hold.held) {
                try sums.balances[part.balance, default: Expected(held.unit)].add(held, to: \.held)
            }
        }
        try compare(try await store.balances(of: nil, at: .distantPast), with: sums)
        compare(try await store.rollups(from: nil, until: nil), with: sums)
    }

    /// What a balance should be.
    private struct Expected {
        var posted: SpendAmount
        var unknown: SpendAmount
        var held: SpendAmount

        init(_ unit: SpendUnit) {
            posted = .zero(unit)
            unknown = .zero(unit)
            held = .zero(unit)
        }

        mutating func add(_ amount: SpendAmount, to path: WritableKeyPath<Self, SpendAmount>) throws(SpendError) {
            self[keyPath: path] = try self[keyPath: path].adding(amount)
        }
    }

    private struct Sums {
        var ids: Set<String> = []
        var balances: [BalanceKey: Expected] = [:]
        var rollups: [UsageRollup.Key: UsageRollup] = [:]
    }

    private mutating func count(_ line: LedgerLine, in sums: inout Sums) throws(SpendError) {
        lines += 1
        if line.isReversal { reversals += 1 }
        if !sums.ids.insert(line.id).inserted {
            findings.append(Finding(kind: .repeatedLine, subject: line.id, expected: "once", found: "again"))
        }
        if let corrected = line.corrects, !sums.ids.contains(corrected) {
            findings.append(Finding(kind: .missingLine, subject: line.id, expected: corrected, found: "none before it"))
        }
        for charge in line.charges {
            try sums.balances[charge.balance, default: Expected(charge.amount.unit)]
                .add(charge.amount, to: line.state == .unknown ? \.unknown : \.posted)
        }
        let rollup = UsageRollup(line)
        if sums.rollups[rollup.key] == nil {
            sums.rollups[rollup.key] = rollup
        } else {
            try sums.rollups[rollup.key]?.add(rollup)
        }
    }

    private mutating func compare(_ balances: [Balance], with sums: Sums) throws(SpendError) {
        self.balances = balances.count
        var rest = sums.balances
        for balance in balances {
            let expected = rest.removeValue(forKey: balance.key) ?? Expected(balance.unit)
            let pairs = [
                (Finding.Kind.posted, expected.posted, balance.posted),
                (.unknown, expected.unknown, balance.unknown), (.held, expected.held, balance.held),
            ]
            for (kind, expected, found) in pairs where expected != found {
                findings.append(
                    Finding(
                        kind: kind, subject: balance.key.description, expected: expected.description,
                        found: found.description))
            }
        }
        for (key, expected) in rest {
            findings.append(
                Finding(
                    kind: .posted, subject: key.description, expected: expected.posted.description, found: "no balance")
            )
        }
    }

    private mutating func compare(_ rollups: [UsageRollup], with sums: Sums) {
        self.rollups = rollups.count
        var rest = sums.rollups
        for rollup in rollups {
            let expected = rest.removeValue(forKey: rollup.key)
            guard expected != rollup else { continue }
            findings.append(Self.finding(of: rollup.key, expected: expected, found: rollup))
        }
        for (key, expected) in rest { findings.append(Self.finding(of: key, expected: expected, found: nil)) }
    }

    private static func finding(of key: UsageRollup.Key, expected: UsageRollup?, found: UsageRollup?) -> Finding {
        func text(_ rollup: UsageRollup?) -> String {
            guard let rollup else { return "none" }
            let cost = ExactDecimal(atoms: rollup.attoUnits)
            return "\(rollup.lines) lines, \(rollup.usage.total) tokens, \(cost) \(key.currency?.description ?? "")"
        }
        return Finding(
            kind: .rollup, subject: "\(key.day) \(key.model) \(key.state)", expected: text(expected), found: text(found)
        )
    }
}
