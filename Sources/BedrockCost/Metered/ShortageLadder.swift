import Metering

/// The steps that budgets allow when they are short, each taken once, in the order of the budget that is short.
struct ShortageLadder {
    private var left: [String: [SpendBudget.ShortageStep]]
    /// Budgets above whose limit the call may go.
    private(set) var letThrough: Set<String> = []

    init(_ budgets: [SpendBudget]) {
        left = Dictionary(budgets.map { ($0.name, $0.whenShort) }) { first, _ in first }
    }

    /// The next step; `nil` where a budget that is short has none left.
    ///
    /// A step helps only the budget that asks for it, so every budget that is short must have one.
    mutating func next(after denial: SpendDenial) -> SpendBudget.ShortageStep? {
        let short = denial.shortages.map(\.balance.budget)
        guard short.allSatisfy({ left[$0]?.isEmpty == false }), let first = short.first,
            let step = left[first]?.removeFirst()
        else { return nil }
        if step == .warn { letThrough.insert(first) }
        return step
    }
}
