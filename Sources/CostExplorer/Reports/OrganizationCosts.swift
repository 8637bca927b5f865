public import AWSCore
public import Metering

/// What each account of an organization spent under each value of a tag: a collection of accounts, by id.
///
/// Only the payer's account sees all accounts; a member sees its own.
public struct OrganizationCosts: Sendable, Hashable {
    /// What was spent under one value of the tag.
    public struct Share: Sendable, Hashable {
        /// The value; `nil` for what lacks the tag.
        public let tag: String?
        /// The cost.
        public let amount: Money
    }

    /// What one account spent.
    public struct Account: Sendable, Hashable, Identifiable {
        /// The account, twelve digits.
        public let id: String
        /// Its name, where the service tells it.
        public let name: String?
        /// The cost by value of the tag, in alphabetical order; last what lacks it, also where that is nothing.
        public let shares: [Share]
        /// The sum of all shares, exactly.
        public let total: Money

        /// The cost of what lacks the tag.
        public var untagged: Money { shares.last { $0.tag == nil }?.amount ?? .zero(total.currency) }

        /// The cost under a value of the tag; `nil` where there is none.
        public subscript(tag: String) -> Money? { shares.first { $0.tag == tag }?.amount }
    }

    /// The time that was asked for.
    public let period: CostPeriod
    /// The tag's key.
    public let tagKey: String
    /// The accounts, in the order of their ids.
    public let accounts: [Account]
    /// The cost of all accounts by value of the tag; last what lacks it.
    public let shares: [Share]
    /// The sum of all accounts, exactly.
    public let total: Money
    /// The part of ``total`` that lacks the tag.
    public let untagged: Money
    /// Whether an amount may still change.
    public let isEstimated: Bool
    /// The service names that `.bedrock` stood for; empty where the filter does not ask for Bedrock.
    public let matchedServices: [String]
    /// How many billable requests were sent.
    public let billableRequests: Int
    /// What the requests cost, at Cost Explorer's price of one US cent each.
    public var requestCost: Money { .costExplorerRequests(billableRequests) }

    /// An account by its id; `nil` where it spent nothing.
    public subscript(account id: String) -> Account? { accounts.first { $0.id == id } }
}

extension OrganizationCosts: RandomAccessCollection {
    /// The index of the first account.
    public var startIndex: Int { accounts.startIndex }
    /// The index after the last account.
    public var endIndex: Int { accounts.endIndex }
    /// The account at `position`.
    public subscript(position: Int) -> Account { accounts[position] }
}

extension CostExplorerClient {
    /// What each account of the organization spent under each value of a tag. For the payer's account.
    ///
    /// ```swift
    /// let costs = try await costExplorer.organizationCosts(in: .month(2026, 10), by: "dept")
    /// for account in costs { print(account.name ?? account.id, account["claims"] ?? .zero(), account.untagged) }
    /// ```
    ///
    /// Account and tag are the two things that a query can be grouped by. For a third one, such as the service, ask once for
    /// each of its values.
    ///
    /// - Parameters:
    ///   - period: The period.
    ///   - tagKey: The key of an active cost allocation tag.
    ///   - filter: Which lines count.
    ///   - metric: What the amounts are, a cost.
    ///   - billingViewARN: The billing view to read instead of the account's own.
    /// - Throws: `AWSError`, as ``costs(in:granularity:by:where:metrics:billingViewARN:)`` does.
    public func organizationCosts(
        in period: CostPeriod, by tagKey: String, where filter: CostFilter? = .bedrock,
        metric: CostMetric = .unblendedCost, billingViewARN: ARN? = nil
    ) async throws(AWSError) -> OrganizationCosts {
        let report = try await costs(
            in: period, by: .linkedAccount, .tag(tagKey), where: filter, metrics: [metric],
            billingViewARN: billingViewARN)
        do throws(MoneyError) {
            return try OrganizationCosts(report, tagKey: tagKey)
        } catch {
            throw AWSError(.malformedResponse, "the amounts have no sum: \(error)", underlying: error)
        }
    }
}

extension OrganizationCosts {
    fileprivate init(_ report: CostReport, tagKey: String) throws(MoneyError) {
        let currency = report.total.currency
        // Rows without an account are the zero rows that reports fill in.
        let byAccount = Dictionary(grouping: report.rows.filter { $0.linkedAccount != nil }) { $0.linkedAccount ?? "" }
        var accounts: [Account] = []
        for (id, rows) in byAccount.sorted(by: { $0.key < $1.key }) {
            accounts.append(
                Account(
                    id: id, name: report.valueDescriptions[id], shares: try Self.shares(rows, currency),
                    total: try Money.sum(rows.map(\.amount), currency: currency)))
        }
        period = report.period
        self.tagKey = tagKey
        self.accounts = accounts
        shares = try Self.shares(report.rows, currency)
        total = report.total
        untagged = report.untagged
        isEstimated = report.isEstimated
        matchedServices = report.matchedServices
        billableRequests = report.billableRequests
    }

    private static func shares(_ rows: [CostRow], _ currency: Currency) throws(MoneyError) -> [Share] {
        var amounts: [String: Money] = [:]
        var untagged = Money.zero(currency)
        for row in rows {
            if let tag = row.tag {
                amounts[tag] = try (amounts[tag] ?? .zero(currency)).adding(row.amount)
            } else {
                untagged = try untagged.adding(row.amount)
            }
        }
        return amounts.sorted { $0.key < $1.key }.map { Share(tag: $0.key, amount: $0.value) }
            + [Share(tag: nil, amount: untagged)]
    }
}
