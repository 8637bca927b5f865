import ArgumentParser
import BedrockCost
import BedrockCostTesting
import ExampleKit
import Foundation

/// Bedrock's cost by the values of a tag: by month, by day, for one value, by model, and what nobody owns.
@main
struct CostByTag: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cost-by-tag", abstract: "Shows what each value of a tag spent on Bedrock.",
        discussion: "With --live it asks Cost Explorer about the last 30 days; each request costs one US cent.")

    @OptionGroup var scenario: Scenario

    @Option(name: .long, help: "The tag's key. It must be active for cost allocation.")
    var key = "costCenter"

    @Option(name: .long, help: "The most requests to Cost Explorer.")
    var requests = 10

    func run() async throws {
        try await scenario.run { stage in
            if stage.simulator != nil { try await spend(stage) }
            let budget = CostRequestBudget(requests: requests)
            let costExplorer = CostExplorerClient(stage.aws, caching: .untilNextRefresh, budget: budget)
            let period = CostPeriod.lastDays(30, now: stage.now)

            let costs = try await costExplorer.costs(in: period, by: .tag(key), where: .bedrock)
            print("Bedrock stands for \(costs.matchedServices.joined(separator: ", ")).\n")
            print(try table(costs.groupedByTag(), header: key.uppercased(), total: costs.total))

            let daily = try await costExplorer.costs(in: period, granularity: .daily, by: .tag(key), where: .bedrock)
            var days = Table("DAY", key.uppercased(), "USD", "ESTIMATED")
            for row in daily where !row.amount.isZero {
                days.add(row.period.start, row.tag ?? "(untagged)", "\(row.amount)", row.isEstimated ? "yes" : "no")
            }
            print("\nBy day:\n\(days)")

            let first = costs.rows.compactMap(\.tag).sorted().first ?? "none"
            let one = try await costExplorer.costs(
                in: period, by: .service, where: .and(.bedrock, .tag(key, in: [first])))
            print("\nOnly \(first), by service:")
            print(table(one.map { ($0.service ?? "", $0.amount) }, header: "SERVICE", total: one.total))

            let leak = try await costExplorer.costs(in: period, by: .service, where: .and(.bedrock, .absent(tag: key)))
            print("\nWithout the tag, by service:")
            print(table(leak.map { ($0.service ?? "", $0.amount) }, header: "SERVICE", total: leak.total))

            let again = try await costExplorer.costs(in: period, by: .tag(key), where: .bedrock)
            let spent = budget.spent.formatted(fractionDigits: 2)
            print(
                "\nThe first report again: \(again.billableRequests) requests, since nothing is new until the refresh.")
            print("Asked \(budget.sentRequests) requests of \(budget.limit), for \(spent) USD.")

            guard let simulator = stage.simulator else { return }
            try stage.check("the total", costs.total, equals: Money(simulator.bill.total))
            try stage.check("the daily total", daily.total, equals: costs.total)
            try stage.check("what lacks the tag", leak.total, equals: costs.untagged)
            try stage.check("the count of requests", budget.sentRequests, equals: simulator.billableRequests)
            print("The total is the simulator's bill, and the simulator billed as many requests.")
        }
    }

    /// Three teams' calls, of which those before the key's activation stay untagged.
    private func spend(_ stage: Stage) async throws {
        let teams = try await TaggedTeams(
            stage, tag: key,
            [
                .init("sales", .systemDefined("us.anthropic.claude-3-7-sonnet-20250219-v1:0"), callsPerDay: 2),
                .init("services", .foundationModel("amazon.nova-pro-v1:0"), callsPerDay: 3),
                .init("support", .foundationModel("amazon.nova-lite-v1:0"), callsPerDay: 5),
            ])
        try await teams.workADay()
        stage.letPass("for the key to show in billing")
        try await CostExplorerClient(stage.aws).activateCostAllocationTags([key])
        for day in 1...3 {
            try await teams.workADay(times: day)
            stage.letPass("with the teams at work")
        }
        stage.letPass("for the last refresh of the bill")
    }

    private func table(_ rows: [(name: String, amount: Money)], header: String, total: Money) -> Table {
        var table = Table(header, "USD")
        for row in rows { table.add(row.name, "\(row.amount)") }
        table.add("total", "\(total)")
        return table
    }
}

extension CostReport {
    /// The sum of each value of the tag, the untagged last.
    fileprivate func groupedByTag() throws -> [(name: String, amount: Money)] {
        let tags = Set(rows.map(\.tag)).sorted { ($0 == nil ? 1 : 0, $0 ?? "") < ($1 == nil ? 1 : 0, $1 ?? "") }
        return try tags.map { tag in
            (tag ?? "(untagged)", try Money.sum(rows.filter { $0.tag == tag }.map(\.amount), currency: total.currency))
        }
    }
}
