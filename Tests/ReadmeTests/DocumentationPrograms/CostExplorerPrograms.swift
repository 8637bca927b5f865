import BedrockCost

/// The code of the article on CostExplorer.
enum CostExplorerPrograms {
    static func costs(_ aws: AWSClient) async throws {
        let costExplorer = CostExplorerClient(aws)
        let costs = try await costExplorer.costs(in: .month(2026, 10), by: .tag("dept"), where: .bedrock)
        for row in costs { print(row.tag ?? "untagged", row.amount) }
        print(costs.total, costs.matchedServices, costs.requestCost)
    }

    static func budget(_ aws: AWSClient) -> CostExplorerClient {
        let budget = CostRequestBudget(requests: 50, per: .day)
        let costExplorer = CostExplorerClient(aws, caching: .untilNextRefresh, budget: budget)
        return costExplorer
    }

    static func activation(_ costExplorer: CostExplorerClient) async throws {
        try await costExplorer.activateCostAllocationTags(["dept"])
        try await costExplorer.startCostAllocationTagBackfill(from: .month(2026, 9))
    }

    static func views(_ costExplorer: CostExplorerClient) async throws {
        let organization = try await costExplorer.organizationCosts(in: .month(2026, 10), by: "dept")
        for account in organization { print(account.name ?? account.id, account.total, account.untagged) }

        let ahead: CostPeriod = .days(from: "2026-10-20", to: "2026-11-01")
        let forecast = try await costExplorer.forecast(in: ahead, where: .and(.bedrock, .tag("dept", in: ["claims"])))
        print(forecast.total)

        let comparison = try await costExplorer.comparison(
            of: .month(2026, 10), with: .month(2026, 9), by: .tag("dept"), where: .bedrock)
        for row in comparison.rows { print(row.values, row.difference) }
    }

    static func categories(_ costExplorer: CostExplorerClient) async throws {
        try await costExplorer.createCostCategory(
            named: "Division",
            rules: [
                .value("Insurance", where: .tag("dept", in: ["claims", "underwriting"])),
                .value("Shared", where: .dimension(.linkedAccountName, in: ["shared-"], matching: [.startsWith])),
                .inherited(fromTag: "dept"),
            ],
            defaultValue: "Other")
        let divisions = try await costExplorer.costs(in: .month(2026, 10), by: .costCategory("Division"))
        for row in divisions { print(row.costCategory ?? "none", row.amount) }
    }

    static func anomalies(_ costExplorer: CostExplorerClient) async throws {
        let monitor = try await costExplorer.createAnomalyMonitor(.values(ofTag: "dept", named: "departments"))
        let subscription = AnomalySubscription(
            name: "finops", to: [monitor], subscribers: [.email("finops@example.com")], frequency: .daily,
            threshold: .anomalyImpact(atLeast: .usd(100)))
        _ = try await costExplorer.createAnomalySubscription(subscription)
        for anomaly in try await costExplorer.anomalies(GetAnomalies(.init(from: "2026-10-01"))) {
            print(anomaly.dimensionValue ?? "?", anomaly.impact.total ?? .zero())
        }
    }
}
