public import Attribution

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What the calls with some tags may spend in a span of time.
///
/// ```swift
/// let budgets: [SpendBudget] = [
///     .monthly(.usd(500), for: ["dept": "claims"]),
///     .daily(.usd(5), perValueOf: ["user"], named: "per-user"),
///     SpendBudget("everything", .usd(20_000), per: .yearly()),
/// ]
/// ```
///
/// It is held in the call path, before the money is gone; AWS Budgets, whose module is `Budgets`, tells afterwards. Callers outside this
/// library spend beside it.
public struct SpendBudget: Sendable, Hashable {
    /// What is carried over from a window into the next one.
    public enum CarryOver: Sendable, Hashable {
        /// Nothing.
        case nothing
        /// All that was left.
        case everything
        /// What was left, and this at most.
        case atMost(SpendAmount)
    }

    /// What is tried, in order, when the budget is short. After the last step the call is denied.
    public enum ShortageStep: Sendable, Hashable {
        /// The call may answer with fewer tokens, as many as the budget still covers, but not fewer than this.
        case lowerMaxTokens(atLeast: Int)
        /// The call goes to another model, by its id or ARN.
        case cheaperModel(String)
        /// The call waits for others to give back what they hold, this long at most.
        case wait(atMost: Duration)
        /// The call is let through, above the limit, and a warning is logged.
        case warn
    }

    /// What happens to calls while the store cannot be asked.
    public enum Outage: Sendable, Hashable {
        /// They fail.
        case closed
        /// They are let through, and accounted for when the store is back.
        case open
        /// They are let through until they have spent this, in each process and outage, and accounted for when the store is back.
        case openUpTo(SpendAmount)
    }

    /// What tells it apart from others in the store: 1 to 100 letters, digits, and `. _ - = + , :` or spaces.
    public var name: String
    /// What may be spent in a window.
    public var limit: SpendAmount
    /// How time is cut into windows.
    public var period: SpendPeriod
    /// Tags that a call must have to be counted; none for all calls.
    public var tags: TagSet
    /// Tag keys or attributes each value of which has a limit of its own, such as `user`. A call that lacks one is counted under the
    /// empty value.
    public var perValueOf: [String]
    /// Whether calls beyond the limit are kept back. A budget that is not enforced still tells of its thresholds.
    public var isEnforced: Bool
    /// Per cent of the limit at which spending is told of.
    public var thresholds: [Int]
    /// What is carried over from the window before.
    public var carryOver: CarryOver
    /// What is tried when it is short.
    public var whenShort: [ShortageStep]
    /// What happens while the store cannot be asked.
    public var whenStoreFails: Outage

    /// A budget.
    public init(
        _ name: String, _ limit: SpendAmount, per period: SpendPeriod, for tags: TagSet = [:],
        perValueOf: [String] = [], isEnforced: Bool = true, thresholds: [Int] = [50, 80, 100],
        carryOver: CarryOver = .nothing, whenShort: [ShortageStep] = [], whenStoreFails: Outage = .closed
    ) {
        self.name = name
        self.limit = limit
        self.period = period
        self.tags = tags
        self.perValueOf = perValueOf
        self.isEnforced = isEnforced
        self.thresholds = thresholds
        self.carryOver = carryOver
        self.whenShort = whenShort
        self.whenStoreFails = whenStoreFails
    }

    /// A budget of calendar months.
    ///
    /// - Parameters:
    ///   - limit: What may be spent in a window.
    ///   - tags: Tags that a call must have to be counted; none for all calls.
    ///   - perValueOf: Tag keys or attributes each value of which has a limit of its own.
    ///   - zone: The time zone whose midnights part the windows.
    ///   - name: Its name; made of its tags where it is left out.
    public static func monthly(
        _ limit: SpendAmount, for tags: TagSet = [:], perValueOf: [String] = [], in zone: TimeZoneRules = .utc,
        named name: String? = nil
    ) -> Self {
        Self(
            name ?? defaultName("monthly", tags, perValueOf), limit, per: .monthly(in: zone), for: tags,
            perValueOf: perValueOf)
    }

    /// A budget of days.
    ///
    /// - Parameters:
    ///   - limit: What may be spent in a window.
    ///   - tags: Tags that a call must have to be counted; none for all calls.
    ///   - perValueOf: Tag keys or attributes each value of which has a limit of its own.
    ///   - zone: The time zone whose midnights part the windows.
    ///   - name: Its name; made of its tags where it is left out.
    public static func daily(
        _ limit: SpendAmount, for tags: TagSet = [:], perValueOf: [String] = [], in zone: TimeZoneRules = .utc,
        named name: String? = nil
    ) -> Self {
        Self(
            name ?? defaultName("daily", tags, perValueOf), limit, per: .daily(in: zone), for: tags,
            perValueOf: perValueOf)
    }

