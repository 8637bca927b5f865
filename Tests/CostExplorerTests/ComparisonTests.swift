import AWSCore
import CostExplorer
import Metering
import Testing

@Suite struct `Two months side by side` {
    private static func amounts(_ baseline: String, _ comparison: String, _ difference: String) -> String {
        #"{"UnblendedCost":{"BaselineTimePeriodAmount":"\#(baseline)","ComparisonTimePeriodAmount":"\#(comparison)","#
            + #""Difference":"\#(difference)","Unit":"USD"}}"#
    }

    @Test func `rows have what was grouped by, and the total is that of all pages`() async throws {
        let total = Self.amounts("3", "5.000000000000000001", "2.000000000000000001")
        let bill = ScriptedBill(
            """
            {"CostAndUsageComparisons":[{"CostAndUsageSelector":{"And":[{"Tags":{"Key":"dept","Values":["claims"]}},\
            {"Dimensions":{"Key":"SERVICE","Values":["Amazon Bedrock"]}}]},"Metrics":\(Self.amounts("1", "4", "3"))}],\
            "TotalCostAndUsage":\(total),"NextPageToken":"two"}
            """,
            """
            {"CostAndUsageComparisons":[{"CostAndUsageSelector":{"And":[{"Tags":{"Key":"dept","MatchOptions":["ABSENT"]}},\
            {"Dimensions":{"Key":"SERVICE","Values":["Amazon Bedrock"]}}]},"Metrics":\(Self.amounts("2", "1", "-1"))}],\
            "TotalCostAndUsage":\(total)}
            """)
        let comparison = try await bill.client().comparison(
            of: .month(2026, 10), with: .month(2026, 9), by: .tag("dept"), .service,
            where: .bedrock(named: ["Amazon Bedrock"]))
        #expect(comparison.rows.map(\.values) == [["claims", "Amazon Bedrock"], [nil, "Amazon Bedrock"]])
        #expect(comparison.rows.map(\.difference) == [.usd(3), .usd(-1)])
        #expect(comparison.rows.map(\.baseline) == [.usd(1), .usd(2)])
        #expect(comparison.total.comparison.description == "5.000000000000000001")
        #expect(comparison.billableRequests == 2)
        #expect(
            bill.bodies[0] == [
                "BaselineTimePeriod": ["Start": "2026-09-01", "End": "2026-10-01"],
                "ComparisonTimePeriod": ["Start": "2026-10-01", "End": "2026-11-01"],
                "MetricForComparison": "UnblendedCost",
                "Filter": ["Dimensions": ["Key": "SERVICE", "Values": ["Amazon Bedrock"]]],
                "GroupBy": [["Type": "TAG", "Key": "dept"], ["Type": "DIMENSION", "Key": "SERVICE"]],
            ])
    }

    @Test func `drivers say why`() async throws {
        let bill = ScriptedBill(
            services(["Amazon Bedrock"]),
            """
            {"CostComparisonDrivers":[{"CostSelector":{"Dimensions":{"Key":"SERVICE","Values":["Amazon Bedrock"]}},\
            "Metrics":\(Self.amounts("1", "4", "3")),"CostDrivers":[{"Type":"USAGE_CHANGE","Name":"USE1-NovaLite-input-tokens",\
            "Metrics":\(Self.amounts("1", "4", "3"))}]}]}
            """)
        let drivers = try await bill.client().comparisonDrivers(
            of: .month(2026, 10), with: .month(2026, 8), where: .bedrock)
        #expect(drivers.value.map { $0.selector?.value(of: .service) } == ["Amazon Bedrock"])
        #expect(drivers.value.first?.costDrivers?.first?.kind == .usageChange)
        #expect(drivers.value.first?.costDrivers?.first?.metrics?[.unblendedCost]?.difference == "3")
        #expect(drivers.billableRequests == 2)
        // Names are looked up in both months and what lies between.
        #expect(bill.bodies[0]["TimePeriod"] == ["Start": "2026-08-01", "End": "2026-11-01"])
    }

    @Test func `a period that is no month is refused`() async throws {
        let client = try ScriptedBill().client()
        let error = await #expect(throws: AWSError.self) {
            try await client.comparison(of: .month(2026, 10), with: .days(from: "2026-09-01", to: "2026-09-30"))
        }
        #expect(
            error?.description
                == "invalidInput: BaselineTimePeriod: 2026-09-01 ..< 2026-09-30 is not a calendar month")
        let usage = await #expect(throws: AWSError.self) {
            try await client.comparison(of: .month(2026, 10), with: .month(2026, 9), metric: .usageQuantity)
        }
        #expect(usage?.message == "MetricForComparison: UsageQuantity is no cost")
        var drivers = GetCostComparisonDrivers(.month(2026, 10), with: .month(2026, 9))
        drivers.maxResults = 11
        #expect(throws: AWSError(.invalidInput, "")) { try drivers.validate() }
    }
}

