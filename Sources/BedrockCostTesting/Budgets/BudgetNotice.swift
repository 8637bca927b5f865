#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension MockAWS {
    /// A message that AWS Budgets sent because a notification's threshold was passed.
    public struct BudgetNotice: Sendable, Hashable {
        /// When the bill was refreshed that passed the threshold.
        public let date: Date
        /// The budget's account.
        public let accountID: String
        /// The budget.
        public let budgetName: String
        /// `ACTUAL` or `FORECASTED`.
        public let kind: String
        /// The threshold in USD, a decimal string; a percentage has been applied to the limit.
        public let threshold: String
        /// The spend or forecast that passed it in USD, a decimal string.
        public let amount: String
        /// The addresses and topic ARNs that were told.
        public let recipients: [String]
    }

    /// The messages that AWS Budgets has sent up to the simulator's date, in order.
    ///
    /// Budgets are evaluated at every refresh of Cost Explorer's data: see ``Options/costRefreshInterval``.
    public var budgetNotices: [BudgetNotice] {
        let date = now
        return engine.withState { state in
            state.evaluateBudgets(upTo: date)
            return state.budgets.notices
        }
    }
}
