import BedrockCost
import BedrockCostTesting
import Foundation
import Testing

@Suite("What Cost Explorer makes of the bill")
struct CostManagementJourneyTests {
    private static let bedrock = "Amazon Bedrock"

    @Test("a forecast is the mean of the days so far, with bounds by their deviation", arguments: Front.allCases)
    func forecast(_ front: Front) async throws {
        let mock = MockAWS(seed: 30)
        try await front.run(mock) { aws in
            let costExplorer = CostExplorerClient(aws)
            for day in 0..<10 {
                if day == 4 {
                    let early = await #expect(throws: AWSError.self) {
                        try await costExplorer.forecast(in: .days(from: "2026-10-05", to: "2026-11-01"))
                    }
                    #expect(early?.serviceCode == "DataUnavailableException")
                }
                mock.addCharge(usd: day.isMultiple(of: 2) ? "1" : "3", service: Self.bedrock)
                mock.pass(days: 1)
            }
            let paid = mock.billableRequests
            let daily = try await costExplorer.forecast(
                in: .days(from: "2026-10-11", to: "2026-10-14"), granularity: .daily, where: .bedrock, confidence: 75)
            #expect(daily.parts.map(\.mean) == [.usd(2), .usd(2), .usd(2)])
            #expect(daily.parts.first?.lowerBound?.description == "0.5")
            #expect(daily.parts.first?.upperBound?.description == "3.5")
            #expect(daily.total == .usd(6))
            #expect(daily.billableRequests == mock.billableRequests - paid)
            let monthly = try await costExplorer.forecast(in: .days(from: "2026-10-11", to: "2026-12-01"))
            #expect(monthly.parts.map(\.mean) == [.usd(42), .usd(60)])
            let usage = try await costExplorer.usageForecast(GetUsageForecast(.month(2026, 11)))
            #expect(usage.value.total == MetricValue(amount: "30", unit: "Charge"))
        }
    }

    @Test("usage of several units has no forecast")
    func mixedUnits() async throws {
        let mock = MockAWS(seed: 31)
        try await Front.inProcess.run(mock) { aws in
            _ = try await BedrockRuntimeClient(aws).converse(model: "amazon.nova-lite-v1:0", "Hello")
            mock.addCharge(usd: "1", service: Self.bedrock)
            mock.pass(days: 9)
            let error = await #expect(throws: AWSError.self) {
                try await CostExplorerClient(aws).usageForecast(GetUsageForecast(.month(2026, 11)))
            }
            #expect(error?.serviceCode == "UnresolvableUsageUnitException")
        }
    }

    @Test("two months are compared service by service, and a driver says why they differ")
    func comparison() async throws {
        let start = try #require(TimestampFormat.iso8601.date(from: "2026-09-15T08:00:00Z"))
        let mock = MockAWS(seed: 32, startingAt: start)
        try await Front.inProcess.run(mock) { aws in
            let costExplorer = CostExplorerClient(aws)
            mock.addCharge(usd: "5", service: Self.bedrock)
            mock.addCharge(usd: "1.5", service: "Amazon EC2")
            mock.pass(days: 17)
            mock.addCharge(usd: "8", service: Self.bedrock)
            mock.pass(days: 2)
            let comparison = try await costExplorer.comparison(
                of: .month(2026, 10), with: .month(2026, 9), by: .service)
            #expect(comparison.rows.map(\.values) == [[Self.bedrock], ["Amazon EC2"]])
            #expect(comparison.rows.map(\.difference.description) == ["3", "-1.5"])
            #expect(comparison.total.baseline.description == "6.5")
            #expect(comparison.total.comparison == .usd(8))
            let drivers = try await costExplorer.comparisonDrivers(
                of: .month(2026, 10), with: .month(2026, 9), where: .bedrock)
            #expect(drivers.value.map { $0.selector?.value(of: .service) } == [Self.bedrock])
            #expect(drivers.value.first?.costDrivers?.first?.kind == .usageChange)
            #expect(drivers.value.first?.costDrivers?.first?.metrics?[.unblendedCost]?.difference == "3")
        }
    }

    @Test("a cost category sorts costs by its rules, and a backfill labels those from before the activation")
    func categories() async throws {
        let mock = MockAWS(seed: 33)
        try await Front.inProcess.run(mock) { aws in
            let costExplorer = CostExplorerClient(aws)
            mock.addCharge(usd: "1", service: Self.bedrock, tags: ["dept": "claims"])
            mock.pass(days: 1)
            try await costExplorer.activateCostAllocationTags(["dept"])
            for (usd, tags) in [("2", ["dept": "claims"]), ("3", ["dept": "sales"]), ("4", [:])] {
                mock.addCharge(usd: usd, service: Self.bedrock, tags: tags)
            }
            let made = try await costExplorer.createCostCategory(
                named: "Team", rules: [.value("Insurance", where: .tag("dept", in: ["cl"], matching: [.startsWith]))],
                defaultValue: "Other")
            let arn = try #require(made.costCategoryARN)
            #expect(made.effectiveStart == .month(2026, 10))
            #expect(try await costExplorer.costCategory(arn).processingStatus?.first?.status == .processing)
            mock.pass(days: 2)
            #expect(try await costExplorer.costCategory(arn).processingStatus?.first?.status == .applied)

            func byTeam() async throws -> [String: Money] {
                let costs = try await costExplorer.costs(in: .month(2026, 10), by: .costCategory("Team"))
                return Dictionary(uniqueKeysWithValues: costs.map { ($0.costCategory ?? "", $0.amount) })
            }
            #expect(try await byTeam() == ["Insurance": .usd(2), "Other": .usd(8)])
            let values = try await costExplorer.costCategories(GetCostCategories(in: .month(2026, 10), named: "Team"))
            #expect(values.value == ["Insurance", "Other"])

            let backfill = try await costExplorer.startCostAllocationTagBackfill(from: .month(2026, 10))
            #expect(backfill.status == .processing)
            let again = await #expect(throws: AWSError.self) {
                try await costExplorer.startCostAllocationTagBackfill(from: .month(2026, 10))
            }
            #expect(again?.code == .quotaExceeded)
            #expect(try await byTeam()["Insurance"] == .usd(2))
            mock.pass(days: 1)
            #expect(try await costExplorer.costAllocationTagBackfills().map(\.status) == [.succeeded])
            #expect(try await byTeam() == ["Insurance": .usd(3), "Other": .usd(7)])
            let insurance = try await costExplorer.costs(
                in: .month(2026, 10), by: .tag("dept"), where: .costCategory("Team", in: ["Insurance"]))
            #expect(insurance.total == .usd(3))
            #expect(insurance.untagged.isZero)

            try await costExplorer.updateCostCategory(arn, rules: [.inherited(fromTag: "dept")])
            mock.pass(days: 1)
            #expect(try await byTeam() == ["claims": .usd(3), "sales": .usd(3), "": .usd(4)])
            #expect(try await costExplorer.costCategoryDefinitions().map(\.name) == ["Team"])
            try await costExplorer.deleteCostCategory(arn)
            #expect(try await costExplorer.costCategoryDefinitions().isEmpty)
            #expect(try await byTeam() == ["": .usd(10)])
        }
    }

    @Test("a monitor sees a run of dear days, and nothing of AWS Marketplace")
    func anomalies() async throws {
        let mock = MockAWS(seed: 34)
        try await Front.inProcess.run(mock) { aws in
            let costExplorer = CostExplorerClient(aws)
            let monitor = try await costExplorer.createAnomalyMonitor(.services(named: "services"))
            let subscription = try await costExplorer.createAnomalySubscription(
                AnomalySubscription(
                    name: "finops", to: [monitor], subscribers: [.email("finops@example.com")], frequency: .daily,
                    threshold: .anomalyImpact(atLeast: .usd(5))))
            let second = await #expect(throws: AWSError.self) {
                try await costExplorer.createAnomalyMonitor(.services(named: "another"))
            }
            #expect(second?.serviceCode == "LimitExceededException")
            for day in 1...15 {
                mock.addCharge(usd: day == 13 || day == 14 ? "5" : "1", service: Self.bedrock)
                for _ in 1...(day == 14 ? 9 : 1) {
                    _ = try await BedrockRuntimeClient(aws).converse(
                        model: "us.anthropic.claude-3-7-sonnet-20250219-v1:0", "Hello")
                }
                mock.pass(days: 1)
            }
            let anomalies = try await costExplorer.anomalies(GetAnomalies(.init(from: "2026-10-01")))
            #expect(anomalies.map(\.dimensionValue) == [Self.bedrock])
            let anomaly = try #require(anomalies.first)
            #expect(anomaly.startDate == "2026-10-13T00:00:00Z")
            #expect(anomaly.endDate == "2026-10-14T00:00:00Z")
            #expect(anomaly.impact.actualSpend == .usd(10))
            #expect(anomaly.impact.expectedSpend == .usd(2))
            #expect(anomaly.impact.total == .usd(8))
            #expect(anomaly.impact.maximum == .usd(4))
            #expect(anomaly.impact.percentage == 400)
            #expect(anomaly.rootCauses?.map { $0.impact?.contribution } == [.usd(8)])
            #expect(anomaly.monitorARN == monitor)

            try await costExplorer.provideAnomalyFeedback(.plannedActivity, for: anomaly.anomalyID)
            let planned = GetAnomalies(
                .init(from: "2026-10-01"), feedback: .plannedActivity, totalImpact: .atLeast(.usd(8)))
            #expect(try await costExplorer.anomalies(planned).map(\.feedback) == [.plannedActivity])
            var larger = planned
            larger.totalImpact = AnomalyImpactFilter(.greaterThan, .usd(8))
            #expect(try await costExplorer.anomalies(larger).isEmpty)

            try await costExplorer.updateAnomalySubscription(subscription) { $0.frequency = .weekly }
            #expect(try await costExplorer.anomalySubscriptions(to: monitor).map(\.frequency) == [.weekly])
            try await costExplorer.renameAnomalyMonitor(monitor, to: "all services")
            #expect(try await costExplorer.anomalyMonitors().map(\.name) == ["all services"])
            try await costExplorer.deleteAnomalySubscription(subscription)
            try await costExplorer.deleteAnomalyMonitor(monitor)
            let gone = await #expect(throws: AWSError.self) { try await costExplorer.anomalyMonitors([monitor]) }
            #expect(gone?.serviceCode == "UnknownMonitorException")
        }
    }

    @Test("resources cost what the bill says of them")
    func resources() async throws {
        let mock = MockAWS(seed: 35)
        try await Front.inProcess.run(mock) { aws in
            let profile = try await BedrockControlClient(aws).createInferenceProfile(
                named: "claims", copying: .foundationModel("amazon.nova-lite-v1:0"))
            let models: [ModelID] = [
                profile.modelID, "amazon.nova-lite-v1:0", "us.anthropic.claude-3-7-sonnet-20250219-v1:0",
            ]
            for model in models {
                _ = try await BedrockRuntimeClient(aws).converse(model: model, "Hello")
            }
            mock.pass(days: 2)
            let costs = try await CostExplorerClient(aws).resourceCosts(
                in: .days(from: "2026-10-01", to: "2026-10-03"))
            var billed: [String: Money] = [:]
            for row in mock.bill.rows {
                billed[row.resource] = try (billed[row.resource] ?? .zero()).adding(Money(row.cost))
            }
            #expect(billed.count == 3)
            #expect(Dictionary(uniqueKeysWithValues: costs.map { ($0.resource ?? "", $0.amount) }) == billed)
        }
    }

    @Test("the payer sees each account's spend by tag, and a member its own")
    func organization() async throws {
        let mock = MockAWS(seed: 36)
        mock.addCharge(usd: "1", service: Self.bedrock, tags: ["dept": "claims"])
        mock.pass(days: 1)
        try await Front.inProcess.run(mock) { aws in
            let costExplorer = CostExplorerClient(aws)
            try await costExplorer.activateCostAllocationTags(["dept"])
            for (usd, account, tags) in [
                ("2", "123456789012", ["dept": "claims"]), ("4", "222222222222", ["dept": "sales"]),
                ("8", "222222222222", [:]),
            ] {
                mock.addCharge(usd: usd, service: Self.bedrock, tags: tags, accountID: account)
            }
            mock.pass(days: 2)
            let costs = try await costExplorer.organizationCosts(in: .month(2026, 10), by: "dept")
            #expect(costs.map(\.name) == ["management", "member-222222222222"])
            #expect(costs[account: "123456789012"]?["claims"] == .usd(2))
            #expect(costs[account: "123456789012"]?.untagged == .usd(1))
            #expect(costs[account: "222222222222"]?["sales"] == .usd(4))
            #expect(costs[account: "222222222222"]?.untagged == .usd(8))
            #expect(costs.total == (try Money(mock.bill.total)))
            #expect(costs.untagged == .usd(9))
        }
    }

    @Test("a cached report follows the simulator's refreshes, and the budget counts what it bills")
    func cache() async throws {
        let mock = MockAWS(seed: 37)
        try await Front.inProcess.run(mock) { aws in
            let budget = CostRequestBudget(requests: 3, per: .lifetime)
            let costExplorer = CostExplorerClient(aws, caching: .untilNextRefresh, budget: budget)
            mock.addCharge(usd: "1", service: Self.bedrock)
            mock.pass(days: 1)
            for _ in 1...3 {
                let costs = try await costExplorer.costs(in: .month(2026, 10))
                #expect(costs.total == .usd(1))
                mock.clock.advance(by: .seconds(3_600))
            }
            #expect(mock.billableRequests == 1)
            mock.addCharge(usd: "2", service: Self.bedrock)
            mock.pass(days: 1)
            #expect(try await costExplorer.costs(in: .month(2026, 10)).total == .usd(3))
            _ = try await costExplorer.tags(GetTags(in: .month(2026, 10)))
            let refused = await #expect(throws: AWSError.self) {
                try await costExplorer.tags(GetTags(in: .month(2026, 9)))
            }
            #expect(refused?.code == .overBudget)
            #expect(mock.billableRequests == 3)
            #expect(budget.sentRequests == mock.billableRequests)
            #expect(budget.spent == .usd(cents: 3))
        }
    }
}