@Suite struct `Costs of resources` {
    static let profile = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6"

    @Test func `a profile's cost has its ARN`() async throws {
        let bill = ScriptedBill(page([result("2026-10-31", "2026-11-01", [([Self.profile], "1.5")])]))
        let costs = try await bill.client().resourceCosts(
            in: .days(from: "2026-10-31", to: "2026-11-01"), where: .bedrock(named: ["Amazon Bedrock"]))
        #expect(costs.map(\.resource) == [Self.profile])
        #expect(costs.total.description == "1.5")
        #expect(bill.requests[0].operation == "AWSInsightsIndexService.GetCostAndUsageWithResources")
        #expect(bill.bodies[0]["GroupBy"] == [["Type": "DIMENSION", "Key": "RESOURCE_ID"]])
    }

    @Test func `what the service refuses is refused before it is sent`() async throws {
        let client = try ScriptedBill().client()
        let early = await #expect(throws: AWSError.self) {
            try await client.resourceCosts(in: .days(from: "2026-10-17", to: "2026-11-01"))
        }
        #expect(
            early?.message == """
                TimePeriod: resources are kept for 14 days, since 2026-10-18; 2026-10-17 ..< 2026-11-01 begins earlier
                """)
        let ungrouped = await #expect(throws: AWSError.self) {
            try await client.resourceCosts(in: .days(from: "2026-10-31", to: "2026-11-01"), by: [.service])
        }
        #expect(ungrouped?.message == "GroupBy: RESOURCE_ID must be grouped by, or be in the filter")
        let elsewhere = #expect(throws: AWSError.self) {
            try GetCostAndUsage(.month(2026, 10), groupBy: [.resource]).validate()
        }
        #expect(elsewhere?.message.hasPrefix("GroupBy: costs cannot be grouped by RESOURCE_ID") == true)
    }
}

@Suite struct `Costs of an organization` {
    @Test func `each account has its shares, its name and what is untagged`() async throws {
        let results = result(
            "2026-10-01", "2026-11-01", estimated: true,
            [
                (["222222222222", "dept$sales"], "2"), (["111111111111", "dept$claims"], "1.5"),
                (["111111111111", "dept$"], "0.25"), (["222222222222", "dept$claims"], "4"),
            ])
        let bill = ScriptedBill(
            services(["Amazon Bedrock"]),
            """
            {"ResultsByTime":[\(results)],"DimensionValueAttributes":[{"Value":"111111111111",\
            "Attributes":{"description":"development"}}]}
            """)
        let costs = try await bill.client().organizationCosts(in: .month(2026, 10), by: "dept")
        #expect(costs.map(\.id) == ["111111111111", "222222222222"])
        #expect(costs.map(\.name) == ["development", nil])
        #expect(costs[account: "111111111111"]?["claims"]?.description == "1.5")
        #expect(costs[account: "111111111111"]?.untagged.description == "0.25")
        #expect(costs[account: "222222222222"]?.untagged == .zero())
        #expect(costs[account: "222222222222"]?.total == .usd(6))
        #expect(costs[account: "222222222222"]?["none"] == nil)
        #expect(costs[account: "333333333333"] == nil)
        #expect(costs.shares.map(\.tag) == ["claims", "sales", nil])
        #expect(costs.shares.map(\.amount.description) == ["5.5", "2", "0.25"])
        #expect(costs.total.description == "7.75")
        #expect(costs.untagged.description == "0.25")
        #expect(costs.isEstimated)
        #expect(costs.billableRequests == 2)
        #expect(
            bill.bodies[1]["GroupBy"] == [
                ["Type": "DIMENSION", "Key": "LINKED_ACCOUNT"], ["Type": "TAG", "Key": "dept"],
            ])
    }
}
