package import Attribution
import Synchronization

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// The parts that budgets bear of the calls of one caller. Which budgets count the caller, by which names and in which windows, is made
/// out when a window ends instead of for each call.
package final class BudgetShares: Sendable {
    /// The parts with nothing held, and when they hold.
    private struct Template {
        var parts: [HoldPart] = []
        var windows: [SpendWindow] = []
        var isConstant = true

        func holds(at date: Date) -> Bool { isConstant && windows.allSatisfy { $0.contains(date) } }
    }

    private let calendar: BudgetCalendar
    private let tags: TagSet
    private let attributes: [String: String]
    private let known = Mutex<Template?>(nil)

    /// The shares of calls with these tags and attributes.
    package init(_ calendar: BudgetCalendar, tags: TagSet, attributes: [String: String]) {
        self.calendar = calendar
        self.tags = tags
        self.attributes = attributes
    }

    /// The parts of a call.
    ///
    /// - Parameters:
    ///   - money: What the call may cost; `nil` where no price is known, so that only budgets of tokens count it.
    ///   - tokens: How many tokens it may use.
    ///   - date: The time of the call.
    /// - Throws: ``SpendError`` of code ``SpendError/Code/mixedUnits`` where the price is in another currency than a limit.
    package func parts(money: Money?, tokens: Int, at date: Date) throws(SpendError) -> [HoldPart] {
        var parts = template(at: date).parts
        if money == nil { parts.removeAll { $0.amount.unit != .tokens } }
        for index in parts.indices {
            try parts[index].hold(money: money ?? .zero(), tokens: tokens)
        }
        return parts
    }

    private func template(at date: Date) -> Template {
        if let template = known.withLock({ $0 }), template.holds(at: date) { return template }
        var template = Template()
        for (index, budget) in calendar.budgets.enumerated() {
            let windows = calendar.windows(ofBudgetAt: index, at: date)
            guard let part = budget.part(for: tags, attributes: attributes, in: windows) else { continue }
            template.parts.append(part)
            template.windows.append(windows.current)
            template.isConstant = template.isConstant && windows.areConstant
        }
        known.withLock { $0 = template }
        return template
    }
}