    private static func defaultName(_ period: String, _ tags: TagSet, _ keys: [String]) -> String {
        ([period] + tags.map { "\($0.key)=\($0.value)" } + (keys.isEmpty ? [] : ["per " + keys.joined(separator: "+")]))
            .joined(separator: " ")
    }

    /// Refuses what no store takes.
    ///
    /// - Throws: ``SpendError`` of code ``SpendError/Code/invalidInput``.
    public func validate() throws(SpendError) {
        guard (1...100).contains(name.utf8.count),
            name.unicodeScalars.allSatisfy({
                $0.isASCII
                    && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
                        || " ._-=+,:".unicodeScalars.contains($0))
            })
        else {
            throw SpendError(
                .invalidInput, "the name of a budget has 1 to 100 ASCII letters, digits, spaces and . _ - = + , :")
        }
        guard limit.count >= 0 else { throw SpendError(.invalidInput, "budget \(name): the limit is below zero") }
        guard thresholds.allSatisfy({ $0 > 0 }) else {
            throw SpendError(.invalidInput, "budget \(name): thresholds are per cent above zero")
        }
        if case .atMost(let amount) = carryOver, amount.unit != limit.unit || amount.count < 0 {
            throw SpendError(.invalidInput, "budget \(name): what is carried over counts \(limit.unit), like the limit")
        }
        if case .openUpTo(let amount) = whenStoreFails, amount.unit != limit.unit || amount.count < 0 {
            throw SpendError(.invalidInput, "budget \(name): the allowance counts \(limit.unit), like the limit")
        }
    }

    /// The part of a hold that the budget bears for a call; `nil` where the call is none of its own.
    ///
    /// - Parameters:
    ///   - tags: The call's tags.
    ///   - attributes: What else is known of the call, for ``perValueOf``.
    ///   - money: What the call may cost.
    ///   - tokens: How many tokens it may use.
    ///   - date: The time of the call.
    /// - Throws: ``SpendError`` of code ``SpendError/Code/mixedUnits`` where the price is in another currency than the limit.
    public func part(
        for tags: TagSet, attributes: [String: String] = [:], money: Money, tokens: Int, at date: Date
    ) throws(SpendError) -> HoldPart? {
        guard var part = part(for: tags, attributes: attributes, in: windows(at: date)) else { return nil }
        try part.hold(money: money, tokens: tokens)
        return part
    }

    /// The part with nothing held, in windows that were made out before.
    func part(for tags: TagSet, attributes: [String: String], in windows: @autoclosure () -> BudgetWindows) -> HoldPart?
    {
        guard tags.isSuperset(of: self.tags) else { return nil }
        let scope = perValueOf.isEmpty ? "" : scope(of: tags, attributes)
        func key(_ window: SpendWindow) -> BalanceKey { BalanceKey(budget: name, scope: scope, window: window.id) }
        let windows = windows()
        var part = HoldPart(
            of: key(windows.current), .zero(limit.unit), limit: limit, isEnforced: isEnforced, thresholds: thresholds,
            alsoCounts: windows.earlier.map(key), resets: windows.current.end)
        if carryOver != .nothing, let before = windows.before {
            part.carryOver = HoldPart.CarryOver(from: key(before), atMost: carryOver.most)
        }
        return part
    }

    /// The windows that count at a moment.
    package func windows(at date: Date) -> BudgetWindows {
        let covered = period.covered(at: date)
        let current = covered.last ?? period.window(containing: date)
        return BudgetWindows(
            current: current, earlier: covered.dropLast(),
            before: carryOver == .nothing ? nil : period.window(before: current),
            areConstant: period.coversTheSameThroughoutAWindow)
    }

    private func scope(of tags: TagSet, _ attributes: [String: String]) -> String {
        perValueOf.map { "\($0)=\(Self.escaped(tags[$0] ?? attributes[$0] ?? ""))" }.joined(separator: ",")
    }

    /// A value as a scope writes it, so that no value can pass for several.
    private static func escaped(_ value: String) -> String {
        value.utf8.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "%") }
            ? value.replacing("%", with: "%25").replacing(",", with: "%2C") : value
    }
}

extension SpendPeriod {
    /// Whether ``covered(at:)`` is the same for all moments of a window. Where steps do not make up the length, one more of them is
    /// covered in the first part of each step.
    fileprivate var coversTheSameThroughoutAWindow: Bool {
        if case .rolling(let length, let step) = cut { length % step == 0 } else { true }
    }
}

extension SpendBudget.CarryOver {
    fileprivate var most: SpendAmount? { if case .atMost(let amount) = self { amount } else { nil } }
}
