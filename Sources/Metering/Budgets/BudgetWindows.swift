import Synchronization

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// The windows of a budget that count at a moment.
package struct BudgetWindows: Sendable {
    /// The one in which the moment lies.
    package let current: SpendWindow
    /// Steps of a rolling budget that count against the same limit.
    package let earlier: [SpendWindow]
    /// The one whose rest is carried over.
    package let before: SpendWindow?
    /// Whether they are the same for all moments of the current one.
    let areConstant: Bool

    func hold(at date: Date) -> Bool { areConstant && current.contains(date) }
}

/// Some budgets with their windows, which are made out when one ends instead of for each call: it takes the calendar and the rules of
/// a time zone.
package final class BudgetCalendar: Sendable {
    /// The budgets.
    package let budgets: [SpendBudget]
    private let known: Mutex<[BudgetWindows?]>

    /// A calendar of budgets.
    package init(_ budgets: [SpendBudget]) {
        self.budgets = budgets
        known = Mutex(Array(repeating: nil, count: budgets.count))
    }

    /// The windows of the budget at `index` that count at a moment.
    package func windows(ofBudgetAt index: Int, at date: Date) -> BudgetWindows {
        if let windows = known.withLock({ $0[index] }), windows.hold(at: date) { return windows }
        let windows = budgets[index].windows(at: date)
        known.withLock { $0[index] = windows }
        return windows
    }
}
