public import Attribution

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// One entry of the ledger: what one physical attempt of one call used, and what it cost.
///
/// Lines are never changed and never removed. A correction takes a line back by a reversing entry, whose usage, cost and
/// charges are the negated ones, and appends a new revision: see ``Correction``. The sum over all lines is what was spent.
public struct LedgerLine: Sendable, Hashable, Codable, Identifiable {
    /// How sure the ledger is of a line.
    public struct State: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
        /// The name, such as `settled`.
        public let rawValue: String

        /// A state by its name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The name.
        public var description: String { rawValue }

        /// Computed by us, since the service's own count was not seen, such as for a stream that was left early.
        public static let estimated = Self(rawValue: "estimated")
        /// The service said so.
        public static let settled = Self(rawValue: "settled")
        /// The invocation log or the bill agrees.
        public static let reconciled = Self(rawValue: "reconciled")
        /// Nobody saw how the attempt ended. It counts with its whole hold until somebody finds out.
        public static let unknown = Self(rawValue: "unknown")

        /// Whether a line of state `other` tells more than one of this state, so that it may replace it.
        public func yields(to other: Self) -> Bool { rank < other.rank }

        private var rank: Int {
            switch self {
            case .unknown: 0
            case .estimated: 1
            case .settled: 2
            case .reconciled: 3
            default: 1
            }
        }
    }

    /// What a line was charged to: a balance, and how much.
    public struct Charge: Sendable, Hashable, Codable {
        /// The balance.
        public var balance: BalanceKey
        /// How much; below zero in a reversing entry.
        public var amount: SpendAmount

        /// A charge.
        public init(to balance: BalanceKey, _ amount: SpendAmount) {
            self.balance = balance
            self.amount = amount
        }
    }

    /// The caller's id of the attempt, 1 to 200 bytes, without `#`. A ledger takes an id once. Later revisions and reversing
    /// entries have ids made of it.
    public var id: String
    /// The id of the call; all its attempts share it.
    public var request: String
    /// Which attempt of the call it was, from 1.
    public var attempt: Int
    /// When the attempt was made. Its day in UTC is the day of reports.
    public var occurred: Date
    /// What was called, as it was sent: a model id, a profile's ARN, a project's model.
    public var target: String
    /// The model behind it, and where it ran; `nil` where that is not known.
    public var model: PricedModel?
    /// How it was served.
    public var tier: PriceTier
    /// Who pays. Reports group by these, so their values should be few: users and sessions belong to ``attributes``.
    public var tags: TagSet
    /// What else is known of the call, such as its user or session. Never a prompt.
    public var attributes: [String: String]
    /// What was used.
    public var usage: TokenUsage
    /// What it cost.
    public var cost: UsageCost
    /// What money budgets are charged while ``cost`` is not known, such as the hold; without it, the whole hold.
    public var ceiling: Money?
    /// How sure the ledger is.
    public var state: State
    /// Where usage comes from, such as `response`, `stream`, `estimate`, `expiry`, `invocationLog` or `bill`.
    public var source: String
    /// The balances that it was charged to. The store fills it.
    public var charges: [Charge]
    /// For a reversing entry or a later revision, the id of the line that it takes back or replaces.
    public var corrects: String?
    /// Whether the line takes back another one: its amounts are negated.
    public var isReversal: Bool

    /// A line.
    public init(
        id: String, request: String? = nil, attempt: Int = 1, occurred: Date, target: String,
        model: PricedModel? = nil, tier: PriceTier = .standard, tags: TagSet = [:], attributes: [String: String] = [:],
        usage: TokenUsage, cost: UsageCost, ceiling: Money? = nil, state: State, source: String = "response"
    ) {
        self.id = id
        self.request = request ?? id
        self.attempt = attempt
        self.occurred = occurred
        self.target = target
        self.model = model
        self.tier = tier
        self.tags = tags
        self.attributes = attributes
        self.usage = usage
        self.cost = cost
        self.ceiling = ceiling
        self.state = state
        self.source = source
        self.charges = []
        self.corrects = nil
        self.isReversal = false
    }

    /// The day in UTC.
    public var day: PriceDay { PriceDay(secondsSince1970: occurred.timeIntervalSince1970) }

    /// The model's id, or what was called where the model is not known: what reports group by.
    public var modelName: String { model?.id ?? target }
}

extension LedgerLine {
    /// Refuses what no ledger takes.
    func validate() throws(SpendError) {
        guard (1...200).contains(id.utf8.count), !id.utf8.contains(UInt8(ascii: "#")) else {
            throw SpendError(.invalidInput, "the id of a line has 1 to 200 bytes and no #")
        }
        guard attempt >= 1 else { throw SpendError(.invalidInput, "attempts are counted from 1, not \(attempt)") }
        try occurred.validate("the time of an attempt")
        try usage.validate()
        // A store that writes tags as an object could not read others back.
        do { try tags.validate() } catch { throw SpendError(.invalidInput, error.message, underlying: error) }
        guard !isReversal, corrects == nil else {
            throw SpendError(.invalidInput, "reversing entries are written by corrections only")
        }
    }

    /// The id of a revision; the first has the line's own.
    static func id(_ id: String, revision: Int) -> String { revision == 1 ? id : "\(id)#\(revision)" }

    /// The entry that takes this line back.
    func reversed(at revision: Int, of id: String) throws(SpendError) -> LedgerLine {
        var line = self
        line.id = "\(id)#\(revision)-"
        line.corrects = self.id
        line.isReversal = true
        line.usage = .zero - usage
        if case .priced(let amount) = cost {
            do {
                line.cost = .priced(try Money.zero(amount.currency).subtracting(amount))
            } catch {
                throw SpendError(.overflow, error.message, underlying: error)
            }
        }
        line.charges = []
        for charge in charges {
            line.charges.append(
                Charge(to: charge.balance, try SpendAmount.zero(charge.amount.unit).subtracting(charge.amount)))
        }
        return line
    }
}

extension UsageCost: Codable {
    private enum CodingKeys: String, CodingKey { case priced, unpriced }

    /// Decodes `{"priced": …}` with an amount, or `{"unpriced": […]}` with the classes that lack a price.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let amount = try container.decodeIfPresent(Money.self, forKey: .priced) {
            self = .priced(amount)
        } else {
            self = .unpriced(missing: try container.decode([UsageClass].self, forKey: .unpriced))
        }
    }

    /// Encodes `{"priced": …}` or `{"unpriced": […]}`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .priced(let amount): try container.encode(amount, forKey: .priced)
        case .unpriced(let missing): try container.encode(missing, forKey: .unpriced)
        }
    }
}
