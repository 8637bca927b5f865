import ArgumentParser
import BedrockCost
import BedrockCostTesting
import ExampleKit
import Foundation

/// From a tag on a profile to a tag on the bill: it is seen, activated, and carried back to what was spent before.
@main
struct ActivateCostTags: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activate-cost-tags",
        abstract: "Activates a cost allocation tag, and labels past costs with it.",
        discussion: """
            Against the simulator a tagged profile is used, the days that AWS needs pass, and the costs by tag are shown after \
            each step. With --live the key is activated in your account, which changes what its bills show from then on; \
            costs of the past are labelled only with --backfill.
            """)

    @OptionGroup var scenario: Scenario

    @Option(name: .long, help: "The tag's key.")
    var key = "costCenter"

    @Flag(name: .long, help: "With --live, label the costs since the first of this month, too.")
    var backfill = false

    func run() async throws {
        try await scenario.run { stage in
            let costExplorer = CostExplorerClient(stage.aws)
            let period = CostPeriod.lastDays(1, now: stage.now)
            let month = CostDate(rawValue: "\(period.start.prefix(7))-01T00:00:00Z")

            var teams: TaggedTeams?
            if stage.simulator != nil {
                teams = try await TaggedTeams(
                    stage, tag: key, [.init("support", .foundationModel("amazon.nova-lite-v1:0"), callsPerDay: 3)])
                try await teams?.workADay()
                print("1. Right after the first call, billing has not seen the key:")
                await showRefusal(costExplorer)
                stage.letPass("for the key to show in billing")
            }

            print("2. The keys that billing has seen:")
            try await showKeys(costExplorer)
            try await costExplorer.activateCostAllocationTags([key])
            print("3. After the activation:")
            try await showKeys(costExplorer)
            try await teams?.workADay()
            stage.letPass("for the activation to count and the bill to arrive")
            stage.letPass("for its last refresh")

            print("4. Costs by \(key): what was called before the activation is untagged.")
            let forward = try await showCosts(costExplorer, stage)
            if let simulator = stage.simulator {
                try stage.check("the total", forward.total, equals: Money(simulator.bill.total))
                let firstDay = simulator.bill.rows.filter { $0.day == period.start }.map(\.cost)
                try stage.check("what is untagged", forward.untagged, equals: Money.sum(firstDay.map { try Money($0) }))
            }
            guard stage.simulator != nil || backfill else { return }

            let request = try await costExplorer.startCostAllocationTagBackfill(from: month)
            print("5. A backfill from \(month) is \(request.status?.rawValue ?? "?").")
            stage.letPass("for the backfill")
            let history = try await costExplorer.costAllocationTagBackfills()
            print("6. A day later it has \(history.first?.status?.rawValue ?? "?"). Costs by \(key) again:")
            let backward = try await showCosts(costExplorer, stage)
            guard let simulator = stage.simulator else { return }
            try stage.check("what is untagged", backward.untagged, equals: .zero())
            try stage.check("the total", backward.total, equals: Money(simulator.bill.total))
            print("All of it carries the tag now, and the total is the simulator's bill.")
        }
    }

    private func showRefusal(_ costExplorer: CostExplorerClient) async {
        do {
            try await costExplorer.activateCostAllocationTags([key])
        } catch {
            for failure in error.failedCostAllocationTags {
                print("   \(failure.tagKey ?? "?"): \(failure.code ?? "?"): \(failure.message ?? "")")
            }
        }
    }

    private func showKeys(_ costExplorer: CostExplorerClient) async throws {
        for tag in try await costExplorer.costAllocationTags().value {
            print("   \(tag.tagKey): \(tag.status), \(tag.kind)")
        }
    }

    private func showCosts(_ costExplorer: CostExplorerClient, _ stage: Stage) async throws -> CostReport {
        let costs = try await costExplorer.costs(
            in: .lastDays(5, now: stage.now), granularity: .daily, by: .tag(key), where: .bedrock)
        var table = Table("DAY", key.uppercased(), "USD")
        for row in costs where !row.amount.isZero {
            table.add(row.period.start, row.tag ?? "(untagged)", "\(row.amount)")
        }
        table.add("total", "", "\(costs.total)")
        print(table)
        return costs
    }
}
