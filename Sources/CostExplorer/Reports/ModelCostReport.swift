public import AWSCore
public import Metering

/// What each value of a tag spent on each model.
public struct ModelCostReport: Sendable, Hashable {
    /// What one value of the tag spent on one model.
    public struct Row: Sendable, Hashable {
        /// The tag's value; `nil` for lines without the tag.
        public let tag: String?
        /// The model's name on the bill, such as `Claude 3.7 Sonnet` or `NovaLite`.
        public let model: String
        /// The cost.
        public let amount: Money
    }

    /// One row for each pair of tag value and model, untagged ones last.
    public let rows: [Row]
    /// The sum of all rows, exactly.
    public let total: Money
    /// The sum of the rows without the tag; zero where there are none.
    public let untagged: Money
    /// The service names that counted as Bedrock.
    public let matchedServices: [String]
    /// How many billable requests were sent.
    public let billableRequests: Int
    /// What the requests cost, at Cost Explorer's price of one US cent each.
    public var requestCost: Money { .costExplorerRequests(billableRequests) }
}

extension CostExplorerClient {
    /// What each value of a tag spent on each model of Bedrock in a period.
    ///
    /// A query can be grouped by two things only, and the bill tells the models of AWS Marketplace apart by service, all
    /// others by usage type. So this asks twice where the account uses both.
    ///
    /// - Parameters:
    ///   - period: The period.
    ///   - tagKey: The key of an active cost allocation tag.
    /// - Throws: `AWSError`.
    public func modelCosts(in period: CostPeriod, by tagKey: String) async throws(AWSError) -> ModelCostReport {
        let services = try await bedrockServices(in: period)
        var requests = services.billableRequests
        var amounts: [Pair: Money] = [:]
        let common = services.value.filter { $0 == BedrockModelName.commonService }
        let marketplace = services.value.filter { $0 != BedrockModelName.commonService }
        if !marketplace.isEmpty {
            let report = try await costs(
                in: period, by: .tag(tagKey), .service, where: .bedrock(named: marketplace))
            requests += report.billableRequests
            for row in report {
                try add(row, model: row.service.map(BedrockModelName.inService), to: &amounts)
            }
        }
        if !common.isEmpty {
            let report = try await costs(in: period, by: .tag(tagKey), .usageType, where: .bedrock(named: common))
            requests += report.billableRequests
            for row in report {
                try add(row, model: row.usageType.map(BedrockModelName.inUsageType), to: &amounts)
            }
        }
        return try ModelCostReport(amounts, matchedServices: services.value, billableRequests: requests)
    }

    fileprivate struct Pair: Hashable, Comparable {
        var tag: String?
        var model: String

        static func < (left: Pair, right: Pair) -> Bool {
            switch (left.tag, right.tag) {
            case (let first?, let second?): (first, left.model) < (second, right.model)
            case (nil, nil): left.model < right.model
            case (_?, nil): true
            case (nil, _?): false
            }
        }
    }

    /// Adds a row to its pair; rows without a model are the zero rows that reports fill in.
    private func add(_ row: CostRow, model: String?, to amounts: inout [Pair: Money]) throws(AWSError) {
        guard let model else { return }
        let pair = Pair(tag: row.tag, model: model)
        do throws(MoneyError) {
            amounts[pair] = try amounts[pair]?.adding(row.amount) ?? row.amount
        } catch {
            throw AWSError(.malformedResponse, "the amounts have no sum: \(error)", underlying: error)
        }
    }
}

extension ModelCostReport {
    fileprivate init(
        _ amounts: [CostExplorerClient.Pair: Money], matchedServices: [String], billableRequests: Int
    ) throws(AWSError) {
        let pairs = amounts.sorted { $0.key < $1.key }
        self.rows = pairs.map { Row(tag: $0.key.tag, model: $0.key.model, amount: $0.value) }
        self.matchedServices = matchedServices
        self.billableRequests = billableRequests
        let currency = pairs.first?.value.currency ?? .usd
        do throws(MoneyError) {
            total = try Money.sum(pairs.map(\.value), currency: currency)
            untagged = try Money.sum(pairs.filter { $0.key.tag == nil }.map(\.value), currency: currency)
        } catch {
            throw AWSError(.malformedResponse, "the amounts have no sum: \(error)", underlying: error)
        }
    }
}
